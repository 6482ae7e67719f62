"""What happens by itself: places go on to the next, and tasks end when their time is over."""

from collections.abc import Sequence
from datetime import datetime

from core.clock import now
from core.db import db
from core.house import Job, Sweep
from core.jobs.by_itself import complain, each_by_itself
from core.waitlists.models import Wait
from core.waitlists.queries import list_overdue
from services.volunteering.models import Shift, Task, Turn
from services.volunteering.operations import places, signups, tasks, telling, turns
from services.volunteering.queries import mine
from services.volunteering.queries import turns as questions
from services.volunteering.queries.signups import list_in, list_with_room
from services.volunteering.queries.tasks import list_of_needs, list_over
from services.volunteering.queries.turns import list_next_of
from services.volunteering.rules import tasks as rules
from services.volunteering.rules.reminding import FARTHEST, is_time_to_remind, reminded_from
from services.volunteering.rules.signups import KIND

AT_ONCE = 200  # tasks that one sweep ends


def go_on(at: datetime) -> None:
    """Let what was kept or asked in vain go on, and ask for what is still empty."""
    failed = each_by_itself(lapse, (wait.id for wait in list_overdue(KIND, at=at)), at=at)
    failed += each_by_itself(pass_on, list_with_room(at=at), at=at)
    failed += each_by_itself(fall_silent, questions.list_overdue(at=at), at=at)
    failed += each_by_itself(ask, questions.list_lacking(at=at), look=list_next_of, at=at)
    complain("places that could not go on", failed)


def lapse(wait_id: int, *, at: datetime) -> None:
    wait = db.session.get_one(Wait, wait_id)
    signups.lapse(wait, db.session.get_one(Shift, wait.ref), at=at)


def pass_on(shift_id: int, *, at: datetime) -> None:
    signups.pass_on(places.lock(db.session.get_one(Shift, shift_id)), at=at)


def fall_silent(turn_id: int, *, at: datetime) -> None:
    turns.fall_silent(db.session.get_one(Turn, turn_id), at=at)


def ask(shift_id: int, people: Sequence[int], *, at: datetime) -> None:
    turns.ask(db.session.get_one(Shift, shift_id), people=people, at=at)


def ask_now(shift_id: int) -> None:
    """Ask the next about this shift; it has just become empty."""
    if db.session.get(Shift, shift_id) is not None:
        each_by_itself(ask, [shift_id], look=list_next_of, at=now())


def remind(at: datetime) -> None:
    """Remind who signed up before the evening; who did so after it knows it still."""
    shifts = [
        each.id
        for each in mine.list_starting(at, at + FARTHEST)
        if is_time_to_remind(each.starts_at, at=at)
    ]
    failed = each_by_itself(remind_of, shifts, at=at)
    complain("shifts of which nobody was reminded", failed)


def remind_of(shift_id: int, *, at: datetime) -> None:
    shift = db.session.get_one(Shift, shift_id)
    if shift.cancelled_at is None and is_time_to_remind(shift.starts_at, at=at):
        since = reminded_from(shift.starts_at)
        people = [each.person_id for each in list_in(shift_id) if each.signed_at < since]
        telling.tell_soon(people, shift, at=at)


def end_over(at: datetime) -> None:
    """End the tasks whose last shift is over."""
    over = list_over(at=at - rules.OVER_AFTER, limit=AT_ONCE)
    complain("tasks that could not end", each_by_itself(end, over, at=at))


def end(task_id: int, *, at: datetime) -> None:
    tasks.end_over(db.session.get_one(Task, task_id), at=at)


def recall(at: datetime) -> None:
    """Cancel the tasks whose need is none for volunteers any more."""
    failed = each_by_itself(recall_one, list_of_needs(at=at), at=at)
    complain("tasks that could not be called off", failed)


def recall_one(task_id: int, *, at: datetime) -> None:
    tasks.recall(db.session.get_one(Task, task_id), at=at)


def recall_now() -> None:
    """Cancel them at once: some area has just said that it is so."""
    recall(now())


JOBS: dict[str, Job] = {"volunteering.ask": ask_now, "volunteering.recall": recall_now}
SWEEPS = {
    "volunteering.go_on": Sweep(1, go_on),
    "volunteering.remind": Sweep(10, remind),
    "volunteering.end_over": Sweep(30, end_over),
    "volunteering.recall": Sweep(30, recall),
}
