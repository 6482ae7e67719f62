"""At whose desk a request lies: the branch of the village, or the nearest above with officers."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import aliased

from core.branches.actors import in_office
from core.branches.models import Branch, OfficeRole, OfficeTerm, Unit
from core.clock import village_day
from core.db import db
from services.help.models import HelpRequest, HelpStatus
from services.help.queries.facts import SOURCE
from services.help.rules.requests import OPEN
from services.hours.models import Attendance
from services.volunteering.models import Shift, Task, TaskStatus

AT_ONCE = 200  # requests that one sweep moves


def officers_of(branch_id: int, *, at: datetime, role: OfficeRole | None = None) -> set[int]:
    """Return who acts in an office of the branch today; of one role where it is named."""
    query = select(OfficeTerm.person_id).where(
        OfficeTerm.branch_id == branch_id, in_office(village_day(at))
    )
    if role is not None:
        query = query.where(OfficeTerm.role == role)
    return set(db.session.scalars(query))


def desks_of(branches: Sequence[Branch], *, at: datetime) -> Mapping[int, Branch]:
    """Return for each branch where its requests go: to itself, or the nearest above with officers.

    Where nobody above is in office either, they wait at its own desk, or at the nearest that is
    still open.
    """
    paths = {each.id: [int(part) for part in each.path.split("/") if part] for each in branches}
    ids = {each for path in paths.values() for each in path}
    query = select(Branch).where(Branch.id.in_(ids), Branch.closed_at.is_(None))
    there = {each.id: each for each in db.session.scalars(query)}
    manned = select(Branch.id).where(Branch.id.in_(there), _has_officers(at))
    with_officers = set(db.session.scalars(manned))
    found = {}
    for branch in branches:
        upwards = [there[each] for each in reversed(paths[branch.id]) if each in there]
        kept = [each for each in upwards if each.id in with_officers] or upwards
        found[branch.id] = kept[0] if kept else branch
    return found


def _has_officers(at: datetime) -> ColumnElement[bool]:
    return exists().where(OfficeTerm.branch_id == Branch.id, in_office(village_day(at)))


def list_astray(*, at: datetime) -> Sequence[HelpRequest]:
    """Return open requests that nobody answers where they lie, the oldest first.

    Their branch is closed, or it has no officers today, nothing is arranged yet, and some branch
    above has officers. Where somebody has been already it is settled where it lies.
    """
    above, term = aliased(Branch), aliased(OfficeTerm)
    helped = exists().where(
        Branch.path.startswith(above.path),
        above.id != Branch.id,
        above.closed_at.is_(None),
        term.branch_id == above.id,
        term.ended_at.is_(None),
        term.since <= village_day(at),
        or_(term.until.is_(None), term.until >= village_day(at)),
    )
    left = and_(HelpRequest.status == HelpStatus.ASKED, ~_has_officers(at), helped)
    elsewhere = exists().where(
        Unit.id == HelpRequest.unit_id, Unit.branch_id != HelpRequest.branch_id
    )
    closed = and_(Branch.closed_at.is_not(None), or_(Branch.parent_id.is_not(None), elsewhere))
    query = (
        select(HelpRequest)
        .join(HelpRequest.branch)
        .where(HelpRequest.status.in_(OPEN), or_(closed, left), ~_is_on())
    )
    return db.session.scalars(query.order_by(HelpRequest.id).limit(AT_ONCE)).all()


def _is_on() -> ColumnElement[bool]:
    """Return the condition that somebody is, or has been, at what is arranged now."""
    return exists().where(
        Task.source_kind == SOURCE,
        Task.source_ref == HelpRequest.id,
        Task.status == TaskStatus.OPEN,
        Shift.task_id == Task.id,
        Attendance.shift_id == Shift.id,
    )


def list_overdue(*, since: datetime, until: datetime) -> Sequence[HelpRequest]:
    """Return what was asked in this time and has had no answer, the oldest first."""
    query = select(HelpRequest).where(
        HelpRequest.status == HelpStatus.ASKED,
        HelpRequest.taken_by.is_(None),
        HelpRequest.asked_at >= since,
        HelpRequest.asked_at < until,
    )
    return db.session.scalars(query.order_by(HelpRequest.id)).all()


def unit_at(branch_id: int, unit_id: int) -> int | None:
    """Return the village if the branch covers it, else None."""
    query = select(Unit.id).where(Unit.id == unit_id, Unit.branch_id == branch_id)
    return db.session.scalar(query)
