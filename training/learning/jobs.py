"""What happens by itself: seats go on to the next, lines end, teachers and learners are told."""

from datetime import datetime, timedelta

from core.clock import village_day
from core.db import db, writing
from core.house import Sweep
from core.jobs.by_itself import complain, each_by_itself
from core.waitlists.models import Wait
from core.waitlists.queries import list_overdue
from training.learning.models import Cohort
from training.learning.operations import cohorts, enrolling, seats, telling
from training.learning.operations.studying import forget_old_events
from training.learning.queries import cohorts as queries
from training.learning.rules.cohorts import LOOKED_BACK, is_short, is_time_to_remind
from training.learning.rules.standing import KIND


def go_on(at: datetime) -> None:
    """Let what was kept in vain go on, and offer what is free to who waits."""
    failed = each_by_itself(lapse, (each.id for each in list_overdue(KIND, at=at)), at=at)
    failed += each_by_itself(pass_on, queries.list_with_room(at=at), at=at)
    complain("seats that could not go on", failed)


def lapse(wait_id: int, *, at: datetime) -> None:
    enrolling.lapse(db.session.get_one(Wait, wait_id), at=at)


def pass_on(cohort_id: int, *, at: datetime) -> None:
    enrolling.pass_on(seats.lock(cohort_id), at=at)


def close(at: datetime) -> None:
    """End the lines of cohorts nobody enrols in any more; where too few came, tell the teachers."""
    failed = each_by_itself(close_line, queries.list_closed_in_vain(at=at), at=at)
    since = village_day(at) - LOOKED_BACK
    failed += each_by_itself(tell_few, queries.list_short(since=since, at=at), at=at)
    complain("cohorts that could not close", failed)


def close_line(cohort_id: int, *, at: datetime) -> None:
    cohorts.close_line(db.session.get_one(Cohort, cohort_id), at=at)


def tell_few(cohort_id: int, *, at: datetime) -> None:
    cohort = db.session.get_one(Cohort, cohort_id)
    if is_short(cohort, at=at):
        telling.tell_few(cohort, at=at)


def remind(at: datetime) -> None:
    """Remind who is in a cohort that begins tomorrow."""
    tomorrow = village_day(at) + timedelta(days=1)
    failed = each_by_itself(remind_of, queries.list_starting(tomorrow), at=at)
    complain("cohorts of which nobody was reminded", failed)


def remind_of(cohort_id: int, *, at: datetime) -> None:
    cohort = db.session.get_one(Cohort, cohort_id)
    if is_time_to_remind(cohort, at=at):
        people = [each.person_id for each in queries.list_in(cohort_id)]
        telling.tell_soon(people, cohort, at=at)


def forget_events(at: datetime) -> None:
    """Forget the ids of what phones told long ago: told again, it would change nothing."""
    with writing():
        forget_old_events(at=at)


SWEEPS = {
    "learning.go_on": Sweep(1, go_on),
    "learning.close": Sweep(30, close),
    "learning.remind": Sweep(20, remind),
    "learning.events": Sweep(24 * 60, forget_events),
}
