"""What stands below a shift: one thing to do, or why there is none; the rules say which."""

import re
from datetime import timedelta

import pytest
from flask import render_template_string

from core.accounts.forms import EmptyForm
from core.clock import now
from services.volunteering.operations import signups, turns
from services.volunteering.queries.signups import standing_of

MACRO = (
    '{% from "services/volunteering/places.html" import places %}'
    "{{ places(shift.task, shift, standing, form) }}"
)


@pytest.fixture
def at():
    return now()


@pytest.fixture
def shown(app, at):
    """Return a hand that draws the place; without a person a visitor looks."""

    def draw(shift, who=None):
        standing = standing_of(who.person, [shift], at=at)[shift.id] if who else None
        with app.test_request_context():
            facts = {"shift": shift, "standing": standing, "form": EmptyForm()}
            return render_template_string(MACRO, **facts)

    return draw


def buttons(text):
    """Return what each form does, and what its button says."""
    steps = re.findall(r'action="/volunteer/shifts/\d+/(\w+)"', text)
    labels = re.findall(r"<button[^>]*>([^<]+)</button>", text)
    return list(zip(steps, labels, strict=True))


def test_one_can_sign_up(hands, shown):
    shift, (who,) = hands.shift(), hands.crowd(1)
    assert buttons(shown(shift, who)) == [("join", "报名")]


def test_a_visitor_is_asked_to_sign_in(hands, shown):
    shift = hands.shift()
    text = shown(shift)
    assert f"/login?next=/volunteer/{shift.task_id}" in text
    assert not buttons(text)
    assert "href" not in shown(hands.in_turn())


def test_one_can_wait_and_wait_no_longer(hands, do, shown):
    shift, (holder, who) = hands.shift(), hands.crowd(2)
    hands.fill(shift, holder)
    assert buttons(shown(shift, who)) == [("wait", "候补")]
    do(signups.join_or_wait, shift, of_age=True, by=who)
    text = shown(shift, who)
    assert buttons(text) == [("leave", "不等了")]
    assert "排第 1 位" in text


def test_one_can_say_no_and_is_told_what_it_does(hands, shown):
    shift, (who,) = hands.shift(), hands.crowd(1)
    hands.fill(shift, who)
    text = shown(shift, who)
    assert buttons(text) == [("cannot", "来不了")]
    assert "您报上了" in text
    assert "点了名额就给别人" in text


def test_one_can_take_what_is_kept_or_leave_it(hands, do, shown):
    shift, (holder, who) = hands.shift(), hands.crowd(2)
    hands.fill(shift, holder)
    do(signups.join_or_wait, shift, of_age=True, by=who)
    do(signups.cannot_come, shift, by=holder)
    text = shown(shift, who)
    assert buttons(text) == [("join", "我要去"), ("leave", "不要了，给下一位")]
    assert "给您留了一个名额" in text


@pytest.mark.parametrize("why", ["送菜", "水电维修", "满 18 岁", "一位一位"])
def test_or_it_says_why_not(hands, do, shown, at, why):
    (who,) = hands.crowd(1)
    facts = {"水电维修": {"skill": "repairs"}, "满 18 岁": {"min_age": 18}}.get(why, {})
    shift = hands.in_turn() if why == "一位一位" else hands.shift(hands.task(**facts))
    if why == "送菜":
        do(signups.join, hands.shift(hands.task(title=why)), of_age=True, by=who)
    text = shown(shift, who)
    assert why in text
    assert not buttons(text)


def test_a_button_says_of_which_shift_it_is(hands, shown, at):
    """Several stand on one page: who listens to it hears the time with each."""
    task, (who,) = hands.task(), hands.crowd(1)
    labels = {
        re.search(r'aria-label="([^"]+)"', shown(hands.shift(task, starts=at + each), who))[1]
        for each in (timedelta(days=1), timedelta(days=2))
    }
    assert len(labels) == 2
    assert all(each.startswith("报名") and "<" not in each for each in labels)


def test_who_is_asked_in_turn_answers_among_their_own_shifts(hands, do, shown):
    volunteer = hands.volunteer()
    shift = hands.in_turn()
    do(turns.ask, shift)
    assert not buttons(shown(shift, hands.actor(volunteer)))
