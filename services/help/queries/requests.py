"""Which requests there are: somebody's own, and those at a branch's desk."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, Date, cast, func, literal, select, tuple_
from sqlalchemy.orm import aliased, contains_eager, joinedload

from core.accounts.models import Person
from core.branches.models import Branch, Resident, Unit, UnitKind
from core.db import db
from core.proxy.queries.telling import reachable
from services.help.models import HelpRequest, HelpStatus
from services.help.queries.facts import SOURCE, helpers_of
from services.help.rules.requests import OPEN, TOLD_OF
from services.volunteering.models import Task

PAGE = 30
SOON = date(1970, 1, 1)  # where a request without a day stands among the others: first


class Tab(StrEnum):
    """What of the requests a desk shows: 等安排, 安排了, 办完的."""

    ASKED, PLANNED, OVER = "asked", "planned", "over"


@dataclass(frozen=True)
class Case:
    """A request, and who comes or has come for it."""

    request: HelpRequest
    helpers: frozenset[int]

    @property
    def id(self) -> int:
        return self.request.id

    @property
    def person_id(self) -> int:
        return self.request.person_id

    @property
    def branch_id(self) -> int:
        return self.request.branch_id


@dataclass(frozen=True)
class Home:
    """Where somebody lives by the roster, and in which villages around they may be helped."""

    unit: Unit
    villages: Sequence[Unit]

    @property
    def branch(self) -> Branch:
        return self.unit.branch


def find_case(ref: str) -> Case | None:
    """Return the request with this reference, or None."""
    query = select(HelpRequest).where(HelpRequest.ref == ref)
    found = db.session.scalar(
        query.options(
            joinedload(HelpRequest.unit),
            joinedload(HelpRequest.branch),
            joinedload(HelpRequest.person),
            joinedload(HelpRequest.asker),
        )
    )
    return Case(found, helpers_of(found.id)) if found else None


def find_of_task(task_id: int) -> Case | None:
    """Return the request that this task was made for, or None."""
    query = (
        select(HelpRequest)
        .join(Task, Task.source_ref == HelpRequest.id)
        .where(Task.id == task_id, Task.source_kind == SOURCE)
    )
    found = db.session.scalar(query)
    return Case(found, helpers_of(found.id)) if found else None


def find_at_desk(branch_id: int, request_id: int) -> Case | None:
    """Return the request if it is this open branch's, else None."""
    query = (
        select(HelpRequest)
        .join(HelpRequest.branch)
        .where(
            HelpRequest.id == request_id,
            HelpRequest.branch_id == branch_id,
            Branch.closed_at.is_(None),
        )
        .options(
            contains_eager(HelpRequest.branch),
            joinedload(HelpRequest.unit),
            joinedload(HelpRequest.person),
            joinedload(HelpRequest.asker),
        )
    )
    found = db.session.scalar(query)
    return Case(found, helpers_of(found.id)) if found else None


def find_request(request_id: int) -> HelpRequest | None:
    return db.session.get(HelpRequest, request_id)


def find_home(person_id: int) -> Home | None:
    """Return where this person lives, None where no open branch has them in its roster.

    They may be helped in the villages of their township, too: at the parents', on a leased field.
    """
    lives = (
        select(Unit)
        .join(Resident, Resident.unit_id == Unit.id)
        .join(Unit.branch)
        .where(Resident.person_id == person_id, Branch.closed_at.is_(None))
        .options(contains_eager(Unit.branch))
    )
    unit = db.session.scalar(lives)
    return Home(unit, _villages_around(unit)) if unit else None


def _villages_around(unit: Unit) -> Sequence[Unit]:
    branch = unit.branch
    near: ColumnElement[bool] = Branch.id == branch.id
    if branch.parent_id is not None:
        near = near | (Branch.parent_id == branch.parent_id)
    query = (
        select(Unit)
        .join(Unit.branch)
        .where(Branch.closed_at.is_(None), near)
        .where((Unit.kind == UnitKind.VILLAGE) | (Unit.id == unit.id))
        .options(contains_eager(Unit.branch))
        .order_by(Unit.id != unit.id, Unit.id)
    )
    return db.session.scalars(query).all()


