"""Adding a shift to a task, and calling one off."""

from datetime import datetime

from sqlalchemy import select

from core.access import Actor
from core.cache.operations import bump
from core.db import db
from core.errors import Refused, refuse_if
from core.history.operations import record
from core.search.operations import mark
from core.words import _
from services.volunteering.models import Shift, Task
from services.volunteering.operations import signups
from services.volunteering.queries.searched import TASK
from services.volunteering.queries.tasks import list_to_come
from services.volunteering.rules import tasks as rules
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
    return made


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
