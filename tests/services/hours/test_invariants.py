"""Each invariant of hours finds the one defect that it is there for."""

import secrets
from datetime import date, timedelta

import pytest
from sqlalchemy import text, update

from core.certificates.models import Certificate, CertificateKind
from core.clock import village_day
from core.db import db, writing
from core.house import HOUSE
from services.hours.models import (
    Attendance,
    AttendanceStatus,
    Check,
    Confirmed,
    HoursEntry,
    HoursRequest,
    Objection,
)
from services.hours.operations import correcting
from services.hours.queries.invariants import INVARIANTS
from tests.services.hours.conftest import broken

A, C = AttendanceStatus, Confirmed


@pytest.fixture
def whole():
    """Here the houses are broken on purpose."""


def change(row, **values):
    table = type(row)
    with writing():
        db.session.execute(update(table).where(table.id == row.id).values(values))


class Defects:
    """Puts one bad row in; the name is that of the invariant, what it says is also found."""

    def __init__(self, world, make, do, confirmed, at):
        self.world, self.make, self.do, self.at = world, make, do, at
        self.wang, self.li = world.person("王奶奶"), world.person()
        self.there = world.ended(self.li, served=self.wang)
        (self.entry,) = confirmed(C.SERVED, self.wang, self.there)

    def line(self, **kw):
        """Add a line to the ledger by hand."""
        names = [n for n in HoursEntry.__table__.c.keys() if n != "id"]  # noqa: SIM118
        made = {name: getattr(self.entry, name) for name in names}
        return self.make.add(HoursEntry(**{**made, **kw}))

    def hours_in_order(self):
        self.world.ended(self.li, served=self.wang, before=timedelta(minutes=30))

    def hours_ledger_is_what_is_confirmed(self):
        self.line(reverses_id=self.entry.id, minutes=-60)

    def hours_entry_is_its_attendance(self):
        change(self.there, minutes=30)

    def hours_reversal_takes_back_all(self):
        self.do(correcting.void, self.there, "没来", by=self.world.officer)
        again = self.world.ended(self.li, served=self.wang, day=1)
        said = {"confirmed_how": C.SERVED, "confirmed_by": self.wang.id, "confirmed_at": self.at}
        change(again, **said)
        first = self.line(attendance_id=again.id, day=village_day(again.starts_at))
        change(again, status="voided", void_why="没来")
        self.line(attendance_id=again.id, day=first.day, reverses_id=first.id, minutes=-50)

    def hours_follows_what_was_taken_back(self):
        back = self.line(reverses_id=self.entry.id, minutes=-60)
        self.line(follows_id=back.id, minutes=60)

    def hours_more_than_a_day_holds(self):
        long = self.world.ended(
            self.li, served=self.wang, minutes=450, before=timedelta(minutes=60)
        )
        said = {"confirmed_how": C.SERVED, "confirmed_by": self.wang.id, "confirmed_at": self.at}
        change(long, status="confirmed", **said)
        self.line(attendance_id=long.id, minutes=450)

    def hours_more_by_phone_than_thirty_days_hold(self):
        """So many days in a row, over the end of a year, as the days are numbered."""
        for day in (0, 29):
            minutes = 301 - (day > 0)
            there = self.world.ended(
                self.li, served=self.wang, day=day + 20, minutes=minutes, before=timedelta(hours=2)
            )
            said = {"confirmed_how": C.PHONE, "confirmed_by": self.world.officer.id}
            change(there, status="confirmed", confirmed_at=self.at, **said)
            self.line(
                attendance_id=there.id,
                day=village_day(there.starts_at),
                minutes=minutes,
                how=C.PHONE,
            )

    def hours_code_used_again(self):
        first = self.world.ended(self.li, served=self.wang, day=1)
        second = self.world.ended(
            self.li, shift=first.shift, day=1, before=timedelta(hours=2), signs_up=False
        )
        for minute, there in enumerate((first, second)):
            said = {"confirmed_how": C.CODE, "confirmed_by": self.li.id}
            moment = self.at + timedelta(minutes=minute)
            change(there, status="confirmed", confirmed_at=moment, **said)
            self.line(attendance_id=there.id, day=village_day(there.starts_at), how=C.CODE)

    def hours_answered_for_oneself(self):
        said = {"words": "没来", "at": self.at, "upheld": False, "answer": "来了"}
        self.make.add(
            Objection(
                attendance_id=self.there.id,
                by_id=self.wang.id,
                answered_by=self.li.id,
                answered_at=self.at,
                **said,
            )
        )

    def hours_objected_is_open(self):
        self.make.add(
            Objection(attendance_id=self.there.id, by_id=self.wang.id, words="没来", at=self.at)
        )

    def hours_confirmed_by_whom(self):
        change(self.there, confirmed_by=self.li.id)

    def hours_entered_for_oneself(self):
        self.world.ended(self.li, served=self.wang, day=1, by_hand=True, why="没电")

    def hours_of_another_branch(self):
        waits = self.world.ended(self.li, served=self.wang, day=1)
        change(waits, branch_id=self.world.above.id)

    def hours_certificate_of_another(self):
        day = village_day(self.at)
        certificate = self.make.add(
            Certificate(
                number="XC-1234-5678-90",
                kind=CertificateKind.SERVICE_HOURS,
                person_id=self.wang.id,
                holder="王奶奶",
                content=[],
                source="x",
                issued_on=day,
                issued_at=self.at,
                issued_by=self.world.officer.id,
                branch_id=self.world.branch.id,
            )
        )
        self.make.add(
            HoursRequest(
                person_id=self.li.id,
                branch_id=self.world.branch.id,
                first=day,
                last=day,
                asked_at=self.at,
                issued_at=self.at,
                certificate_id=certificate.id,
            )
        )