def count_open(person_id: int) -> int:
    """Count what this person has asked for and is not over."""
    query = select(func.count()).where(
        HelpRequest.person_id == person_id, HelpRequest.status.in_(OPEN)
    )
    return db.session.scalar(query) or 0


def list_mine(person_id: int, *, after: int | None = None) -> Sequence[HelpRequest]:
    """Return a page of what this person has asked for, the newest first, one more than fits."""
    query = select(HelpRequest).where(HelpRequest.person_id == person_id)
    if after is not None:
        query = query.where(HelpRequest.id < after)
    return db.session.scalars(query.order_by(HelpRequest.id.desc()).limit(PAGE + 1)).all()


def count_at_desk(branch_id: int) -> dict[Tab, int]:
    """Count the open requests of a branch by where they stand."""
    query = (
        select(HelpRequest.status, func.count())
        .where(HelpRequest.branch_id == branch_id, HelpRequest.status.in_(OPEN))
        .group_by(HelpRequest.status)
    )
    found = {row[0]: row[1] for row in db.session.execute(query)}
    return {
        Tab.ASKED: found.get(HelpStatus.ASKED, 0),
        Tab.PLANNED: found.get(HelpStatus.PLANNED, 0),
    }


def list_at_desk(branch_id: int, tab: Tab, *, after: int | None = None) -> Sequence[HelpRequest]:
    """Return a page of a branch's requests, one more than fits.

    What is open by the day that is wished for, what has none first; what is over, newest first.
    """
    query = select(HelpRequest).where(HelpRequest.branch_id == branch_id)
    query = query.options(joinedload(HelpRequest.person), joinedload(HelpRequest.unit))
    if tab is Tab.OVER:
        query = query.where(HelpRequest.status.not_in(OPEN))
        if after is not None:
            query = query.where(HelpRequest.id < after)
        return db.session.scalars(query.order_by(HelpRequest.id.desc()).limit(PAGE + 1)).all()
    query = query.where(HelpRequest.status == HelpStatus(tab.value))
    if after is not None:
        last = aliased(HelpRequest)
        place = select(_day_of(last), last.id).where(last.id == after, last.branch_id == branch_id)
        query = query.where(tuple_(_day_of(HelpRequest), HelpRequest.id) > place.scalar_subquery())
    ordered = query.order_by(_day_of(HelpRequest), HelpRequest.id)
    return db.session.scalars(ordered.limit(PAGE + 1)).all()


def _day_of(request: type[HelpRequest]) -> ColumnElement[date]:
    return func.coalesce(request.day, cast(literal(SOON), Date))


def list_unanswered(branch_ids: Collection[int], *, limit: int) -> Sequence[HelpRequest]:
    """Return what waits at these desks for an answer, the oldest first."""
    query = (
        select(HelpRequest)
        .join(HelpRequest.branch)
        .where(
            HelpRequest.branch_id.in_(branch_ids),
            HelpRequest.status == HelpStatus.ASKED,
            Branch.closed_at.is_(None),
        )
        .options(joinedload(HelpRequest.person), joinedload(HelpRequest.unit))
        .order_by(HelpRequest.asked_at, HelpRequest.id)
        .limit(limit)
    )
    return db.session.scalars(query).all()


def list_to_tell(branch_ids: Collection[int], *, limit: int) -> Sequence[HelpRequest]:
    """Return answers of these desks that no message brings to the villager, the oldest first."""
    query = (
        select(HelpRequest)
        .join(HelpRequest.person)
        .join(HelpRequest.branch)
        .where(
            HelpRequest.branch_id.in_(branch_ids),
            HelpRequest.status.in_(TOLD_OF),
            HelpRequest.told_at.is_(None),
            ~reachable(),
            Person.closed_at.is_(None),
            Branch.closed_at.is_(None),
        )
        .options(contains_eager(HelpRequest.person), joinedload(HelpRequest.unit))
        .order_by(HelpRequest.asked_at, HelpRequest.id)
        .limit(limit)
    )
    return db.session.scalars(query).all()


def count_done(branch_id: int, *, since: datetime) -> int:
    """Count the requests that were done from this moment on."""
    query = select(func.count()).where(
        HelpRequest.branch_id == branch_id,
        HelpRequest.status == HelpStatus.DONE,
        HelpRequest.ended_at >= since,
    )
    return db.session.scalar(query) or 0
