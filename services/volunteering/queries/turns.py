"""Reads of whom a task in turn has asked, and whom it may ask next."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, ScalarSelect, Select, and_, func, or_, select
from sqlalchemy.orm import joinedload
from sqlalchemy.sql.expression import SQLColumnExpression

from core.accounts.models import Person
from core.branches.models import Branch, Resident, Unit
from core.clock import village_day
from core.db import db
from services.volunteering.models import (
    Licence,
    Shift,
    Signup,
    SignupStatus,
    Task,
    TaskStatus,
    Turn,
    TurnStatus,
    Volunteer,
)
from services.volunteering.queries.signups import is_known
from services.volunteering.rules.signups import is_at_home
from services.volunteering.rules.turns import (
    ASKED_AHEAD,
    LOAD_SINCE,
    LOOKED_AGAIN,
    Candidate,
    Home,
    Wanted,
    distance,
    ranked,
)
from services.volunteering.rules.volunteers import age_on
from services.volunteering.rules.words import codes_of

IS_OPEN = Turn.status == TurnStatus.OFFERED


def find_turn(turn_id: int) -> Turn | None:
    """Return the question with its shift and task, whatever came of it."""
    return db.session.scalar(select(Turn).where(Turn.id == turn_id).options(*_with_task()))


def list_open_of(person_id: int, *, at: datetime) -> Sequence[Turn]:
    """Return what the person is asked now, what must be answered first."""
    query = (
        select(Turn)
        .join(Turn.shift)
        .where(Turn.person_id == person_id, IS_OPEN, Turn.until > at, Shift.starts_at > at)
        .options(*_with_task())
    )
    return db.session.scalars(query.order_by(Turn.until, Turn.id)).all()


def list_open(shift_id: int) -> Sequence[Turn]:
    """Return who is asked about the shift now, the first asked first."""
    query = select(Turn).where(Turn.shift_id == shift_id, IS_OPEN).order_by(Turn.id)
    return db.session.scalars(query).all()


def list_overdue(*, at: datetime) -> Sequence[int]:
    """Return the questions whose time is over."""
    query = select(Turn.id).where(IS_OPEN, Turn.until <= at).order_by(Turn.until, Turn.id)
    return db.session.scalars(query).all()


def list_lacking(*, at: datetime) -> Sequence[int]:
    """Return the shifts to come of tasks in turn that have more places than people asked.

    Where nobody was left, only after a while again.
    """
    query = (
        select(Shift.id)
        .join(Shift.task)
        .where(
            Task.in_turn,
            Task.status == TaskStatus.OPEN,
            Shift.cancelled_at.is_(None),
            Shift.starts_at > at,
            Shift.starts_at <= at + ASKED_AHEAD,
            Shift.capacity > Shift.taken + Shift.held + _asked(Shift.id),
            or_(Shift.nobody_since.is_(None), Shift.nobody_since <= at - LOOKED_AGAIN),
        )
        .order_by(Shift.starts_at, Shift.id)
    )
    return db.session.scalars(query).all()


def _asked(shift_id: SQLColumnExpression[int]) -> ScalarSelect[int]:
    return select(func.count()).where(Turn.shift_id == shift_id, IS_OPEN).scalar_subquery()


def _with_task() -> tuple[Any, ...]:
    return (joinedload(Turn.shift).joinedload(Shift.task).joinedload(Task.unit),)


@dataclass(frozen=True)
class Seen:
    """Who cannot be asked about a shift, each for a reason, and how busy the others are."""

    asked: Collection[int]
    declined: Collection[int]
    coming: Collection[int]
    busy: Collection[int]
    licensed: Collection[int]
    minutes: Counter[int]


def list_next(shift: Shift, *, at: datetime) -> list[int]:
    """Return who may be asked about the shift, the best first."""
    task = shift.task
    wanted = Wanted(
        skill=task.skill,
        licence=task.licence,
        min_age=task.min_age,
        at_home=is_at_home(task),
    )
    return ranked(list_candidates(shift, at=at), wanted)


def list_next_of(shift_id: int, *, at: datetime) -> list[int]:
    """Return the same for the shift of this id, none where it is not there any more."""
    shift = db.session.get(Shift, shift_id)
    return [] if shift is None else list_next(shift, at=at)


def still_to_ask(people: Collection[int], shift: Shift) -> set[int]:
    """Return who of these is still willing and was not asked about the shift meanwhile."""
    asked = select(Turn.id).where(Turn.shift_id == shift.id, Turn.person_id == Volunteer.person_id)
    query = select(Volunteer.person_id).where(Volunteer.person_id.in_(people), Volunteer.willing)
    return set(db.session.scalars(query.where(~asked.exists())))


def was_asked(task_id: int, person_id: int) -> bool:
    """Tell whether this person was ever asked about a shift of the task, whatever they said."""
    mine = select(Turn.id).join(Turn.shift).where(Shift.task_id == task_id)
    return db.session.scalar(mine.where(Turn.person_id == person_id).limit(1)) is not None


def list_candidates(shift: Shift, *, at: datetime) -> list[Candidate]:
    """Return all who are willing to be asked, with what matters for this shift; eight queries."""
    task, day = shift.task, village_day(shift.starts_at)
    place, seen = _place_of(task), _seen(shift, at=at)
    served = _household_of(task.served_id)

    def candidate(row: Row[Any]) -> Candidate:
        home = (
            Home(unit_id=row.unit_id, branch_id=row.branch_id, parent_id=row.parent_id)
            if row.branch_id is not None
            else None
        )
        return Candidate(
            person_id=row.person_id,
            distance=distance(home, place),
            reach=row.reach,
            minutes=seen.minutes[row.person_id],
            age=age_on(row.born, day) if row.born else None,
            skills=frozenset(codes_of(row.skills)),
            licences=frozenset([task.licence] if row.person_id in seen.licensed else []),
            was_asked=row.person_id in seen.asked,
            has_declined=row.person_id in seen.declined,
            is_in=row.person_id in seen.coming,
            overlaps=row.person_id in seen.busy,
            is_kin=row.person_id == task.served_id
            or (served is not None and row.household_id == served),
            is_known=row.is_known,
        )

    return [candidate(row) for row in db.session.execute(_willing(village_day(at)))]


def _willing(day: date) -> "Select[*tuple[Any, ...]]":
    """Read the volunteers who want to be asked and can still answer, and where they live."""
    return (
        select(
            Volunteer.person_id,
            Volunteer.skills,
            Volunteer.reach,
            Volunteer.born,
            Resident.household_id,
            Resident.unit_id,
            Branch.id.label("branch_id"),
            Branch.parent_id,
            is_known(day).label("is_known"),
        )
        .join(Person, Person.id == Volunteer.person_id)
        .outerjoin(Resident, Resident.person_id == Volunteer.person_id)
        .outerjoin(Unit, Unit.id == Resident.unit_id)
        .outerjoin(Branch, Branch.id == Unit.branch_id)
        .where(Volunteer.willing, Person.disabled_at.is_(None), Person.closed_at.is_(None))
    )


def _place_of(task: Task) -> Home:
    """Return where the task is: in its village, or anywhere in the villages of its branch."""
    branch_id = task.unit.branch_id if task.unit else task.branch_id
    parent = db.session.scalar(select(Branch.parent_id).where(Branch.id == branch_id))
    return Home(unit_id=task.unit_id, branch_id=branch_id, parent_id=parent)


def _household_of(person_id: int | None) -> int | None:
    mine = select(Resident.household_id).where(Resident.person_id == person_id)
    return db.session.scalar(mine) if person_id is not None else None


def _seen(shift: Shift, *, at: datetime) -> Seen:
    """Return who is out of the question for this shift.

    Who said no to a request or need is not asked again when a new task is made of it.
    """
    asked = select(Turn.person_id, Turn.shift_id, Turn.status).join(Turn.shift).join(Shift.task)
    turns = db.session.execute(asked.where(_same_cause(shift.task))).all()
    return Seen(
        asked={row.person_id for row in turns if row.shift_id == shift.id},
        declined={row.person_id for row in turns if row.status is TurnStatus.DECLINED},
        coming=_signed_up(Signup.shift_id == shift.id),
        busy=_signed_up(Shift.starts_at < shift.ends_at, Shift.ends_at > shift.starts_at),
        licensed=_licensed(shift),
        minutes=_minutes(at),
    )


def _same_cause(task: Task) -> ColumnElement[bool]:
    """Return the condition that another task is this one, or came from the same source."""
    if task.source_ref is None:
        return Task.id == task.id
    return and_(Task.source_kind == task.source_kind, Task.source_ref == task.source_ref)


def _signed_up(*conditions: ColumnElement[bool]) -> set[int]:
    query = select(Signup.person_id).join(Signup.shift).where(*_counts(), *conditions)
    return set(db.session.scalars(query.distinct()))


def _counts() -> tuple[ColumnElement[bool], ...]:
    return Signup.status == SignupStatus.IN, Shift.cancelled_at.is_(None)


def _licensed(shift: Shift) -> set[int]:
    """Return who holds the licence that the task asks for on the day of the shift."""
    if not shift.task.licence:
        return set()
    day = village_day(shift.starts_at)
    query = select(Licence.person_id).where(
        Licence.kind == shift.task.licence,
        Licence.removed_at.is_(None),
        Licence.valid_until.is_(None) | (Licence.valid_until >= day),
    )
    return set(db.session.scalars(query))


def _minutes(at: datetime) -> Counter[int]:
    """Return for how many minutes each has signed up, in the last thirty days and ahead."""
    lately = Shift.starts_at >= at - LOAD_SINCE
    times = select(Shift.id, Shift.starts_at, Shift.ends_at).where(lately)
    lasts = {
        shift_id: int((ends_at - starts_at).total_seconds()) // 60
        for shift_id, starts_at, ends_at in db.session.execute(times)
    }
    there = select(Signup.person_id, Signup.shift_id).join(Signup.shift).where(*_counts(), lately)
    load: Counter[int] = Counter()
    for person_id, shift_id in db.session.execute(there):
        load[person_id] += lasts[shift_id]
    return load
