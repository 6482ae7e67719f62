"""Signing up for shifts and not coming after all: the counter is right after each step."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from core.db import db
from core.errors import Refused
from core.history.models import Entry
from services.volunteering.models import Shift, Signup, SignupHow, SignupStatus, Task
from services.volunteering.operations import signups
from services.volunteering.queries.signups import find_signup, standing_of
from tests.counting import queries_in
from tests.services.volunteering.signups.world import told

pytestmark = pytest.mark.both_engines
HOUR = timedelta(hours=1)


def done():
    return list(db.session.scalars(select(Entry.action).order_by(Entry.id)))


@pytest.fixture
def someone(hands):
    return hands.actor(hands.person())


def test_one_tap_takes_a_place(hands, do, someone, at):
    shift = hands.shift(capacity=2)
    signup = do(signups.join, shift, of_age=True, by=someone)
    assert (signup.person_id, signup.how, signup.signed_at) == (someone.person, SignupHow.TAP, at)
    assert (shift.taken, shift.held, shift.free) == (1, 0, 1)
    (notice,) = told(someone, "signed_up")
    assert (notice.facts["what"], notice.url) == ("扫雪", "/volunteer/mine")
    assert notice.channel is None
    assert done() == ["sign_up"]


def test_nobody_has_two_places(hands, do, someone):
    shift = hands.shift(capacity=2)
    do(signups.join, shift, of_age=True, by=someone)
    with pytest.raises(Refused, match="已经报上"):
        do(signups.join, shift, of_age=True, by=someone)
    assert shift.taken == 1


def test_a_full_shift_takes_nobody(hands, do, someone):
    shift = hands.shift()
    hands.fill(shift, *hands.crowd(1))
    with pytest.raises(Refused, match="满"):
        do(signups.join, shift, of_age=True, by=someone)
    assert shift.taken == 1


def test_who_cannot_come_frees_the_place_and_may_come_back(hands, do, someone, at):
    shift = hands.shift()
    first = do(signups.join, shift, of_age=True, by=someone)
    do(signups.cannot_come, shift, by=someone)
    assert (shift.taken, first.status, first.ended_at) == (0, SignupStatus.OUT, at)
    second = do(signups.join, shift, of_age=True, by=someone)
    assert (shift.taken, second.id > first.id) == (1, True)
    assert done() == ["sign_up", "cannot_come", "sign_up"]


def test_who_has_no_place_cannot_say_no(hands, do, someone):
    shift = hands.shift()
    with pytest.raises(Refused, match="没有报"):
        do(signups.cannot_come, shift, by=someone)
    do(signups.join, shift, of_age=True, by=someone)
    do(signups.cannot_come, shift, by=someone)
    with pytest.raises(Refused, match="没有报"):
        do(signups.cannot_come, shift, by=someone)
    assert shift.taken == 0


@pytest.mark.parametrize(("late", "allowed"), [(-1, True), (0, False), (1, False)])
def test_no_is_said_until_the_start(hands, do, someone, late, allowed):
    shift = hands.shift()
    do(signups.join, shift, of_age=True, by=someone)
    moment = shift.starts_at + timedelta(minutes=late)
    if allowed:
        do(signups.cannot_come, shift, by=someone, at=moment)
    else:
        with pytest.raises(Refused, match="已经开始"):
            do(signups.cannot_come, shift, by=someone, at=moment)
    assert shift.taken == (0 if allowed else 1)


# The other shift is from 0 to 120 minutes.
@pytest.mark.parametrize(
    ("begins", "hours", "meets"),
    [(-120, 2, False), (-119, 2, True), (30, 1, True), (-60, 4, True), (119, 2, True),
     (120, 2, False)],
)  # fmt: skip
def test_nobody_is_in_two_places_at_once(hands, do, someone, begins, hours, meets):
    first = hands.shift(hands.task(title="送菜"))
    do(signups.join, first, of_age=True, by=someone)
    other = hands.shift(starts=first.starts_at + timedelta(minutes=begins), hours=hours)
    if meets:
        with pytest.raises(Refused, match="送菜"):
            do(signups.join, other, of_age=True, by=someone)
        do(signups.cannot_come, first, by=someone)
    do(signups.join, other, of_age=True, by=someone)
    assert other.taken == 1


def test_a_cancelled_shift_stands_in_nobodys_way(hands, do, someone):
    first, other = hands.shift(), hands.shift(hands.task(title="送菜"))
    do(signups.join, first, of_age=True, by=someone)
    do(signups.cancel_shift, first, why="下雨", by=hands.actor(hands.officer))
    do(signups.join, other, of_age=True, by=someone)


def test_the_person_served_and_their_household_do_not_sign_up(hands, do):
    home, elsewhere = hands.household("1"), hands.household("2")
    served, son = hands.person(household=home), hands.person(household=home)
    shift = hands.shift(hands.task(served_id=served.id), capacity=5)
    for person in (served, son):
        with pytest.raises(Refused, match="自家人"):
            do(signups.join, shift, of_age=True, by=hands.actor(person))
    for person in (hands.person(household=elsewhere), hands.person()):
        do(signups.join, shift, of_age=True, by=hands.actor(person))
    assert shift.taken == 2


def test_who_is_served_without_a_household_is_still_known(hands, do):
    served = hands.person()
    shift = hands.shift(hands.task(served_id=served.id), capacity=5)
    with pytest.raises(Refused, match="自家人"):
        do(signups.join, shift, of_age=True, by=hands.actor(served))
    do(signups.join, shift, of_age=True, by=hands.actor(hands.person()))


def test_age_skill_and_licence_are_those_of_the_day(hands, do, at):
    starts = at + timedelta(days=3)
    day = starts.date()
    task = hands.task(min_age=18, skill="driving", licence="driver")
    shift = hands.shift(task, starts=starts, capacity=3)
    facts = {"skills": "driving,phone", "born": hands.born(18, on=day)}
    good = hands.volunteer(**facts)
    hands.licence(good, until=day)
    do(signups.join, shift, of_age=True, by=hands.actor(good))
    young = hands.volunteer(**facts | {"born": hands.born(18, on=day + timedelta(days=1))})
    hands.licence(young, until=day)
    late = hands.volunteer(**facts)
    hands.licence(late, until=day - timedelta(days=1))
    for person, why in ((young, "满 18 岁"), (late, "驾驶证")):
        with pytest.raises(Refused, match=why):
            do(signups.join, shift, of_age=True, by=hands.actor(person))
    assert shift.taken == 1


def test_a_licence_that_was_crossed_out_counts_no_more(hands, do, at):
    person = hands.volunteer()
    licence = hands.licence(person)
    shift = hands.shift(hands.task(licence="driver"))
    do(_cross_out, licence)
    with pytest.raises(Refused, match="驾驶证"):
        do(signups.join, shift, of_age=True, by=hands.actor(person))


def _cross_out(licence, *, at):
    licence.removed_at = at


# At the desk


def test_an_officer_enters_somebody_who_may_still_say_no(hands, do, someone):
    shift, officer = hands.shift(hands.task(skill="repairs")), hands.actor(hands.officer)
    signup = do(signups.enter, shift, someone.person, by=officer)
    assert (signup.how, shift.taken) == (SignupHow.OFFICER, 1)
    assert len(told(someone, "entered")) == 1
    assert not told(someone, "signed_up")
    (entry,) = db.session.scalars(select(Entry))
    assert (entry.by_id, entry.became) == (officer.id, "officer")
    do(signups.cannot_come, shift, by=someone)
    assert shift.taken == 0


def test_an_officer_enters_nobody_beyond_the_places(hands, do, someone):
    shift, officer = hands.shift(), hands.actor(hands.officer)
    hands.fill(shift, *hands.crowd(1))
    with pytest.raises(Refused, match="满") as refused:
        do(signups.enter, shift, someone.person, by=officer)
    assert refused.value.field == "who"


def test_an_officer_enters_who_turns_up_while_it_is_on(hands, do, someone):
    shift, officer = hands.shift(), hands.actor(hands.officer)
    late = shift.starts_at + HOUR
    do(signups.enter, shift, someone.person, by=officer, at=late)
    signup = find_signup(shift.id, someone.person)
    do(signups.take_out, signup, by=officer, at=late)
    assert (shift.taken, signup.status) == (0, SignupStatus.OUT)
    assert len(told(someone, "taken_out")) == 1
    with pytest.raises(Refused, match="结束"):
        do(signups.enter, shift, someone.person, by=officer, at=shift.ends_at)


def test_who_was_taken_out_is_not_taken_out_again(hands, do, someone):
    shift, officer = hands.shift(), hands.actor(hands.officer)
    signup = do(signups.enter, shift, someone.person, by=officer)
    do(signups.take_out, signup, by=officer)
    with pytest.raises(Refused):
        do(signups.take_out, signup, by=officer)
    assert shift.taken == 0


def test_an_officer_who_enters_themselves_is_told_once(hands, do):
    shift, officer = hands.shift(), hands.actor(hands.officer)
    do(signups.enter, shift, officer.person, by=officer)
    assert len(told(officer, "signed_up")) == 1
    assert not told(officer, "entered")


# Cancelling


def test_a_cancelled_shift_tells_all_who_were_to_come_or_waited(hands, do, at):
    shift, officer = hands.shift(capacity=2), hands.actor(hands.officer)
    coming, waiting = hands.crowd(2), hands.crowd(2)
    hands.fill(shift, *coming)
    for who in waiting:
        do(signups.join_or_wait, shift, of_age=True, by=who)
    do(signups.cannot_come, shift, by=coming[0])  # its place is kept for the first who waits
    do(signups.cancel_shift, shift, why="下大雪", by=officer)
    assert (shift.taken, shift.held, shift.cancelled_at) == (0, 0, at)
    for who in (coming[1], *waiting):
        (notice,) = told(who, "called_off")
        assert notice.facts["why"] == "下大雪"
    assert not told(coming[0], "called_off")
    assert done().count("call_off") == 2  # the shift, and the one place that was taken
    with pytest.raises(Refused, match="已经取消"):
        do(signups.cancel_shift, shift, why="下大雪", by=officer)


def test_a_shift_is_cancelled_without_a_reason(hands, do, someone):
    shift = hands.shift()
    do(signups.join, shift, of_age=True, by=someone)
    do(signups.cancel_shift, shift, why="", by=hands.actor(hands.officer))
    (notice,) = told(someone, "called_off")
    assert notice.facts["why"]


# Looking


def test_what_is_known_costs_the_same_for_one_shift_and_ten(hands, do, someone, at):
    shifts = [hands.shift(starts=at + timedelta(days=number + 1)) for number in range(10)]
    for shift in shifts[:3]:
        do(signups.join, shift, of_age=True, by=someone)
    ids = [each.id for each in shifts]

    def count(some):
        db.session.rollback()
        db.session.expunge_all()
        query = select(Shift).where(Shift.id.in_(some)).order_by(Shift.id)
        looked_at = db.session.scalars(query.join(Task)).all()
        for each in looked_at:
            assert each.task.title
        return queries_in(lambda: standing_of(someone.person, looked_at, at=at))

    assert count(ids) == count(ids[:1]) <= 7  # one of them: where they are now


def test_of_no_shifts_nothing_is_known(someone, at):
    assert standing_of(someone.person, [], at=at) == {}


def test_a_person_is_known_to_have_a_place_in_one_shift_alone(hands, do, someone, at):
    first, other = hands.shift(), hands.shift(starts=at + timedelta(days=9))
    do(signups.join, first, of_age=True, by=someone)
    found = standing_of(someone.person, [first, other], at=at)
    assert [found[each.id].is_in for each in (first, other)] == [True, False]
    assert [found[each.id].overlapping for each in (first, other)] == ["", ""]
    assert db.session.scalar(select(func.count()).select_from(Signup)) == 1
