"""What came of requests, told from the tasks made for them and from who was there."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, func, select
from sqlalchemy.orm import contains_eager, joinedload

from core.accounts.models import Person
from core.db import db
from services.help.models import HelpRequest, HelpStatus
from services.help.rules.requests import OPEN
from services.help.rules.stages import KNOWN_FOR, NOTHING, OVER_AFTER, Facts, Times
from services.hours.models import Attendance, AttendanceStatus
from services.volunteering.models import Shift, Signup, SignupStatus, Task, TaskStatus, Volunteer

SOURCE = "help"  # of the tasks
AT_ONCE = 200  # requests that one sweep looks at
A = AttendanceStatus


@dataclass(frozen=True)
class Coming:
    """Somebody who comes to a shift, or came within the last day."""

    person_id: int
    name: str
    phone: str | None
    skills: str
    starts_at: datetime
    ends_at: datetime


@dataclass
class Work:
    """The tasks of one request with their shifts, and how often each state of presence is there."""

    tasks: list[Task] = field(default_factory=list)  # the newest last
    shifts: list[Shift] = field(default_factory=list)  # that were not cancelled, the soonest first
    presences: dict[AttendanceStatus, int] = field(default_factory=dict)
    gone: dict[int, set[int]] = field(default_factory=dict)  # who has left a shift again
    untold: set[int] = field(default_factory=set)  # shifts of which something is still to be said

    def is_to_come(self, shift: Shift, *, at: datetime) -> bool:
        """Tell whether somebody may still come: it is not over, nor has everybody been there."""
        left = len(self.gone.get(shift.id, ()))
        return shift.ends_at > at and not (left and left >= shift.taken)

    def facts(self, *, at: datetime) -> Facts:
        if not self.tasks:
            return NOTHING
        newest = self.tasks[-1]
        own = [each for each in self.shifts if each.task_id == newest.id]
        is_open = newest.status is TaskStatus.OPEN
        live = [each for each in own if is_open and self.is_to_come(each, at=at)]
        next_one = live[0] if live else None
        been = {status: count for status, count in self.presences.items() if status is not A.OPEN}
        return Facts(
            task_id=newest.id,
            arranged_at=newest.made_at,
            shift=times_of(next_one) if next_one else None,
            is_live=bool(live),
            is_over=not live and all(each.ends_at <= at - OVER_AFTER for each in own),
            coming=sum(each.taken for each in live),
            is_on=any(each.starts_at <= at and each.taken for each in live),
            was_on=any(each.ends_at <= at and each.taken for each in self.shifts),
            present=self.presences.get(A.OPEN, 0),
            been=sum(been.values()),
            unsaid=been.get(A.ENDED, 0),
            objected=been.get(A.OBJECTED, 0),
            untold=tuple(times_of(each) for each in self.shifts if each.id in self.untold),
        )


def times_of(shift: Shift) -> Times:
    return Times(id=shift.id, starts_at=shift.starts_at, ends_at=shift.ends_at)


def facts_of(request_ids: Collection[int], *, at: datetime) -> dict[int, Facts]:
    """Return what is known of the work behind each of these requests, in three queries."""
    works = {each: Work() for each in request_ids}
    tasks = list_tasks(request_ids) if works else []
    if not tasks:
        return dict.fromkeys(works, NOTHING)
    request_of = {}
    for task in tasks:
        request_of[task.id] = task.source_ref or 0
        works[request_of[task.id]].tasks.append(task)
    for shift in _shifts(request_of):
        works[request_of[shift.task_id]].shifts.append(shift)
    for task_id, shift_id, person_id, status, count in _presences(request_of):
        work = works[request_of[task_id]]
        work.presences[status] = work.presences.get(status, 0) + count
        if status is not A.OPEN:
            work.gone.setdefault(shift_id, set()).add(person_id)
        if status in {A.OPEN, A.ENDED}:
            work.untold.add(shift_id)
    return {each: work.facts(at=at) for each, work in works.items()}


def facts_about(request_id: int, *, at: datetime) -> Facts:
    """Return what is known of the work behind one request."""
    return facts_of([request_id], at=at)[request_id]


def list_tasks(request_ids: Collection[int]) -> Sequence[Task]:
    """Return the tasks that were made for these requests, the oldest first."""
    query = select(Task).where(Task.source_kind == SOURCE, Task.source_ref.in_(request_ids))
    return db.session.scalars(query.order_by(Task.id)).all()


def _shifts(task_ids: Iterable[int]) -> Sequence[Shift]:
    query = select(Shift).where(Shift.task_id.in_(task_ids), Shift.cancelled_at.is_(None))
    return db.session.scalars(query.order_by(Shift.starts_at, Shift.id)).all()


def _presences(task_ids: Iterable[int]) -> list[tuple[int, int, int, AttendanceStatus, int]]:
    """Return (task, shift, person, state, how often) of who was there."""
    facts = (Shift.task_id, Shift.id, Attendance.person_id, Attendance.status)
    query = (
        select(*facts, func.count())
        .join(Shift, Shift.id == Attendance.shift_id)
        .where(Shift.task_id.in_(task_ids), Attendance.status != A.VOIDED)
        .group_by(*facts)
    )
    return [(row[0], row[1], row[2], row[3], row[4]) for row in db.session.execute(query)]


def list_coming(task_id: int | None, *, at: datetime) -> list[Coming]:
    """Return who comes to the shifts of this task, the soonest first."""
    query = (
        select(
            Person.id,
            Person.name,
            Person.phone,
            func.coalesce(Volunteer.skills, ""),
            Shift.starts_at,
            Shift.ends_at,
        )
        .join(Signup, Signup.person_id == Person.id)
        .join(Shift, Shift.id == Signup.shift_id)
        .outerjoin(Volunteer, Volunteer.person_id == Person.id)
        .where(
            Shift.task_id == task_id,
            Shift.cancelled_at.is_(None),
            Shift.ends_at > at - KNOWN_FOR,
            Signup.status == SignupStatus.IN,
        )
        .order_by(Shift.starts_at, Signup.id)
    )
    return [Coming(*row) for row in db.session.execute(query)]


def helpers_of(request_id: int) -> frozenset[int]:
    """Return who comes or has come for this request; who said no or was called off is none."""
    query = (
        select(Signup.person_id)
        .join(Shift, Shift.id == Signup.shift_id)
        .join(Task, Task.id == Shift.task_id)
        .where(Task.source_kind == SOURCE, Task.source_ref == request_id)
        .where(Signup.status == SignupStatus.IN, Shift.cancelled_at.is_(None))
    )
    return frozenset(db.session.scalars(query))


def list_presences(request_id: int) -> Sequence[Attendance]:
    """Return when somebody was there for this request, with who it was, the oldest first."""
    query = (
        select(Attendance)
        .join(Attendance.shift)
        .join(Shift.task)
        .where(Task.source_kind == SOURCE, Task.source_ref == request_id)
        .options(
            contains_eager(Attendance.shift).contains_eager(Shift.task),
            joinedload(Attendance.person),
        )
        .order_by(Attendance.id)
    )
    return db.session.scalars(query).all()


def find_presence(request_id: int, ref: str) -> Attendance | None:
    """Return the attendance with this reference if it was for this request, else None."""
    return next((each for each in list_presences(request_id) if each.ref == ref), None)


def last_signup(request_id: int, person_id: int) -> Signup | None:
    """Return what this person has signed up for or left last, for this request."""
    query = (
        select(Signup)
        .join(Signup.shift)
        .join(Shift.task)
        .where(Task.source_kind == SOURCE, Task.source_ref == request_id)
        .where(Signup.person_id == person_id)
        .options(contains_eager(Signup.shift), joinedload(Signup.person))
        .order_by(func.coalesce(Signup.ended_at, Signup.signed_at).desc(), Signup.id.desc())
        .limit(1)
    )
    return db.session.scalar(query)


def list_stopped(*, at: datetime) -> Sequence[int]:
    """Return open requests that go a step further by themselves, the oldest first.

    There was a task and no shift runs or is to come any more, nor is anybody still there. What
    waits anew stays as it is until somebody turns out to have been there.
    """
    made = exists().where(_of_request())
    runs = exists().where(
        _of_request(),
        Task.status == TaskStatus.OPEN,
        Shift.task_id == Task.id,
        Shift.cancelled_at.is_(None),
        Shift.ends_at > at - OVER_AFTER,
    )
    is_planned = HelpRequest.status == HelpStatus.PLANNED
    query = select(HelpRequest.id).where(
        HelpRequest.status.in_(OPEN),
        made,
        ~runs,
        ~_attended(Attendance.status == A.OPEN),
        is_planned | _attended(Attendance.status.not_in((A.OPEN, A.VOIDED))),
    )
    return db.session.scalars(query.order_by(HelpRequest.id).limit(AT_ONCE)).all()


def _attended(which: ColumnElement[bool]) -> ColumnElement[bool]:
    """Return the condition that there is such an attendance for the request."""
    return exists().where(
        _of_request(), Shift.task_id == Task.id, Attendance.shift_id == Shift.id, which
    )


def _of_request() -> ColumnElement[bool]:
    return and_(Task.source_kind == SOURCE, Task.source_ref == HelpRequest.id)
