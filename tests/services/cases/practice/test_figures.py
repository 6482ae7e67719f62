"""What was done month by month, small numbers hidden, also from who takes sums apart."""

from datetime import date, timedelta
from random import Random

import pytest

from core.clock import day_starts, village_day
from core.db import writing
from core.sealing import operations as sealing
from services.cases.desk_views.figures import months_before, table_of
from services.cases.models import Case, CaseKind, CaseStatus, Outcome
from services.cases.operations.handling import new_number
from services.cases.rules import LEAST_SHOWN, shown, total_of
from services.clinics.models import AppointmentStatus

HERE = "/practice/figures"
A = AppointmentStatus


def last_month(world):
    """Return the noon of the first day of last month."""
    first = village_day(world.at).replace(day=1) - timedelta(days=1)
    return day_starts(first.replace(day=1)) + timedelta(hours=12)


@pytest.mark.both_engines
def test_small_numbers_are_hidden_and_left_out_of_the_sum(lawyer, world, make):
    for status, many in ((A.DONE, 5), (A.GUEST_ABSENT, 4), (A.CANCELLED, 6)):
        for number in range(many):
            start = last_month(world) + timedelta(hours=number)
            world.booked_row(start, status, person=make.person(), ended_at=start)
    for number in range(7):  # of this month, which goes on
        world.booked_row(world.at - timedelta(seconds=number), A.DONE, ended_at=world.at)
    page = lawyer.get(HERE)
    table = page.text.split("约过的</caption>")[1].split("</table>")[0]
    newest = table.split("<tbody")[1].split("</tr>")[0]
    sums = table.split("看得到的加起来")[1]
    for told in (">5<", "少于 5", ">6<"):
        assert told in newest.replace("\n", "").replace(" ", "").replace("少于5", "少于 5")
    assert ">4<" not in table
    assert ">7<" not in table
    assert "少于" in sums


@pytest.mark.both_engines
def test_closed_cases_count_also_when_they_are_shredded(lawyer, world, make):
    for nth in range(6):
        number = new_number()
        with writing():
            safe = sealing.make_safe(at=world.at, ref=number)
        shredded = nth < 3
        if shredded:
            with writing():
                sealing.shred(safe, at=world.at)
        make.add(
            Case(
                number=number,
                kind=CaseKind.LEGAL_AID,
                status=CaseStatus.SHREDDED if shredded else CaseStatus.CLOSED,
                clinic_id=world.clinic.id,
                client_id=world.guest.id,
                practitioner_id=world.lawyer.id,
                safe_id=safe.id,
                made_at=world.at,
                ended_at=last_month(world),
                outcome=Outcome.ADVISED,
            )
        )
    table = lawyer.get(HERE).text.split("办结的事</caption>")[1]
    assert ">6<" in table.replace("\n", "").replace(" ", "")


def test_where_nothing_is_large_enough(lawyer, world, make):
    for number in range(LEAST_SHOWN - 1):
        start = last_month(world) + timedelta(hours=number)
        world.booked_row(start, A.DONE, person=make.person(), ended_at=start)
    page = lawyer.get(HERE)
    assert page.text.count("还没有够数的月份") == 2
    assert "<table" not in page.text


def test_months_are_finished_ones():
    found = months_before(date(2027, 1, 31))
    assert found[0][0] == date(2026, 1, 1)
    assert found[-1] == (date(2026, 12, 1), date(2027, 1, 1))
    assert len(found) == 12


def test_no_difference_tells_a_small_number():
    """Two houses that differ in small numbers alone have the very same page, sums included."""
    chance = Random(20261124)
    names = [f"{number}" for number in range(12)]
    for _try in range(500):
        counts = [[chance.randrange(12) for _way in range(3)] for _month in names]
        others = [
            [each if each >= LEAST_SHOWN else chance.randrange(LEAST_SHOWN) for each in month]
            for month in counts
        ]
        table = table_of(names, counts.__getitem__)
        assert table == table_of(names, others.__getitem__)
        assert all(each is None or each >= LEAST_SHOWN for _name, row in table for each in row)


def test_the_rule_itself():
    assert [shown(each) for each in (0, 1, 4, 5)] == [None, None, None, 5]
    assert total_of([None, None]) is None
    assert total_of([None, 5, 6]) == 11
