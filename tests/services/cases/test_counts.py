"""Numbers of a branch's clinics: from five on, of months that are over, and nothing follows."""

import secrets
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.clock import day_starts, now, village_day
from core.db import db, writing
from core.sealing import operations as sealing
from services.cases.models import Case, CaseKind, CaseStatus
from services.cases.queries.counts import lines_of, list_counts
from services.clinics.models import Appointment, AppointmentStatus
from services.clinics.rules.counts import LEAST_SHOWN, finished_months

TODAY = date(2026, 11, 24)
STARTS = finished_months(TODAY)
CLINICS = [(1, "甲"), (2, "乙"), (3, "丙")]
KEYS = [(clinic, month) for clinic, _title in CLINICS for month in range(12)]
small = st.integers(0, LEAST_SHOWN - 1)
cells = st.lists(st.integers(0, 12), min_size=len(KEYS), max_size=len(KEYS))


def counted(numbers):
    """Return the counts as a query finds them: without those that are zero."""
    return {key: count for key, count in zip(KEYS, numbers, strict=True) if count}


def report(held, handed_in):
    """Return all that a branch can read of these counts."""
    return lines_of(CLINICS, STARTS, counted(held), counted(handed_in))


class TestNothingFollows:
    """Whatever the hidden numbers are, the report is the same: so it tells nothing of them."""

    @given(cells, cells, st.data())
    def test_other_small_numbers_make_the_same_report(self, held, handed_in, data):
        others = [
            [data.draw(small) if count < LEAST_SHOWN else count for count in counts]
            for counts in (held, handed_in)
        ]
        assert report(held, handed_in) == report(*others)

    @given(cells, cells)
    def test_nothing_below_five_is_shown_and_totals_are_of_what_is(self, held, handed_in):
        for line in report(held, handed_in):
            for place, whole in ((1, line.appointments), (2, line.cases)):
                seen = [month[place] for month in line.months if month[place] is not None]
                assert all(count >= LEAST_SHOWN for count in seen)
                assert whole == (sum(seen) if seen else None)

    @given(cells)
    def test_control_a_total_of_all_would_tell(self, held):
        """With totals of everything the difference would be what is hidden."""
        seen = sum(line.appointments or 0 for line in report(held, held))
        assert sum(held) - seen == sum(count for count in held if count < LEAST_SHOWN)

    @given(st.dates(date(2020, 1, 1), date(2040, 1, 1)))
    def test_the_month_that_runs_is_not_among_them(self, today):
        starts = finished_months(today)
        assert len(starts) == 13
        assert starts[-1] == today.replace(day=1)
        assert all(first < second for first, second in pairwise(starts))


class TestRead:
    """The queries, on both engines."""

    pytestmark = pytest.mark.both_engines

    def test_by_month_and_clinic_and_only_what_is_over(self, world):
        october, september = moment(2026, 10, 31), moment(2026, 9, 1)
        for _time in range(5):
            held(world, october)
            handed_in(world, september)
        for _time in range(4):
            held(world, september)
            handed_in(world, october)
        for _time in range(6):
            held(world, moment(2026, 11, 2))  # the month that runs
            handed_in(world, moment(2026, 11, 2))
            held(world, october, AppointmentStatus.GUEST_ABSENT)
            held(world, moment(2025, 10, 30))  # more than a year ago
            handed_in(world, None)
        (line,) = list_counts(world.branch.id, today=TODAY)
        months = {month: (held_then, cases) for month, held_then, cases in line.months}
        assert months[date(2026, 10, 1)] == (5, None)
        assert months[date(2026, 9, 1)] == (None, 5)
        assert len(months) == 12
        assert (line.appointments, line.cases) == (5, 5)
        assert max(months) == date(2026, 10, 1)

    def test_the_last_minute_of_a_month_is_its_own(self, world):
        last = day_starts(date(2026, 11, 1)) - timedelta(minutes=1)
        for _time in range(5):
            held(world, last)
            held(world, last + timedelta(minutes=1))
        (line,) = list_counts(world.branch.id, today=TODAY)
        assert line.months[0] == (date(2026, 10, 1), 5, None)
        assert line.appointments == 5

    def test_of_another_branch_nothing(self, world, make):
        assert list_counts(make.branch().id, today=TODAY) == []


@pytest.mark.both_engines
class TestPage:
    """What an officer reads."""

    def test_four_look_like_none(self, client, world, make):
        client.log_in(world.officer)
        url = f"/desk/{world.branch.id}/clinics/counts"
        then = day_starts(village_day(now()).replace(day=1)) - timedelta(days=3)
        before = main_of(client.get(url))
        for _time in range(4):
            held(world, then)
            handed_in(world, then)
        assert main_of(client.get(url)) == before
        held(world, then)
        after = main_of(client.get(url))
        assert after != before
        assert after.count(">5<") == 2  # the month and what is added up

    def test_a_branch_without_clinics(self, client, make):
        empty = make.branch("空支部")
        client.log_in(make.officer(empty))
        assert "还没有咨询点" in client.get(f"/desk/{empty.id}/clinics/counts").text


def moment(year, month, day):
    return day_starts(date(year, month, day)) + timedelta(hours=10)


def held(world, then, status=AppointmentStatus.DONE):
    """Put in a time that was held and ended at that moment."""
    return world.make.add(
        Appointment(
            ref=secrets.token_urlsafe(18),
            service_id=world.service.id,
            practitioner_id=world.lawyer.id,
            person_id=world.guest.id,
            way="place",
            starts_at=then - timedelta(hours=1),
            ends_at=then - timedelta(minutes=30),
            status=status,
            made_at=then - timedelta(days=1),
            made_by=world.guest.id,
            ended_at=then,
        )
    )


def handed_in(world, then):
    """Put in a case that was handed in at that moment; a draft without one."""
    with writing():
        number = secrets.token_hex(5).upper()
        safe = sealing.make_safe(at=world.at, ref=number)
        db.session.add(
            Case(
                number=number,
                kind=CaseKind.LEGAL_AID,
                status=CaseStatus.OPEN if then else CaseStatus.DRAFT,
                clinic_id=world.clinic.id,
                client_id=world.guest.id,
                safe_id=safe.id,
                made_at=world.at,
                submitted_at=then,
            )
        )


def main_of(page):
    return page.text.partition("<main")[2].partition("</main>")[0]
