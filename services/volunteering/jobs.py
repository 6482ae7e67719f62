"""What happens by itself: places kept or asked in vain go on to the next, tasks end."""

import logging
from collections.abc import Callable, Iterable
from datetime import datetime

from core.clock import now
from core.db import db, writing
from core.errors import Refused
from core.house import Job, Sweep
from core.waitlists.models import Wait
from core.waitlists.queries import list_overdue
from services.volunteering.models import Shift, Turn
from services.volunteering.operations import places, signups, tasks, telling, turns
from services.volunteering.queries import mine
from services.volunteering.queries import turns as questions
from services.volunteering.queries.signups import list_in, list_with_room
from services.volunteering.rules.reminding import FARTHEST, is_time_to_remind, reminded_from
from services.volunteering.rules.signups import KIND

HALF_AN_HOUR = 30  # minutes
log = logging.getLogger(__name__)


def go_on(at: datetime) -> None:
    """Let what was kept or asked in vain go on, and ask for what is still empty."""
    failed = each_by_itself(lapse, (wait.id for wait in list_overdue(KIND, at=at)), at=at)
    failed += each_by_itself(pass_on, list_with_room(at=at), at=at)
    failed += each_by_itself(fall_silent, questions.list_overdue(at=at), at=at)
    failed += each_by_itself(ask, questions.list_lacking(at=at), at=at)
    if failed:
        raise RuntimeError(f"places that could not go on: {failed}")


def each_by_itself(
    step: Callable[..., None], ids: Iterable[int], *, at: datetime
) -> list[tuple[str, int]]:
    """Take the step for each in a transaction of its own; one that fails keeps no other back."""
    failed = []
    waiting = list(ids)
    db.session.rollback()
    for each in waiting:
        try:
            with writing():
                step(each, at=at)
        except Refused as refused:
            log.info("%s %s stays: %s", step.__name__, each, refused.reason)
        except Exception:
            log.exception("%s %s failed", step.__name__, each)
            failed.append((step.__name__, each))
    return failed


def lapse(wait_id: int, *, at: datetime) -> None:
    wait = db.session.get_one(Wait, wait_id)
    signups.lapse(wait, db.session.get_one(Shift, wait.ref), at=at)


def pass_on(shift_id: int, *, at: datetime) -> None:
    signups.pass_on(places.lock(db.session.get_one(Shift, shift_id)), at=at)


def fall_silent(turn_id: int, *, at: datetime) -> None:
    turns.fall_silent(db.session.get_one(Turn, turn_id), at=at)


def ask(shift_id: int, *, at: datetime) -> None:
    turns.ask(db.session.get_one(Shift, shift_id), at=at)


def ask_now(shift_id: int) -> None:
    """Ask the next about this shift; it has just become empty."""
    if db.session.get(Shift, shift_id) is not None:
        each_by_itself(ask, [shift_id], at=now())


def remind(at: datetime) -> None:
    """Remind who signed up before the evening; who did so after it knows it still."""
    shifts = [
        each.id
        for each in mine.list_starting(at, at + FARTHEST)
        if is_time_to_remind(each.starts_at, at=at)
    ]
    failed = each_by_itself(remind_of, shifts, at=at)
    if failed:
        raise RuntimeError(f"shifts of which nobody was reminded: {failed}")


def remind_of(shift_id: int, *, at: datetime) -> None:
    shift = db.session.get_one(Shift, shift_id)
    if shift.cancelled_at is None and is_time_to_remind(shift.starts_at, at=at):
        since = reminded_from(shift.starts_at)
        people = [each.person_id for each in list_in(shift_id) if each.signed_at < since]
        telling.tell_soon(people, shift, at=at)


def end_over(at: datetime) -> None:
    """End the tasks whose last shift is over."""
    with writing():
        tasks.end_over(at=at)


def recall(at: datetime) -> None:
    """Cancel the tasks whose need is none for volunteers any more."""
    with writing():
        tasks.recall(at=at)


JOBS: dict[str, Job] = {"volunteering.ask": ask_now}
SWEEPS = {
    "volunteering.go_on": Sweep(1, go_on),
    "volunteering.remind": Sweep(10, remind),
    "volunteering.end_over": Sweep(HALF_AN_HOUR, end_over),
    "volunteering.recall": Sweep(HALF_AN_HOUR, recall),
}
