"""Whether a branch has an officer who may act on somebody's hours, as conditions of a query."""

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, case, exists, or_, select
from sqlalchemy.orm import aliased

from core.branches.actors import in_office
from core.branches.models import Branch, Membership, MembershipStatus, OfficeTerm, Resident
from core.clock import village_day
from core.db import db
from services.hours.models import Attendance, AttendanceStatus, Check, HoursRequest, Objection

Other = aliased(OfficeTerm)
Theirs, Mine = aliased(Resident), aliased(Resident)


def goes_up(at: datetime) -> ColumnElement[bool]:
    """Return the condition that no officer of the task's branch is fit, so that those above act.

    While there is an objection, that is for answering it; otherwise for confirming by asking.
    """
    day = village_day(at)
    judges = and_(_in_office_there(day), ~_lives_with(), ~_entered_it())
    confirms = and_(judges, ~_is_own_officer(day), ~_called_the_roll())
    answers = and_(judges, ~_objected())
    return case(
        (
            Attendance.status == AttendanceStatus.OBJECTED,
            ~exists().where(answers).correlate(Attendance),
        ),
        else_=~exists().where(confirms).correlate(Attendance),
    )


def nobody_else(of: type[Attendance] | type[HoursRequest], at: datetime) -> ColumnElement[bool]:
    """Return the condition that the branch has no officer but whose it is, so that those above act.

    That is for what any officer may do who is not that person: putting right, certifying.
    """
    is_open = exists().where(Branch.id == OfficeTerm.branch_id, Branch.closed_at.is_(None))
    others = and_(
        OfficeTerm.branch_id == of.branch_id,
        in_office(village_day(at)),
        is_open.correlate(OfficeTerm),
        OfficeTerm.person_id != of.person_id,
    )
    return ~exists().where(others).correlate(of)


def lies_with(
    of: type[Attendance] | type[HoursRequest], branch_id: int, *, at: datetime
) -> ColumnElement[bool]:
    """Return the condition that it lies at this desk: its own, or come up as nobody else is there.

    The query holds its branch.
    """
    return or_(of.branch_id == branch_id, and_(Branch.parent_id == branch_id, nobody_else(of, at)))


def desk_of(of: type[Attendance] | type[HoursRequest], at: datetime) -> ColumnElement[int]:
    """Return at which desk somebody has to act on it; the query holds its branch."""
    goes_up = and_(nobody_else(of, at), Branch.parent_id.is_not(None))
    return case((goes_up, Branch.parent_id), else_=of.branch_id)


def near(branch_ids: set[int]) -> ColumnElement[bool]:
    """Return the condition that a branch is one of these, or right below one."""
    return or_(Branch.id.in_(branch_ids), Branch.parent_id.in_(branch_ids))


def find_desk(branch: Branch, person_id: int, *, at: datetime) -> int:
    """Return the branch at whose desk somebody acts on what is this person's."""
    others = select(OfficeTerm.id).where(
        OfficeTerm.branch_id == branch.id,
        OfficeTerm.person_id != person_id,
        in_office(village_day(at)),
    )
    is_there = branch.closed_at is None and db.session.scalar(others.limit(1)) is not None
    return branch.id if is_there or branch.parent_id is None else branch.parent_id


def household_of(person_id: int) -> int | None:
    """Return the household in which this person lives, where it is known."""
    query = select(Resident.household_id).where(Resident.person_id == person_id)
    return db.session.scalar(query)


def households_of(person_ids: Collection[int]) -> dict[int, int | None]:
    """Return in which household each of these people lives, where it is known."""
    query = select(Resident.person_id, Resident.household_id)
    rows = db.session.execute(query.where(Resident.person_id.in_(person_ids)))
    return {row[0]: row[1] for row in rows}


def _in_office_there(day: date) -> ColumnElement[bool]:
    """Return the condition of an office in the task's branch, not the volunteer's own."""
    is_open = exists().where(Branch.id == OfficeTerm.branch_id, Branch.closed_at.is_(None))
    return and_(
        OfficeTerm.branch_id == Attendance.branch_id,
        in_office(day),
        is_open.correlate(OfficeTerm),
        OfficeTerm.person_id != Attendance.person_id,
    )


def _lives_with() -> ColumnElement[bool]:
    return (
        exists()
        .where(
            Theirs.person_id == Attendance.person_id,
            Mine.person_id == OfficeTerm.person_id,
            Theirs.household_id == Mine.household_id,
        )
        .correlate(Attendance, OfficeTerm)
    )


def _is_own_officer(day: date) -> ColumnElement[bool]:
    """Return the condition of an office in the branch of which the volunteer is a member."""
    return (
        exists()
        .where(
            Membership.person_id == Attendance.person_id,
            Membership.status == MembershipStatus.CONFIRMED,
            Other.branch_id == Membership.branch_id,
            Other.person_id == OfficeTerm.person_id,
            Other.ended_at.is_(None),
            Other.since <= day,
            or_(Other.until.is_(None), Other.until >= day),
        )
        .correlate(Attendance, OfficeTerm)
    )


def _entered_it() -> ColumnElement[bool]:
    return and_(Attendance.by_hand, Attendance.in_by == OfficeTerm.person_id)


def _called_the_roll() -> ColumnElement[bool]:
    """Return the condition that this officer checked the volunteer in or out."""
    came = and_(Attendance.in_how == Check.ORGANISER, Attendance.in_by == OfficeTerm.person_id)
    went = and_(
        Attendance.out_how.is_not(None),  # who has not gone yet was called by nobody
        Attendance.out_how == Check.ORGANISER,
        Attendance.out_by == OfficeTerm.person_id,
    )
    return or_(came, went)


def _objected() -> ColumnElement[bool]:
    return (
        exists()
        .where(
            Objection.attendance_id == Attendance.id,
            Objection.answered_at.is_(None),
            Objection.by_id == OfficeTerm.person_id,
        )
        .correlate(Attendance, OfficeTerm)
    )
