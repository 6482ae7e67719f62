"""Making tasks from what is real, changing what they say, and ending them."""

from dataclasses import asdict, replace
from datetime import datetime
from typing import TypeVar

from sqlalchemy import update

from core.access import SYSTEM, Actor
from core.accounts.codes import changed
from core.branches.models import Branch
from core.branches.queries import villages_of
from core.cache.operations import bump
from core.db import db
from core.errors import Overtaken, Refused, refuse_if
from core.history.operations import record
from core.search.operations import mark
from core.transition import move
from core.words import _, speaking
from services.volunteering.models import Shift, Source, Task, TaskStatus
from services.volunteering.operations import places, shifts
from services.volunteering.operations.fitting import let_go_unfit
from services.volunteering.operations.task_events import tell_changed
from services.volunteering.queries import tasks as queries
from services.volunteering.queries.needs import find_need, is_gone
from services.volunteering.queries.presence import list_present
from services.volunteering.queries.searched import TASK as KIND
from services.volunteering.rules import tasks as rules
from services.volunteering.rules.fitting import asks_more
from services.volunteering.rules.tasks import TASK, Plan, Said

__all__ = [
    "Plan",
    "Said",
    "cancel",
    "cancel_shift",
    "edit",
    "end_over",
    "make",
    "recall",
    "wind_up",
]

S = TypeVar("S", bound=Said)

TABLE = Task.__tablename__
WHEN = {"first_start", "first_end", "capacity", "repeats"}  # what of a plan the shifts say


def make(
    plan: Plan,
    *,
    branch: Branch,
    source: Source,
    source_kind: str = "",
    source_ref: int | None = None,
    served_id: int | None = None,
    by: Actor,
    at: datetime,
) -> Task:
    """Make a task with all its shifts.

    Of a request or a need there is one open task at a time; a seller's need becomes one only where
    its area says that it need not be paid for.
    """
    if branch.closed_at:
        raise Refused(_("这个支部已经撤销"))
    plan = _at_home(plan, source)
    _refuse(rules.why_not_make(plan, at=at))
    if source is Source.NEED:
        need = find_need(source_kind, source_ref or 0, at=at)
        refuse_if(rules.why_not_from(need, at=at))
    if source_ref is not None:
        _refuse_second(source_kind, source_ref, at=at)
    plan = replace(plan, unit_id=_village(plan, branch, served_id))
    said = {name: value for name, value in asdict(plan).items() if name not in WHEN}
    task = Task(
        branch_id=branch.id,
        source=source,
        source_kind=source_kind,
        source_ref=source_ref,
        served_id=served_id,
        made_by=by.id,
        made_at=at,
        **said,
    )
    task.shifts = [
        Shift(starts_at=start, ends_at=end, capacity=plan.capacity)
        for start, end in rules.shifts_of(plan)
    ]
    db.session.add(task)
    db.session.flush()
    record("make_task", TABLE, task.id, by=by, at=at, became=f"{source.value} {len(task.shifts)}")
    _shows_otherwise(task, at=at)
    return task


def edit(task: Task, said: Said, *, version: int, by: Actor, at: datetime) -> None:
    """Change what the task says; who comes hears of it, its times stay.

    Who has a place and does not fit what is asked now is taken out, and told why.
    `version` is the one the writer began from; `Overtaken` when somebody saved another meanwhile.
    """
    refuse_if(rules.why_not_change(task.status))
    _refuse(rules.why_not_say(said))
    branch, before = task.branch, said_by(task)
    said = replace(_at_home(said, task.source), unit_id=_village(said, branch, task.served_id))
    step = (
        update(Task)
        .where(Task.id == task.id, Task.version == version, Task.status == TaskStatus.OPEN)
        .values(version=version + 1, **asdict(said))
    )
    if not changed(step):
        db.session.refresh(task)
        refuse_if(rules.why_not_change(task.status))
        raise Overtaken(
            _("您改的时候，别人先存了一版"),
            theirs=rules.written(said_by(task)),
            mine=rules.written(said),
        )
    db.session.refresh(task)
    record("edit_task", TABLE, task.id, by=by, at=at, became=str(task.version))
    if asks_more(before, said):
        _ask_anew(task, is_older=said.min_age > before.min_age, by=by, at=at)
    tell_changed(queries.list_to_tell(task.id, at=at), task, version=task.version, at=at)
    _shows_otherwise(task, at=at)


def cancel(task: Task, *, why: str, by: Actor, at: datetime) -> None:
    """Cancel the task with all shifts that have not begun; who was to come hears why.

    Raise `Refused` while somebody has checked in at one of them.
    """
    if not why:
        raise Refused(_("请写明原因，报了名的人要看"), field="why")
    refuse_if(rules.why_not_change(task.status))
    move(task, TASK, "cancel_task", by=by, at=at)
    db.session.execute(update(Task).where(Task.id == task.id).values(end_why=why))
    for shift in queries.list_to_come(task.id, at=at):
        shifts.call_off(shift, why=why, by=by, at=at)
    db.session.refresh(task)
    _shows_otherwise(task, at=at)


