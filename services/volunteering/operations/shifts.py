"""Adding a shift to a task, moving one to another time, and calling one off."""

from datetime import datetime

from sqlalchemy import select

from core.access import Actor
from core.cache.operations import bump
from core.db import db
from core.errors import Refused, refuse_if
from core.history.operations import record
from core.search.operations import mark
from core.waitlists.queries import list_live
from core.waitlists.rules import LEAST_AHEAD
from core.words import _
from services.volunteering.models import Shift, Task
from services.volunteering.operations import places, signups, telling
from services.volunteering.operations.coming import need_of
from services.volunteering.operations.fitting import let_go_unfit
from services.volunteering.queries.searched import TASK
from services.volunteering.queries.signups import list_in, list_overlapping
from services.volunteering.queries.tasks import list_to_come
from services.volunteering.queries.turns import list_open
from services.volunteering.rules import tasks as rules
from services.volunteering.rules.signups import KIND
from services.volunteering.rules.times import Times, weekly

TABLE = Shift.__tablename__


def add(task: Task, times: Times, *, capacity: int, by: Actor, at: datetime) -> Shift:
    """Let hands be wanted at one more time."""
    lock(task)
    refuse_if(rules.why_not_change(task.status))
    (times,) = weekly(times, 1)
    starts = {each.starts_at for each in list_to_come(task.id, at=at)}
    wrong = rules.why_not_count(capacity) or rules.why_not_add(times, starts=starts, at=at)
    if wrong:
        raise Refused(wrong[1], field=wrong[0])
    start, end = times
    made = Shift(task_id=task.id, starts_at=start, ends_at=end, capacity=capacity)
    db.session.add(made)
    db.session.flush()
    record("add_shift", TABLE, made.id, by=by, at=at, became=f"{start.isoformat()} {capacity}")
    bump()
    mark(TASK, [task.id], at=at)
    if source := need_of(task):
        source.added(task.source_ref or 0, made.id, start, by=by, at=at)
    return made


def move_shift(shift: Shift, times: Times, *, by: Actor, at: datetime) -> None:
    """Let a shift that has not begun be at another time; everybody hears of it.

    Who comes then has another shift at that time is told so, and says which one they leave; who
    does not fit on the new day, by age or licence, is taken out.
    """
    task = shift.task
    lock(task)
    shift = places.lock(shift)
    refuse_if(rules.why_not_change(task.status))
    refuse_if(rules.why_not_move(starts_at=shift.starts_at, cancelled_at=shift.cancelled_at, at=at))
    (times,) = weekly(times, 1)
    now = shift.starts_at, shift.ends_at
    others = {each.starts_at for each in list_to_come(task.id, at=at) if each.id != shift.id}
    if wrong := rules.why_not_move_to(times, now=now, others=others, at=at):
        raise Refused(wrong[1], field=wrong[0])
    shift.starts_at, shift.ends_at = times
    shift.nobody_since = None
    db.session.flush()
    was, became = (each[0].isoformat() for each in (now, times))
    record("move_shift", TABLE, shift.id, by=by, at=at, was=was, became=became)
    shorten(shift)
    let_go_unfit([shift], by=by, at=at)
    tell_all_moved(shift, at=at)
    if source := need_of(task):
        source.moved(task.source_ref or 0, shift.id, times[0], by=by, at=at)
    bump()
    mark(TASK, [task.id], at=at)


def tell_all_moved(shift: Shift, *, at: datetime) -> None:
    """Tell who comes, waits or is asked; apart from the others who has another shift then."""
    coming = {each.person_id for each in list_in(shift.id)}
    waiting = {each.person_id for each in list_live(KIND, shift.id)}
    asked = {each.person_id for each in list_open(shift.id)}
    busy = list_overlapping(shift)
    for person_id, other in busy.items():
        telling.tell_moved_onto(person_id, shift, other=other, at=at)
    telling.tell_moved((coming | waiting | asked) - busy.keys(), shift, at=at)


def shorten(shift: Shift) -> None:
    """Let no place be kept, and no question be open, until so shortly before the new start."""
    last = shift.starts_at - LEAST_AHEAD
    for wait in list_live(KIND, shift.id):
        if wait.offered_until is not None:
            wait.offered_until = min(wait.offered_until, last)
    for turn in list_open(shift.id):
        turn.until = min(turn.until, last)
    db.session.flush()


def call_off(shift: Shift, *, why: str, by: Actor, at: datetime) -> None:
    """Cancel a shift that has not begun; everybody who was to come, or waits, hears why."""
    if not why:
        raise Refused(_("请写明原因，报了名的人要看"), field="why")
    refuse_if(
        rules.why_not_call_off(starts_at=shift.starts_at, cancelled_at=shift.cancelled_at, at=at)
    )
    signups.cancel_shift(shift, why=why, by=by, at=at)
    bump()


def lock(task: Task) -> None:
    """Let one change of a task's shifts follow the other, and look at the task anew."""
    one = select(Task).where(Task.id == task.id).with_for_update(of=Task, key_share=True)
    db.session.scalars(one.execution_options(populate_existing=True)).one()