DEFECTS = {n.replace("_", ".", 1): n for n in vars(Defects) if n.startswith("hours_")}


@pytest.fixture
def defects(world, make, do, confirmed, at):
    return Defects(world, make, do, confirmed, at)


def test_every_invariant_has_its_defect():
    assert set(DEFECTS) == set(INVARIANTS)


@pytest.mark.both_engines
@pytest.mark.parametrize("name", DEFECTS)
def test_a_defect_is_found(name, defects, at):
    assert broken(at) == {}, "the house was broken before"
    getattr(defects, DEFECTS[name])()
    assert set(broken(at)) == {name}


@pytest.mark.both_engines
@pytest.mark.parametrize(("days", "broken_by"), [(29, 1), (30, 0)])
def test_thirty_days_are_counted_over_the_end_of_a_year(world, make, at, days, broken_by):
    """Of two lines so many days apart the ledger holds too much only within thirty days."""
    li, wang = world.person(), world.person("王奶奶")
    there = [world.ended(li, served=wang, day=day) for day in (1, 2)]
    first = date(2027, 12, 15)
    for each, day in zip(there, (first, first + timedelta(days=days)), strict=True):
        make.add(
            HoursEntry(
                person_id=li.id,
                attendance_id=each.id,
                branch_id=each.branch_id,
                day=day,
                minutes=301,
                by_hand=False,
                how=C.PHONE,
                made_at=at,
            )
        )
    assert len(broken(at).get("hours.more_by_phone_than_thirty_days_hold", ())) == broken_by


@pytest.mark.both_engines
def test_what_is_open_overlaps_too(defects, make, at):
    make.add(
        Attendance(
            ref=secrets.token_urlsafe(18),
            shift_id=defects.there.shift_id,
            person_id=defects.li.id,
            branch_id=defects.there.branch_id,
            starts_at=at - timedelta(minutes=10),
            in_how=Check.QR,
            in_by=defects.li.id,
        )
    )
    assert set(broken(at)) == {"hours.in_order"}


@pytest.mark.parametrize("wrong", ["ends_at = starts_at", "minutes = 961"])
def test_what_the_table_itself_forbids_is_found_where_the_table_is_blind(wrong, defects, at):
    with db.engine.connect().execution_options(write=True) as connection:
        connection.exec_driver_sql("PRAGMA ignore_check_constraints = ON")
        connection.execute(text(f"UPDATE attendance SET {wrong}"))
        connection.connection.commit()
        connection.exec_driver_sql("PRAGMA ignore_check_constraints = OFF")
    assert "hours.in_order" in broken(at)


@pytest.mark.both_engines
@pytest.mark.parametrize(
    "wrong",
    [
        "ends_at = starts_at",
        "minutes = 961",
        "status = 'open'",
        "status = 'voided'",
        "by_hand = true",
        "confirmed_at = NULL",
        "status = 'notice'",
    ],
)
def test_the_table_itself_refuses(wrong, defects):
    with pytest.raises(Exception, match=r"(?i)check constraint"), writing():
        db.session.execute(text(f"UPDATE attendance SET {wrong}"))


@pytest.mark.both_engines
def test_the_ledger_lets_one_line_stand(defects):
    """A second first line, and a second that follows the same taking back, are refused."""
    back = defects.line(reverses_id=defects.entry.id, minutes=-60)
    defects.line(follows_id=back.id)
    for more in ({}, {"follows_id": back.id}, {"reverses_id": defects.entry.id, "minutes": -60}):
        with pytest.raises(Exception, match=r"(?i)unique"):
            defects.line(**more)
        db.session.rollback()


@pytest.mark.both_engines
def test_the_table_lets_nobody_be_in_two_places(defects, make, at):
    def come():
        make.add(
            Attendance(
                ref=secrets.token_urlsafe(18),
                shift_id=defects.there.shift_id,
                person_id=defects.li.id,
                branch_id=defects.there.branch_id,
                starts_at=at,
                in_how=Check.QR,
                in_by=defects.li.id,
            )
        )

    come()
    with pytest.raises(Exception, match=r"(?i)unique"):
        come()


def test_the_house_asks_all_of_them(app):
    assert set(INVARIANTS) <= set(HOUSE.invariants)
