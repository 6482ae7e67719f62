"""What the rules say, without a database."""

from datetime import UTC, date, datetime, timedelta

import pytest

from core.branches.models import BranchKind
from core.errors import Refused
from core.sponsorship import rules
from core.sponsorship.models import Kinship, Seen
from core.sponsorship.models import SponsorshipStatus as S
from core.sponsorship.rules import Candidate, Findings

TODAY = date(2026, 11, 24)
LEADS_ON = {
    S.ASKED: {"assign": S.VISITING, "refuse": S.REFUSED, "withdraw": S.WITHDRAWN},
    S.VISITING: {"verify": S.ACTIVE, "refuse": S.REFUSED, "withdraw": S.WITHDRAWN},
    S.ACTIVE: {"suspend": S.SUSPENDED, "end": S.ENDED, "lapse": S.LAPSED},
    S.SUSPENDED: {"resume": S.ACTIVE, "end": S.ENDED},
}
ACTIONS = ["assign", "verify", "refuse", "withdraw", "suspend", "resume", "end", "lapse"]
VILLAGE, TOWN, CLUSTER = 2, 1, 3


@pytest.mark.parametrize("status", S)
@pytest.mark.parametrize("action", ACTIONS)
def test_each_action_from_each_status(status, action):
    becomes = LEADS_ON.get(status, {}).get(action)
    if becomes is None:
        with pytest.raises(Refused):
            rules.SPONSORSHIP.after(status, action)
    else:
        assert rules.SPONSORSHIP.after(status, action) is becomes


def test_every_status_has_words():
    assert set(rules.STATUSES) == set(S)
    assert set(rules.UNDER_WAY) | set(rules.STANDING) | set(rules.OVER) == set(S)


def candidate(branch_id=VILLAGE, kind=BranchKind.VILLAGE, **kw):
    made = {"closed": False, "officers": frozenset({7, 8}), "leaders": frozenset({7}), **kw}
    return Candidate(branch_id=branch_id, kind=kind, **made)


def facts(**kw):
    return {"own_branch_id": None, "representative_id": None, "owners": {9}, **kw}


@pytest.mark.parametrize(
    ("branch", "place", "may"),
    [
        (candidate(), facts(), True),
        (candidate(closed=True), facts(), False),
        (candidate(), facts(own_branch_id=VILLAGE), True),  # the village's, which covers it
        (candidate(kind=BranchKind.COOPERATIVE), facts(own_branch_id=VILLAGE), False),
        (candidate(kind=BranchKind.CLUSTER), facts(own_branch_id=VILLAGE), False),
        (candidate(kind=BranchKind.COOPERATIVE), facts(own_branch_id=99), True),
        (candidate(), facts(representative_id=8), False),
        (candidate(), facts(representative_id=99), True),
        (candidate(), facts(owners={8}), True),  # an officer; somebody else goes and decides
        (candidate(), facts(owners={7}), False),  # the only one who could decide
        (candidate(leaders=frozenset({7, 8})), facts(owners={7}), True),
        (candidate(leaders=frozenset()), facts(), True),
    ],
)
def test_which_branch_may_verify(branch, place, may):
    assert (rules.why_not_verify(branch, **place) is None) is may


def test_the_nearest_that_may_is_asked():
    inside = candidate(CLUSTER, BranchKind.CLUSTER, officers=frozenset(), leaders=frozenset())
    village, town = candidate(), candidate(TOWN, BranchKind.TOWNSHIP, officers=frozenset({1}))
    line = [inside, village, town]
    assert rules.branch_for(line, **facts()) == CLUSTER
    assert rules.branch_for(line, **facts(own_branch_id=CLUSTER)) == VILLAGE
    both = facts(own_branch_id=CLUSTER, representative_id=8)
    assert rules.branch_for(line, **both) == TOWN
    assert rules.branch_for([inside, village], **both) is None
    assert rules.branch_for([], **facts()) is None


@pytest.mark.parametrize(
    ("person", "may"), [(1, False), (2, False), (3, True)], ids=["owner", "housemate", "other"]
)
def test_nobody_goes_to_their_own(person, may):
    reason = rules.why_not_take_part(person, owners={1}, housemates={1, 2})
    assert (reason is None) is may


@pytest.mark.parametrize("kinship", Kinship)
def test_only_who_is_no_relative_goes_on(kinship):
    assert (rules.why_not_declared(kinship) is None) is (kinship is Kinship.NONE)


@pytest.mark.parametrize(
    ("days", "may"), [(1, False), (0, True), (-29, True), (-30, True), (-31, False)]
)
def test_the_day_of_the_visit(days, may):
    day = TODAY + timedelta(days=days)
    assert (rules.why_not_day(day, asked=TODAY, today=TODAY) is None) is may


@pytest.mark.parametrize(
    ("checks", "words"),
    [
        ({"a": (Seen.YES, ""), "b": (Seen.NOT_NEEDED, "")}, None),
        ({"a": (Seen.YES, "")}, "还没有选"),
        ({"a": (Seen.YES, ""), "b": (None, "话")}, "还没有选"),
        ({"a": (Seen.YES, ""), "b": (Seen.NO, "")}, "写明情况"),
        ({"a": (Seen.YES, ""), "b": (Seen.NO, "没挂出来")}, None),
    ],
)
def test_a_form_is_whole_before_it_is_handed_in(checks, words):
    reason = rules.why_not_hand_in(Findings(checks=checks), checklist={"a": "甲", "b": "乙"})
    assert reason is None if words is None else words in reason


@pytest.mark.parametrize(
    ("until", "may"),
    [
        (TODAY - timedelta(days=1), False),
        (TODAY, True),
        (date(2027, 11, 20), True),
        (date(2027, 11, 21), False),
    ],
)
def test_until_when_it_may_last(until, may):
    visited = date(2026, 11, 20)
    assert (rules.why_not_until(until, visited=visited, today=TODAY) is None) is may


def test_a_year_after_a_leap_day():
    assert rules.year_after(date(2028, 2, 29)) == date(2029, 2, 28)
    assert rules.year_after(date(2026, 3, 1)) == date(2027, 3, 1)


@pytest.mark.parametrize(("left", "may"), [(61, False), (60, True), (0, True), (-3, True)])
def test_when_the_next_one_may_be_asked_for(left, may):
    until = TODAY + timedelta(days=left)
    assert (rules.why_not_renew(until, today=TODAY) is None) is may
    assert rules.why_not_renew(None, today=TODAY) is None


def test_what_was_suspended_goes_on_only_with_a_steward_and_in_its_time():
    may = rules.why_not_resume
    assert may(TODAY, has_steward=True, today=TODAY) is None
    assert may(TODAY, has_steward=False, today=TODAY)
    assert may(TODAY - timedelta(days=1), has_steward=True, today=TODAY)


def test_fourteen_days_to_find_another():
    at = datetime(2026, 11, 24, tzinfo=UTC)
    assert not rules.is_overdue(None, at=at)
    assert not rules.is_overdue(at - timedelta(days=13, hours=23), at=at)
    assert rules.is_overdue(at - timedelta(days=14), at=at)


def test_no_word_of_praise():
    said = " ".join(map(str, [*rules.STATUSES.values(), *rules.FOUND.values()]))
    assert not any(word in said for word in ("担保", "推荐", "推介", "优选"))
