"""Planning classes of a cohort, changing and cancelling them; who learns in it is told."""

from datetime import datetime

from sqlalchemy import select

from core.access import Actor
from core.db import db
from core.errors import Refused, refuse_if
from core.history.operations import record
from core.words import _
from training.classes import rules
from training.classes.operations import telling
from training.classes.queries import classes as queries
from training.classes.queries.roll import count_present
from training.classes.rules import Said
from training.learning.models import Class, ClassWay, Cohort
from training.learning.operations import seats
from training.learning.queries.cohorts import title_of

TABLE = Class.__tablename__


def lock(held: Class) -> Class:
    """Let what is done about a class follow one after the other; read it anew."""
    one = select(Class).where(Class.id == held.id).with_for_update(of=Class)
    return db.session.scalars(one.execution_options(populate_existing=True)).one()


def plan(cohort: Cohort, said: Said, *, by: Actor, at: datetime) -> Class:
    """Let the cohort meet at a time; its learners are told."""
    cohort = seats.lock(cohort.id)
    planned = queries.count_of_cohort(cohort.id)
    refuse_if(rules.why_not_plan(cohort, planned=planned, at=at))
    title = _title(cohort, said, at=at)
    facts = {**vars(said), "title": title}
    made = Class(cohort_id=cohort.id, made_by=by.id, made_at=at, **facts)
    db.session.add(made)
    db.session.flush()
    record("plan_class", TABLE, made.id, by=by, at=at, became=_in_short(made))
    telling.tell_learners("planned", made, at=at)
    return made


def rewrite(held: Class, said: Said, *, seen: str, by: Actor, at: datetime) -> None:
    """Change when and where it is; learners and the tutor are told where that is another.

    `seen` is the mark of the class from which the teacher began: of two who change it at once, the
    second is told.
    """
    held = lock(held)
    refuse_if(why_not_change(held, at=at))
    refuse_if(rules.why_not_over(held, said, seen=seen))
    if held.tutor_id is not None and not said.wants_tutor:
        raise Refused(_("已经有志愿者来讲，先请他在志愿服务里退掉"), field="wants_tutor")
    title = _title(held.cohort, said, at=at)
    was, before = _in_short(held), _where(held)
    for name, value in {**vars(said), "title": title}.items():
        setattr(held, name, value)
    db.session.flush()
    if was != _in_short(held):
        record("rewrite_class", TABLE, held.id, by=by, at=at, was=was, became=_in_short(held))
    if before != _where(held):
        once = f":{at:%Y%m%d%H%M%S}"
        telling.tell_learners("moved", held, once=once, at=at)
        telling.tell_tutor("moved", held, once=once, at=at)


def cancel(held: Class, *, why: str, by: Actor, at: datetime) -> None:
    """Cancel a class: its learners and its tutor are told why."""
    if not why:
        raise Refused(_("请写明原因，来上课的人要看"), field="why")
    held = lock(held)
    refuse_if(why_not_change(held, at=at))
    held.cancelled_at, held.cancel_why = at, why
    db.session.flush()
    record("cancel_class", TABLE, held.id, by=by, at=at, became=why)
    telling.tell_learners("cancelled", held, at=at, why=why)
    telling.tell_tutor("cancelled", held, at=at, why=why)


def remind(held: Class, *, at: datetime) -> None:
    """Remind everybody once that it is tomorrow."""
    held = lock(held)
    if rules.is_time_to_remind(held, at=at):
        once = f":{held.starts_at:%Y%m%d%H%M}"  # moved to another day, it is tomorrow again
        telling.tell_learners("soon", held, once=once, at=at)
        telling.tell_tutor("soon", held, once=once, at=at)


def why_not_change(held: Class, *, at: datetime) -> str | None:
    """Say why the class cannot be moved or cancelled any more, or None."""
    return rules.why_not_change(held, present=count_present(held.id), at=at)


def _title(cohort: Cohort, said: Said, *, at: datetime) -> str:
    """Return what it is called: as its lesson, or as the course whose lessons are shown."""
    lessons = dict(queries.list_class_lessons(cohort))
    if wrong := rules.why_not_said(said, cohort, lesson_keys=lessons.keys(), at=at):
        raise Refused(wrong[1], field=wrong[0])
    if said.way is ClassWay.SCREEN or said.lesson_key is None:
        return title_of(cohort.course_id)
    return lessons[said.lesson_key]


def _where(held: Class) -> tuple[object, ...]:
    return (held.way, held.starts_at, held.ends_at, held.place, held.link)


def _in_short(held: Class) -> str:
    """Write what was agreed as history keeps it; not the link, which is for learners alone."""
    times = f"{telling.written(held.starts_at)}/{telling.written(held.ends_at)}"
    return f"{held.way.value} {times} {held.lesson_key or ''} {held.place}"[:200]
