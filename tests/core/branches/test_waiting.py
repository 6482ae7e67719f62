"""What waits for an officer, and the numbers of a branch."""

from datetime import timedelta

from core.branches.models import MembershipStatus, OfficeRole
from core.branches.waiting import list_figures, list_waiting
from core.clock import now, village_day

DAY = timedelta(days=1)


def urls(village, person):
    return [item.url for item in list_waiting(village.actor(person), now())]


def test_a_request_waits_for_those_who_answer_it(village, make):
    asked = make.member(village.branch, status=MembershipStatus.ASKED)
    publicity = make.officer(village.branch, OfficeRole.PUBLICITY)
    url = f"/desk/{village.branch.id}/memberships/{asked.id}"
    assert urls(village, village.secretary) == [url]
    assert urls(village, village.deputy) == [url]
    assert urls(village, village.upper) == urls(village, publicity) == []
    item = next(iter(list_waiting(village.actor(village.secretary), now())))
    assert item.since == asked.asked_at
    assert item.due > item.since


def test_a_request_given_to_the_upper_branch_waits_there(village, make):
    asked = make.member(
        village.branch,
        make.person(),
        status=MembershipStatus.ASKED,
        keeper_id=village.upper.id,
    )
    assert urls(village, village.upper) == [f"/desk/{village.branch.id}/memberships/{asked.id}"]


def test_ones_own_request_does_not_wait_for_oneself(village, make):
    secretary = make.officer(branch := make.branch())
    make.member(branch, secretary, status=MembershipStatus.ASKED)
    assert urls(village, secretary) == []


def test_offices_that_end_soon_wait_for_the_branch_and_its_parent(village, make):
    today = village_day(now())
    offices = f"/desk/{village.branch.id}/offices"
    make.officer(village.branch, OfficeRole.PUBLICITY, until=today + 30 * DAY)
    assert urls(village, village.secretary) == [offices]
    assert urls(village, village.upper) == []
    lower = make.branch(parent=village.township)
    make.officer(lower, until=today + 30 * DAY)
    assert urls(village, village.upper) == [f"/desk/{lower.id}/offices"]


def test_figures_of_a_branch(village, make):
    make.resident(village.unit)
    figures = list(list_figures(village.branch.id, now()))
    assert [figure.value for figure in figures] == [3, 1]


def test_of_many_requests_the_oldest_are_named(village, make, monkeypatch):
    monkeypatch.setattr("core.branches.waiting.SHOWN", 2)
    other = make.branch()
    asked = [make.member(village.branch, status=MembershipStatus.ASKED) for _ in range(3)]
    for _ in range(2):
        make.member(other, status=MembershipStatus.ASKED, keeper_id=village.secretary.id)
    items = list(list_waiting(village.actor(village.secretary), now()))
    named = [f"/desk/{village.branch.id}/memberships/{each.id}" for each in asked[:2]]
    assert [item.url for item in items] == [*named, f"/desk/{village.branch.id}/members", "/desk/"]
    assert ["1" in items[2].what, "2" in items[3].what] == [True, True]
