"""Who has told no date of birth says that they are old enough; who has, taps once."""

import re

import pytest

from core.clock import now
from core.errors import Refused
from services.volunteering.operations import signups, turns
from services.volunteering.queries.turns import list_open
from tests.visitor import new_key

BOX = "我已满 16 岁"


@pytest.fixture
def at():
    return now()


def test_without_a_word_about_the_age_nobody_signs_up(hands, do):
    shift, (who,) = hands.shift(capacity=2), hands.crowd(1)
    for step in (signups.join, signups.join_or_wait):
        with pytest.raises(Refused, match="请勾上"):
            do(step, shift, by=who)
    do(signups.join, shift, of_age=True, by=who)


def test_who_is_known_to_be_too_young_cannot_say_otherwise(hands, do):
    young = hands.volunteer(born=hands.born(15))
    with pytest.raises(Refused, match="满 16 岁"):
        do(signups.join, hands.shift(), of_age=True, by=hands.actor(young))


def test_who_is_asked_says_so_as_well(hands, do):
    who, shift = hands.actor(hands.volunteer()), hands.in_turn()
    do(turns.ask, shift)
    (turn,) = list_open(shift.id)
    with pytest.raises(Refused, match="请勾上"):
        do(turns.accept, turn, by=who)
    do(turns.accept, turn, of_age=True, by=who)


def test_who_said_so_when_they_began_to_wait_takes_the_place_in_one_tap(hands, do):
    shift, (holder, who) = hands.shift(), hands.crowd(2)
    hands.fill(shift, holder)
    do(signups.join_or_wait, shift, of_age=True, by=who)
    do(signups.cannot_come, shift, by=holder)
    do(signups.join, shift, by=who)


@pytest.mark.parametrize(("years", "shows"), [(None, True), (40, False)])
def test_the_box_stands_beside_the_button(hands, do, client, years, shows):
    person = hands.volunteer(born=hands.born(years) if years else None)
    shift, question = hands.shift(), hands.in_turn(starts=hands.shift().ends_at)
    do(turns.ask, question)
    client.log_in(person)
    for page in (f"/volunteer/{shift.task_id}", "/volunteer/mine"):
        assert (BOX in client.get(page).text) is shows, page
    url = f"/volunteer/shifts/{shift.id}/join"
    answer = client.send(url, form_key=new_key())
    assert answer.status_code == (422 if shows else 302)
    if shows:
        assert re.search(r'name="of_age"', answer.text)
        assert client.send(url, form_key=new_key(), of_age="y").status_code == 302
