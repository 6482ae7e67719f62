"""Certificates of hours that were asked for, and those that say what is no longer true."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, exists, func, select
from sqlalchemy.orm import aliased, joinedload

from core.accounts.models import Person
from core.branches.models import Branch
from core.certificates.models import Certificate, Revocation
from core.db import db
from services.hours.models import Attendance, AttendanceStatus, HoursEntry, HoursRequest
from services.hours.queries.desk import count_by_desk
from services.hours.queries.judges import desk_of, lies_with, near
from services.hours.queries.ledger import PARTS, parts_in
from services.hours.rules.counting import Parts

PAGE = 30
IS_OPEN = and_(HoursRequest.issued_at.is_(None), HoursRequest.ended_at.is_(None))


@dataclass(frozen=True)
class Asked:
    """A request for a certificate, with what it would say now."""

    id: int
    person_id: int
    name: str
    branch_id: int
    branch: str
    first: date
    last: date
    asked_at: datetime
    parts: Parts


@dataclass(frozen=True)
class AtDesk:
    """A request as it lies at a desk: that of its branch, or the one right above."""

    request: HoursRequest
    branch_id: int


@dataclass(frozen=True)
class Untrue:
    """A certificate of hours some of which are void now, and since when."""

    id: int
    number: str
    branch_id: int
    since: datetime


def list_requests(branch_id: int, *, at: datetime, limit: int = PAGE) -> Sequence[Asked]:
    """Return who waits for a certificate at this desk, the oldest first, with their figures."""
    in_time = and_(
        HoursEntry.person_id == HoursRequest.person_id,
        HoursEntry.branch_id == HoursRequest.branch_id,
        HoursEntry.day.between(HoursRequest.first, HoursRequest.last),
    )
    told = (
        HoursRequest.id,
        Person.id,
        Person.name,
        Branch.id,
        Branch.name,
        HoursRequest.first,
        HoursRequest.last,
        HoursRequest.asked_at,
    )
    query = (
        select(*PARTS, *told)
        .select_from(HoursRequest)
        .join(Person, Person.id == HoursRequest.person_id)
        .join(Branch, Branch.id == HoursRequest.branch_id)
        .outerjoin(HoursEntry, in_time)
        .where(lies_with(HoursRequest, branch_id, at=at), IS_OPEN)
        .group_by(*told, HoursRequest.person_id, HoursRequest.branch_id)
        .order_by(HoursRequest.id)
        .limit(limit)
    )
    found: Sequence[Any] = db.session.execute(query).all()
    return [
        Asked(
            id=row[3],
            person_id=row[4],
            name=row[5],
            branch_id=row[6],
            branch=row[7],
            first=row[8],
            last=row[9],
            asked_at=row[10],
            parts=parts_in(row),
        )
        for row in found
    ]


def count_requests(
    branch_ids: set[int], person_id: int, *, at: datetime
) -> Sequence[tuple[int, int, datetime]]:
    """Return (desk, how many, since when) of certificates asked for, less this person's own."""
    waiting = (
        select(desk_of(HoursRequest, at).label("desk"), HoursRequest.asked_at.label("since"))
        .join(Branch, Branch.id == HoursRequest.branch_id)
        .where(near(branch_ids), IS_OPEN, HoursRequest.person_id != person_id)
    )
    return count_by_desk(waiting, branch_ids)


def find_at_desk(branch_id: int, request_id: int, *, at: datetime) -> AtDesk | None:
    """Return the request if it was made to this branch or has come up to it, else None."""
    query = (
        select(HoursRequest)
        .join(Branch, Branch.id == HoursRequest.branch_id)
        .where(HoursRequest.id == request_id, lies_with(HoursRequest, branch_id, at=at))
    )
    found = db.session.scalar(query)
    return AtDesk(found, branch_id) if found is not None else None


def find_request(asking_id: int) -> HoursRequest | None:
    return db.session.get(HoursRequest, asking_id)


def find_open_request(branch_id: int, person_id: int) -> HoursRequest | None:
    """Return what this person has asked of the branch and waits for, or None."""
    query = select(HoursRequest).where(
        HoursRequest.branch_id == branch_id, HoursRequest.person_id == person_id, IS_OPEN
    )
    return db.session.scalar(query)


def list_my_requests(person_id: int) -> Sequence[HoursRequest]:
    """Return what this person has asked for and waits for, the oldest first."""
    query = (
        select(HoursRequest)
        .where(HoursRequest.person_id == person_id, IS_OPEN)
        .options(joinedload(HoursRequest.branch))
        .order_by(HoursRequest.id)
    )
    return db.session.scalars(query).all()


def list_untrue(branch_ids: set[int], person_id: int, *, limit: int) -> Sequence[Untrue]:
    """Return certificates of these branches that say hours which are void since, less one's own.

    Whoever has asked to revoke one after that has dealt with it, however it was answered.
    """
    line = aliased(HoursEntry)
    said = exists().where(
        line.attendance_id == HoursEntry.attendance_id,
        line.reverses_id.is_(None),
        line.made_at <= Certificate.issued_at,
    )
    since = func.max(HoursEntry.made_at)
    void = (
        select(Certificate.id, Certificate.number, Certificate.branch_id, since.label("since"))
        .join(HoursRequest, HoursRequest.certificate_id == Certificate.id)
        .join(
            HoursEntry,
            and_(
                HoursEntry.person_id == HoursRequest.person_id,
                HoursEntry.branch_id == HoursRequest.branch_id,
                HoursEntry.day.between(HoursRequest.first, HoursRequest.last),
            ),
        )
        .join(Attendance, Attendance.id == HoursEntry.attendance_id)
        .where(
            Certificate.branch_id.in_(branch_ids),
            Certificate.person_id != person_id,
            Certificate.revoked_at.is_(None),
            HoursEntry.reverses_id.is_not(None),
            HoursEntry.made_at > Certificate.issued_at,
            Attendance.status == AttendanceStatus.VOIDED,
            said.correlate(HoursEntry, Certificate),
        )
        .group_by(Certificate.id, Certificate.number, Certificate.branch_id)
        .subquery()
    )
    dealt_with = exists().where(
        Revocation.certificate_id == void.c.id, Revocation.asked_at >= void.c.since
    )
    query = select(void).where(~dealt_with).order_by(void.c.since, void.c.id).limit(limit)
    return [Untrue(*row) for row in db.session.execute(query)]