def wind_up(task: Task, *, why: str, at: datetime) -> bool:
    """Cancel by itself what nobody is at yet; tell whether that was the whole task.

    A shift at which somebody has checked in goes on, and with it the task until it is over.
    """
    shifts.lock(task)
    to_come = [places.lock(each) for each in queries.list_to_come(task.id, at=at)]
    going_on = {shift_id for shift_id, _who in list_present([each.id for each in to_come])}
    if not going_on:
        cancel(task, why=why, by=SYSTEM, at=at)
        return True
    for shift in to_come:
        if shift.id not in going_on:
            shifts.call_off(shift, why=why, by=SYSTEM, at=at)
    _shows_otherwise(task, at=at)
    return False


def cancel_shift(shift: Shift, *, why: str, by: Actor, at: datetime) -> None:
    """Cancel one shift; with the last one that was left the whole task is cancelled."""
    task = shift.task
    shifts.lock(task)
    refuse_if(rules.why_not_change(task.status))
    refuse_if(
        rules.why_not_call_off(starts_at=shift.starts_at, cancelled_at=shift.cancelled_at, at=at)
    )
    if [each.id for each in queries.list_shifts(task.id, since=at)] == [shift.id]:
        cancel(task, why=why, by=by, at=at)
    else:
        shifts.call_off(shift, why=why, by=by, at=at)


def end_over(task: Task, *, at: datetime) -> bool:
    """End the task if its last shift is over; tell whether it was.

    A shift that somebody adds at the same moment comes first, or is refused.
    """
    shifts.lock(task)
    is_open = task.status is TaskStatus.OPEN
    if not is_open or queries.list_shifts(task.id, since=at - rules.OVER_AFTER):
        return False
    move(task, TASK, "end_task", by=SYSTEM, at=at)
    _shows_otherwise(task, at=at)
    return True


def recall(task: Task, *, at: datetime) -> bool:
    """Cancel the task if its need was taken back or has to be paid for now; tell whether it was."""
    if task.status is not TaskStatus.OPEN or not is_gone(task, at=at):
        return False
    with speaking("zh"):
        why = _("要人手的那一家收回了，或者不再符合志愿服务的条件")
    return wind_up(task, why=why, at=at)


def said_by(task: Task) -> Said:
    """Return what the task says now."""
    return Said(**{name: getattr(task, name) for name in Said.__dataclass_fields__})


def _refuse(wrong: rules.Wrong | None) -> None:
    if wrong:
        raise Refused(wrong[1], field=wrong[0])


def _refuse_second(source_kind: str, source_ref: int, *, at: datetime) -> None:
    """Refuse a second open task of one request; one that is over makes room at once."""
    live = queries.find_live(source_kind, source_ref)
    if live is None:
        return
    shifts.lock(live)  # who adds a shift at the same moment comes first, or is refused
    if queries.list_shifts(live.id, since=at):
        raise Refused(_("这件事已经发出去了，别人刚刚发的"))
    move(live, TASK, "end_task", by=SYSTEM, at=at)
    _shows_otherwise(live, at=at)


def _at_home(said: S, source: Source) -> S:
    """Return what a task says; what a villager has asked for stays in that home."""
    return replace(said, private=True) if source is Source.HELP else said


def _ask_anew(task: Task, *, is_older: bool, by: Actor, at: datetime) -> None:
    """Take out who does not fit any more, and let whom to ask in turn be looked for anew."""
    to_come = queries.list_to_come(task.id, at=at)
    let_go_unfit(to_come, is_older=is_older, by=by, at=at)
    its = update(Shift).where(Shift.task_id == task.id, Shift.nobody_since.is_not(None))
    db.session.execute(its.values(nobody_since=None))


def _village(said: Said, branch: Branch, served_id: int | None) -> int | None:
    """Return in which village it is: the one said, that of who is served, or the only one."""
    villages = [each.id for each in villages_of(branch.id)]
    if said.unit_id is not None:
        if said.unit_id not in villages:
            raise Refused(_("这个村不归本支部管"), field="unit_id")
        return said.unit_id
    home = queries.village_of(served_id) if served_id is not None else None
    if home in villages:
        return home
    return villages[0] if len(villages) == 1 else None


def _shows_otherwise(task: Task, *, at: datetime) -> None:
    """Let pages and index hear that the task is new, says something else, or is gone."""
    bump()
    mark(KIND, [task.id], at=at)
