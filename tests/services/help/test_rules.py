"""What may be asked, arranged and said of help, at each boundary."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from core.access import Actor
from core.clock import VILLAGE
from services.help.models import DayPart, HelpKind, HelpStatus
from services.help.rules import requests as rules
from services.help.rules import stages
from services.help.rules.requests import HELP, OPEN, Wish
from services.help.rules.stages import NOTHING, Facts, Stage, Times, stage_of
from services.help.rules.times import usual_times
from services.help.rules.words import KINDS, MARKS, PARTS, STATUSES

S = HelpStatus
TODAY = date(2026, 11, 24)
MINUTE = timedelta(minutes=1)
WISH = Wish(kind=HelpKind.SHOPPING, unit_id=1)
BY = Actor(id=7, person=7, name="李明")

NINE = datetime(2026, 11, 25, 1, tzinfo=UTC)
FIRST, SECOND = (
    Times(id=number, starts_at=start, ends_at=start + timedelta(hours=2))
    for number, start in enumerate((NINE, NINE + timedelta(weeks=1)), 1)
)
ARRANGED = Facts(task_id=1, is_live=True, shift=FIRST)
COMING = replace(ARRANGED, coming=1)
ON_THE_WAY = replace(COMING, is_on=True)
THERE = replace(ON_THE_WAY, present=1)
BEEN = Facts(task_id=1, was_on=True, been=1, unsaid=1)
CONFIRMED = replace(BEEN, unsaid=0)
NOBODY_CAME = Facts(task_id=1, is_over=True)
NOT_CHECKED_IN = Facts(task_id=1, was_on=True)


@pytest.fixture
def whole():
    """Rules need no house."""


def test_each_kind_status_and_part_has_words():
    assert set(KINDS) == set(HelpKind)
    assert set(PARTS) == set(DayPart)
    assert set(STATUSES) == set(HelpStatus)
    assert set(MARKS) == {1, 2, 3}
    assert set(stages.STAGES) == set(stages.SHORT) == set(Stage)


def test_what_is_over_stays_over():
    over = set(HelpStatus) - set(OPEN)
    assert {status for status in HelpStatus if not HELP.actions(status)} == over


@pytest.mark.parametrize(("open_now", "refused"), [(0, False), (4, False), (5, True)])
def test_nobody_has_too_many_open_requests(open_now, refused):
    assert bool(rules.why_not_ask(open_now)) == refused


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({}, None),
        ({"unit_id": 2}, "unit_id"),
        ({"day": TODAY}, None),
        ({"day": TODAY - timedelta(days=1)}, "day"),
        ({"day": TODAY + timedelta(days=60)}, None),
        ({"day": TODAY + timedelta(days=61)}, "day"),
        ({"words": "药" * 500}, None),
        ({"words": "药" * 501}, "words"),
        ({"place": "家" * 121}, "place"),
        ({"phone": "1" * 21}, "phone"),
    ],
)
def test_what_may_be_wished_for(changed, field):
    wrong = rules.why_not_want(replace(WISH, **changed), villages={1}, today=TODAY)
    assert (wrong[0] if wrong else None) == field


@pytest.mark.parametrize(
    ("facts", "status", "stage"),
    [
        (NOTHING, S.ASKED, Stage.RECEIVED),
        (ARRANGED, S.PLANNED, Stage.ARRANGED),
        (COMING, S.PLANNED, Stage.COMING),
        (ON_THE_WAY, S.PLANNED, Stage.COMING),
        (THERE, S.PLANNED, Stage.UNDER_WAY),
        (NOT_CHECKED_IN, S.PLANNED, Stage.COMING),
        (BEEN, S.PLANNED, Stage.DONE),
        (BEEN, S.DONE, Stage.DONE),
        (replace(CONFIRMED, objected=1), S.DONE, Stage.DONE),
        (CONFIRMED, S.PLANNED, Stage.CONFIRMED),
        (CONFIRMED, S.DONE, Stage.CONFIRMED),
        (replace(CONFIRMED, is_live=True, coming=1), S.PLANNED, Stage.COMING),
        (NOT_CHECKED_IN, S.DONE, Stage.DONE),
        (NOBODY_CAME, S.ASKED, Stage.RECEIVED),
        (ARRANGED, S.WITHDRAWN, None),
        (NOTHING, S.NOT_POSSIBLE, None),
    ],
)
def test_at_which_step_it_stands(facts, status, stage):
    assert stage_of(status, facts) is stage
    assert stages.in_words(status, facts)


def test_the_steps_are_all_behind_once_it_is_confirmed():
    asked = datetime(2026, 11, 24, 2, tzinfo=UTC)
    items, here = stages.steps_of(S.DONE, CONFIRMED, asked_at=asked)
    assert [words for words, _when in items] == ["收到", "安排", "有人来", "在办", "办好", "确认"]
    assert here == 6
    assert stages.steps_of(S.ASKED, NOTHING, asked_at=asked)[1] == 0
    assert stages.steps_of(S.WITHDRAWN, NOTHING, asked_at=asked) is None


def test_the_moments_of_steps_are_the_villages():
    late = datetime(2026, 11, 24, 17, tzinfo=UTC)  # in the village it is the 25th
    items, _here = stages.steps_of(S.ASKED, NOTHING, asked_at=late)
    assert items[0][1].date() == date(2026, 11, 25)


@pytest.mark.parametrize(
    ("facts", "failed", "done"),
    [
        (NOTHING, False, False),
        (ARRANGED, False, False),
        (NOBODY_CAME, True, False),
        (NOT_CHECKED_IN, False, False),  # for a while somebody may still say that they were there
        (replace(NOT_CHECKED_IN, is_over=True), True, False),
        (Facts(task_id=1), True, False),  # called off
        (THERE, False, False),
        (replace(NOT_CHECKED_IN, is_over=True, present=1), False, False),
        (BEEN, False, True),
        (replace(BEEN, is_live=True), False, False),
    ],
)
def test_what_came_to_nothing_and_what_was_done(facts, failed, done):
    assert (facts.is_failed, facts.is_done) == (failed, done)


@pytest.mark.parametrize(
    ("facts", "status", "allowed"),
    [
        (NOTHING, S.ASKED, True),
        (ARRANGED, S.PLANNED, False),
        (NOBODY_CAME, S.ASKED, True),
        (NOBODY_CAME, S.PLANNED, True),
        (BEEN, S.PLANNED, False),
        (replace(NOBODY_CAME, present=1), S.PLANNED, False),
        (NOTHING, S.WITHDRAWN, False),
        (CONFIRMED, S.DONE, False),
        (NOTHING, S.NOT_POSSIBLE, False),
    ],
)
def test_when_it_is_arranged(facts, status, allowed):
    assert (rules.why_not_arrange(status, facts) is None) == allowed


@pytest.mark.parametrize(
    ("facts", "status", "withdraw", "decline"),
    [
        (NOTHING, S.ASKED, True, True),
        (COMING, S.PLANNED, True, True),
        (ON_THE_WAY, S.PLANNED, False, False),
        (THERE, S.PLANNED, False, False),
        (BEEN, S.PLANNED, False, False),
        (replace(BEEN, is_live=True, coming=1), S.PLANNED, True, False),
        (NOBODY_CAME, S.ASKED, True, True),
        (CONFIRMED, S.DONE, False, False),
        (NOTHING, S.WITHDRAWN, False, False),
        (NOTHING, S.NOT_POSSIBLE, False, False),
    ],
)
def test_until_when_both_sides_may_say_no(facts, status, withdraw, decline):
    assert (rules.why_not_withdraw(status, facts) is None) == withdraw
    assert (rules.why_not_decline(status, facts) is None) == decline


@pytest.mark.parametrize(
    ("facts", "status", "allowed"),
    [
        (NOTHING, S.ASKED, False),
        (COMING, S.PLANNED, False),
        (THERE, S.PLANNED, False),
        (BEEN, S.PLANNED, True),
        (replace(BEEN, is_live=True), S.PLANNED, False),
        (NOT_CHECKED_IN, S.PLANNED, True),
        (replace(NOT_CHECKED_IN, is_over=True), S.ASKED, True),
        (NOBODY_CAME, S.ASKED, False),
        (CONFIRMED, S.DONE, True),
        (BEEN, S.WITHDRAWN, False),
        (NOTHING, S.NOT_POSSIBLE, False),
    ],
)
def test_when_it_is_said_how_it_was(facts, status, allowed):
    def why_not(**kw):
        asked = {"mark": None, "helpers": {3}, "by": BY, **kw}
        return rules.why_not_mark(status, facts, **asked)

    assert (why_not() is None) == allowed
    assert why_not(mark=3)
    assert why_not(helpers={BY.id})


def test_whoever_does_it_prints_no_code_for_themselves():
    print_it = rules.why_not_print
    assert print_it(S.PLANNED, COMING, helpers={3}, by=BY) == ""
    assert print_it(S.PLANNED, COMING, helpers={BY.id}, by=BY)
    assert print_it(S.ASKED, NOTHING, helpers=set(), by=BY)
    assert print_it(S.DONE, CONFIRMED, helpers=set(), by=BY)
    assert "时间过了" in print_it(S.PLANNED, NOBODY_CAME, helpers=set(), by=BY)


def test_the_code_is_that_of_what_waits_for_a_word_else_of_what_comes_next():
    assert NOTHING.to_tell == ()
    assert ARRANGED.to_tell == (FIRST,)
    assert replace(ARRANGED, shift=SECOND, untold=(FIRST,)).to_tell == (FIRST,)
    assert replace(BEEN, untold=(FIRST, SECOND)).to_tell == (FIRST, SECOND)


def village(day, hour, minute=0):
    return datetime(2026, 11, day, hour, minute, tzinfo=VILLAGE)


@pytest.mark.parametrize(
    ("asked", "due"),
    [
        (village(24, 0), village(24, 20)),
        (village(24, 19, 59), village(24, 20)),
        (village(24, 20), village(25, 20)),
        (village(24, 23, 59), village(25, 20)),
    ],
)
def test_it_is_answered_in_the_evening_of_the_day(asked, due):
    assert rules.due_of(asked.astimezone(UTC)) == due


# The shift is on the 25th from 9 to 11.
@pytest.mark.parametrize(
    ("moment", "known"),
    [
        (village(24, 18) - MINUTE, False),
        (village(24, 18), True),
        (village(25, 9), True),
        (village(26, 11), True),
        (village(26, 11) + MINUTE, False),
    ],
)
def test_both_sides_know_each_other_from_the_evening_before(moment, known):
    assert stages.both_know(village(25, 9), village(25, 11), at=moment) == known


@pytest.mark.parametrize(
    ("day", "part", "at", "start"),
    [
        (None, DayPart.ANY, village(24, 6), village(24, 9)),
        (None, DayPart.ANY, village(24, 7), village(24, 9)),
        (None, DayPart.ANY, village(24, 7, 1), village(24, 14)),
        (None, DayPart.ANY, village(24, 16), village(24, 18)),
        (None, DayPart.ANY, village(24, 16, 1), village(25, 9)),
        (None, DayPart.MORNING, village(24, 7, 1), village(25, 9)),
        (None, DayPart.EVENING, village(24, 12), village(24, 18)),
        (date(2026, 11, 26), DayPart.ANY, village(24, 12), village(26, 9)),
        (date(2026, 11, 26), DayPart.AFTERNOON, village(24, 12), village(26, 14)),
        (date(2026, 11, 20), DayPart.AFTERNOON, village(24, 12, 1), village(25, 14)),
    ],
)
def test_the_usual_hours(day, part, at, start):
    begins, ends = usual_times(day, part, at=at.astimezone(UTC))
    assert begins == start
    assert ends - begins == timedelta(hours=2)
