"""Making cohorts, changing and cancelling them, and holding one that few have joined."""

from datetime import datetime

from sqlalchemy import select, update

from core.access import Actor
from core.cache.operations import bump
from core.db import db
from core.errors import Refused, refuse_if
from core.history.operations import record
from core.waitlists import operations as waitlists
from core.words import _
from training.courses.models import Course
from training.learning.models import Class, Cohort
from training.learning.operations import seats, telling
from training.learning.operations.enrolling import end, pass_on
from training.learning.queries import cohorts as queries
from training.learning.rules import cohorts as rules
from training.learning.rules.cohorts import Said
from training.learning.rules.standing import KIND

TABLE = Cohort.__tablename__


def make(course: Course, said: Said, *, by: Actor, at: datetime) -> Cohort:
    """Hold the course for a group; from now on one enrols in it by cohort."""
    one = select(Course.id).where(Course.id == course.id)
    db.session.execute(one.with_for_update(key_share=True))
    live = queries.find_live(course.id)
    refuse_if(
        rules.why_not_open(
            has_live=live is not None,
            open_reading=live is not None and live.open_reading,
            to_come=queries.count_to_come(course.id, at=at),
        )
    )
    _refuse_field(rules.why_not_said(said, at=at))
    made = Cohort(course_id=course.id, made_by=by.id, made_at=at, **vars(said))
    db.session.add(made)
    db.session.flush()
    record("open_cohort", TABLE, made.id, by=by, at=at, became=_in_short(made))
    bump()
    return made


def rewrite(cohort: Cohort, said: Said, *, by: Actor, at: datetime) -> None:
    """Change a cohort in which nobody is and for which nobody waits."""
    cohort = seats.lock(cohort.id)
    waited = queries.is_waited(cohort.id)
    refuse_if(rules.why_not_rewrite(cohort, is_waited_for=waited, at=at))
    _refuse_field(rules.why_not_said(said, at=at))
    was = _in_short(cohort)
    for name, value in vars(said).items():
        setattr(cohort, name, value)
    db.session.flush()
    record("rewrite_cohort", TABLE, cohort.id, by=by, at=at, was=was, became=_in_short(cohort))
    bump()


def add_seats(cohort: Cohort, count: int, *, by: Actor, at: datetime) -> int:
    """Let a cohort have so many seats, never fewer; return how many who wait are offered one."""
    cohort = seats.lock(cohort.id)
    _refuse_field(rules.why_not_more(cohort, count, at=at))
    was, cohort.seats = cohort.seats, count
    db.session.flush()
    record("add_seats", TABLE, cohort.id, by=by, at=at, was=str(was), became=str(count))
    bump()
    return pass_on(cohort, at=at)


def cancel(cohort: Cohort, *, why: str, by: Actor, at: datetime) -> None:
    """Cancel a cohort: who learns in it or waits for it is told why.

    Who has passed already keeps that, and with it the seat; what the others have learnt is kept,
    too, for when they enrol in another.
    """
    if not why:
        raise Refused(_("请写明原因，报了名的人要看"), field="why")
    cohort = seats.lock(cohort.id)
    refuse_if(rules.why_not_change(cohort, at=at))
    learning = queries.list_in(cohort.id)
    waiting = waitlists.close(KIND, cohort.id, at=at)
    _call_classes_off(cohort, why=why, at=at)
    for each in learning:
        end(each, "call_off", by=by, at=at)
    seats.give_back(cohort, seats=len(learning))
    seats.call_off(cohort, why=why, at=at)
    record("cancel_cohort", TABLE, cohort.id, by=by, at=at, became=why)
    people = {each.person_id for each in learning} | {each.person_id for each in waiting}
    telling.tell_called_off(people, cohort, why=why, at=at)


def hold(cohort: Cohort, *, by: Actor, at: datetime) -> None:
    """Hold a cohort all the same, though fewer have come than it needs; they are told."""
    cohort = seats.lock(cohort.id)
    refuse_if(rules.why_not_hold(cohort, at=at))
    was, cohort.least = cohort.least, cohort.taken
    db.session.flush()
    record("hold_cohort", TABLE, cohort.id, by=by, at=at, was=str(was), became=str(cohort.taken))
    telling.tell_held([each.person_id for each in queries.list_in(cohort.id)], cohort, at=at)


def close_line(cohort: Cohort, *, at: datetime) -> None:
    """End the waiting for a cohort that nobody enrols in any more."""
    cohort = seats.lock(cohort.id)
    for each in waitlists.close(KIND, cohort.id, at=at):
        if each.offered_at is not None and cohort.held:
            seats.let_go(cohort)
        telling.tell_of_wait("in_vain", each, cohort, at=at)


def _call_classes_off(cohort: Cohort, *, why: str, at: datetime) -> None:
    """Let none of the classes be held that have not begun."""
    to_come = update(Class).where(
        Class.cohort_id == cohort.id, Class.cancelled_at.is_(None), Class.starts_at > at
    )
    db.session.execute(to_come.values(cancelled_at=at, cancel_why=why))


def _refuse_field(wrong: rules.Wrong | None) -> None:
    if wrong:
        raise Refused(wrong[1], field=wrong[0])


def _in_short(cohort: Cohort) -> str:
    """Write what was agreed as history keeps it."""
    days = (cohort.starts_on, cohort.ends_on, cohort.closes_on)
    return " ".join([*(each.isoformat() for each in days), f"{cohort.least}/{cohort.seats}"])
