"""An attendance with all that decides who may confirm it, one by one and at a desk."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, case, exists, func, or_, select
from sqlalchemy.orm import aliased, contains_eager

from core.accounts.models import Person
from core.branches.models import Branch, Membership, MembershipStatus, Resident
from core.clock import village_day
from core.db import db
from core.db.short_lists import Columns
from core.proxy.models import Proxy
from services.hours.models import Attendance, AttendanceStatus, Check
from services.hours.queries import judges
from services.hours.queries.judges import goes_up
from services.hours.queries.slips import printed_for
from services.hours.rules.confirming import BY_VOLUNTEER, Known
from services.volunteering.models import Shift, Task, Volunteer

PAGE = 30
Lives = aliased(Resident)
Other = aliased(Attendance)
TO_NOTICE = and_(Task.served_id.is_(None), Volunteer.public_at.is_not(None))
ASKED_OF_PEOPLE = and_(Attendance.status == AttendanceStatus.ENDED, ~TO_NOTICE)


@dataclass(frozen=True)
class Case:
    """An attendance as it lies at a desk, with what the rules ask about it."""

    attendance: Attendance
    title: str
    known: Known
    household_id: int | None
    desk_id: int
    is_alone: bool = False  # the branch has no officer but the volunteer

    @property
    def id(self) -> int:
        return self.attendance.id

    @property
    def branch_id(self) -> int:
        return self.desk_id

    def lives_with(self, household_id: int | None) -> bool:
        """Tell whether the volunteer is of this household."""
        return household_id is not None and household_id == self.household_id


def known_of(attendance_id: int, *, at: datetime) -> Case:
    """Return what is known of an attendance, read anew."""
    return _case(_rows(_query(at).where(Attendance.id == attendance_id))[0])


def find_at_desk(branch_id: int, attendance_id: int, *, at: datetime) -> Case | None:
    """Return the attendance if it is the branch's, or has come up to it from right below."""
    query = _query(at).where(Attendance.id == attendance_id, lies_with(branch_id, at=at))
    rows = _rows(query)
    return _case(rows[0], desk_id=branch_id) if rows else None


def list_at_desk(
    branch_id: int, which: ColumnElement[bool], *, at: datetime, after: int | None = None
) -> Sequence[Case]:
    """Return what of this waits at the branch's desk, the oldest first, one more than a page."""
    query = (
        _query(at).where(which, lies_with(branch_id, at=at)).order_by(Attendance.id).limit(PAGE + 1)
    )
    if after is not None:
        query = query.where(Attendance.id > after)
    return [_case(row, desk_id=branch_id) for row in _rows(query)]


def lies_with(branch_id: int, *, at: datetime) -> ColumnElement[bool]:
    """Return the condition that an attendance lies at this desk: its own, or come up to it.

    What comes up is what waits to be confirmed or answered there, and all of a branch's only
    officer.
    """
    waits = Attendance.status.in_((AttendanceStatus.ENDED, AttendanceStatus.OBJECTED))
    comes_up = and_(Branch.parent_id == branch_id, waits, goes_up(at))
    return or_(comes_up, judges.lies_with(Attendance, branch_id, at=at))


def count_waiting(
    branch_ids: set[int], which: ColumnElement[bool], *, at: datetime, person_id: int
) -> Sequence[tuple[int, int, datetime]]:
    """Return, for each of these desks, how many such attendances wait there and since when.

    What is this person's own waits for somebody else.
    """
    desk = case((goes_up(at), Branch.parent_id), else_=Attendance.branch_id)
    near = select(Branch.id).where(judges.near(branch_ids))
    inner = (
        select(desk.label("desk"), Attendance.ends_at)
        .join(Shift, Shift.id == Attendance.shift_id)
        .join(Task, Task.id == Shift.task_id)
        .join(Branch, Branch.id == Attendance.branch_id)
        .outerjoin(Volunteer, Volunteer.person_id == Attendance.person_id)
        .where(which, Attendance.branch_id.in_(near), Attendance.person_id != person_id)
        .subquery()
    )
    query = (
        select(inner.c.desk, func.count(), func.min(inner.c.ends_at))
        .where(inner.c.desk.in_(branch_ids))
        .group_by(inner.c.desk)
        .order_by(inner.c.desk)
    )
    return [(row[0] or 0, row[1], row[2]) for row in db.session.execute(query)]


def _query(at: datetime) -> Columns:
    acted_until = (
        select(func.max(Proxy.until))
        .where(
            Proxy.person_id == Task.served_id,
            Proxy.proxy_id == Attendance.person_id,
            Proxy.consented_at.is_not(None),
            or_(Proxy.stopped_at.is_(None), Proxy.stopped_at >= Task.made_at),
        )
        .correlate(Task, Attendance)
        .scalar_subquery()
    )
    told_before = (
        exists()
        .where(
            Other.shift_id == Attendance.shift_id,
            Other.person_id == Attendance.person_id,
            Other.id != Attendance.id,
            Other.confirmed_how.in_(BY_VOLUNTEER),
        )
        .correlate(Attendance)
    )
    return (
        select(
            Attendance,
            Task.title,
            Task.served_id,
            Task.made_at,
            Branch.parent_id,
            Membership.branch_id.label("member_of"),
            Lives.household_id,
            Volunteer.public_at,
            acted_until.label("acted_until"),
            told_before.label("told_before"),
            printed_for(Task.id, Attendance.person_id).label("has_printed"),
            goes_up(at).label("goes_up"),
            judges.nobody_else(Attendance, at).label("is_alone"),
        )
        .join(Attendance.person)
        .join(Shift, Shift.id == Attendance.shift_id)
        .join(Task, Task.id == Shift.task_id)
        .join(Branch, Branch.id == Attendance.branch_id)
        .outerjoin(
            Membership,
            and_(
                Membership.person_id == Attendance.person_id,
                Membership.status == MembershipStatus.CONFIRMED,
            ),
        )
        .outerjoin(Lives, Lives.person_id == Attendance.person_id)
        .outerjoin(Volunteer, Volunteer.person_id == Attendance.person_id)
        .options(contains_eager(Attendance.person).load_only(Person.name))
        .execution_options(populate_existing=True)
    )


def _rows(query: Columns) -> Sequence[Any]:
    return db.session.execute(query).all()


def _case(row: Any, *, desk_id: int | None = None) -> Case:
    attendance: Attendance = row[0]
    known = Known(
        status=attendance.status,
        person_id=attendance.person_id,
        served_id=row.served_id,
        branch_id=attendance.branch_id,
        parent_id=row.parent_id,
        goes_up=bool(row.goes_up),
        member_of=row.member_of,
        entered_by=attendance.in_by if attendance.by_hand else None,
        called_by=_called_by(attendance),
        acted_for=row.acted_until is not None and row.acted_until >= village_day(row.made_at),
        has_printed=bool(row.has_printed),
        told_before=bool(row.told_before),
        is_public=row.public_at is not None,
        notice_until=attendance.notice_until,
    )
    return Case(
        attendance,
        row.title,
        known,
        row.household_id,
        desk_id=desk_id or attendance.branch_id,
        is_alone=bool(row.is_alone),
    )


def _called_by(attendance: Attendance) -> frozenset[int]:
    """Return who called the roll when the volunteer came or went."""
    came, went = (attendance.in_how, attendance.in_by), (attendance.out_how, attendance.out_by)
    return frozenset(who for how, who in (came, went) if how is Check.ORGANISER and who)
