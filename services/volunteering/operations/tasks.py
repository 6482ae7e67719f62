"""Making tasks from what is real, changing what they say, and ending them."""

from dataclasses import asdict, replace
from datetime import datetime

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
from services.volunteering.operations.task_events import tell_changed
from services.volunteering.queries import tasks as queries
from services.volunteering.queries.needs import find_need, sources
from services.volunteering.queries.presence import list_present
from services.volunteering.queries.searched import TASK as KIND
from services.volunteering.rules import tasks as rules
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

TABLE = Task.__tablename__
WHEN = {"first_start", "first_end", "capacity", "repeats"}  # what of a plan the shifts say
AT_ONCE = 200  # tasks that one sweep ends


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

    `version` is the one the writer began from; `Overtaken` when somebody saved another meanwhile.
    """
    refuse_if(rules.why_not_change(task.status))
    _refuse(rules.why_not_say(said))
    branch = task.branch
    said = replace(said, unit_id=_village(said, branch, task.served_id))
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


def end_over(*, at: datetime) -> int:
    """End the tasks whose last shift is over; return how many."""
    over = queries.list_over(at=at - rules.OVER_AFTER, limit=AT_ONCE)
    for task in over:
        move(task, TASK, "end_task", by=SYSTEM, at=at)
        _shows_otherwise(task, at=at)
    return len(over)


def recall(*, at: datetime) -> int:
    """Cancel the tasks whose need was taken back or has to be paid for now; return how many.

    Of a source that the house does not have any more nobody can tell.
    """
    count, known = 0, sources()
    for task in queries.list_of_needs(at=at):
        need = find_need(task.source_kind, task.source_ref or 0, at=at)
        if task.source_kind not in known or (need is not None and not need.why_paid):
            continue
        with speaking("zh"):
            why = _("要人手的那一家收回了，或者不再符合志愿服务的条件")
        count += wind_up(task, why=why, at=at)
    return count


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
    if queries.list_shifts(live.id, since=at):
        raise Refused(_("这件事已经发出去了，别人刚刚发的"))
    move(live, TASK, "end_task", by=SYSTEM, at=at)
    _shows_otherwise(live, at=at)


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
