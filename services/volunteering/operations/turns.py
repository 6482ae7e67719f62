"""Asking volunteers in turn; what they answer is written down nowhere but in their own question."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from sqlalchemy import select

from core.access import Actor
from core.accounts.queries import take_turns
from core.branches.actors import in_office
from core.branches.models import OfficeTerm
from core.clock import village_day
from core.db import after_commit, db
from core.errors import Refused, refuse_if
from core.house import HOUSE
from core.transition import move_unnoted
from core.waitlists.rules import kept_until
from core.words import _
from services.volunteering.models import Shift, Signup, SignupHow, TaskStatus, Turn, TurnStatus
from services.volunteering.operations import places, telling
from services.volunteering.operations.coming import come
from services.volunteering.queries.signups import standing_of
from services.volunteering.queries.turns import list_next, list_open, still_to_ask
from services.volunteering.rules.signups import why_not_come, why_unsaid
from services.volunteering.rules.turns import ASKED_AHEAD, TURN, why_not_accept


def ask(shift: Shift, *, people: Sequence[int] | None = None, at: datetime) -> int:
    """Ask as many volunteers as places are without an open question; return how many.

    `people` is whom to ask, the best first, as they were read before the transaction; each is
    looked at again. Where nobody is left, or it is too late to ask, the officers are told once,
    and it is not tried again until something changes or an hour has passed.
    """
    shift = places.lock(shift)
    if not _asks(shift, at=at):
        return 0
    left = shift.free - count_open(shift)
    if left <= 0:
        return 0
    until = kept_until(at, starts_at=shift.starts_at)
    first = list_next(shift, at=at) if people is None and until is not None else people
    chosen = _still(first or (), shift, most=left, at=at) if until is not None else []
    for person_id in chosen:
        turn = Turn(shift=shift, person_id=person_id, offered_at=at, until=until)
        db.session.add(turn)
        db.session.flush()
        telling.tell_asked(turn, at=at)
    missing = left - len(chosen)
    shift.nobody_since = at if missing else None
    if missing:
        officers = _officers(shift.task.branch_id, at=at)
        event = "too_late" if until is None else "nobody_left"
        telling.tell_lacking(event, officers, shift, count=missing, at=at)
    return len(chosen)


def accept(turn: Turn, *, of_age: bool = False, by: Actor, at: datetime) -> Signup:
    """Say yes; of more who say so than there are places the later are refused.

    `of_age`: they say that they are old enough, which who has told no date of birth must.
    """
    take_turns(by.person)
    shift = places.lock(turn.shift)
    db.session.refresh(turn)
    db.session.refresh(shift.task)
    standing = standing_of(by.person, [shift], at=at)[shift.id]
    refuse_if(why_not_accept(turn.status, turn.until, shift, standing, at=at))
    refuse_if(why_unsaid(shift.task, standing, of_age=of_age))
    if not places.take(shift, at=at, passing=True):
        raise Refused(_("名额刚刚满了，谢谢您"))
    _end(turn, "accept", at=at)
    signup = come(shift, by.person, SignupHow.TURN, by=by, at=at)
    withdraw_beyond(shift, at=at)
    telling.tell_of_signup("signed_up", signup, at=at)
    return signup


def decline(turn: Turn, *, at: datetime) -> None:
    """Say no, which has no consequence but that one is not asked again; the next is asked."""
    shift = places.lock(turn.shift)
    db.session.refresh(turn)
    if turn.status is TurnStatus.DECLINED:
        return
    _end(turn, "decline", at=at)
    go_on_asking(shift)


def fall_silent(turn: Turn, *, at: datetime) -> bool:
    """End a question that nobody has answered in time; tell whether it was still open."""
    places.lock(turn.shift)
    db.session.refresh(turn)
    if turn.status is not TurnStatus.OFFERED or turn.until > at:
        return False
    _end(turn, "fall_silent", at=at)
    return True


def go_on_asking(shift: Shift) -> None:
    """Have the worker ask the next, once this is stored."""
    after_commit(partial(HOUSE.queue.nudge, "volunteering.ask", shift.id))


def count_open(shift: Shift) -> int:
    """Return how many places are spoken for by open questions."""
    return len(list_open(shift.id))


def answer_by_coming(shift: Shift, person_id: int, *, at: datetime) -> None:
    """End the question to somebody who comes by another way."""
    for turn in list_open(shift.id):
        if turn.person_id == person_id:
            _end(turn, "accept", at=at)


def withdraw_beyond(shift: Shift, *, at: datetime) -> None:
    """Take back what was asked beyond the places that are left, the last asked first."""
    asked = list_open(shift.id)
    for turn in asked[max(shift.free, 0) :]:
        _end(turn, "withdraw", at=at)
        telling.tell_no_need(turn, at=at)


def withdraw_all(shift: Shift, *, at: datetime) -> Sequence[Turn]:
    """Take back all that is asked about a shift; return it."""
    asked = list_open(shift.id)
    for turn in asked:
        _end(turn, "withdraw", at=at)
    return asked


def _end(turn: Turn, action: str, *, at: datetime) -> None:
    turn.ended_at = at
    move_unnoted(turn, TURN, action)


def _asks(shift: Shift, *, at: datetime) -> bool:
    task = shift.task
    is_open = task.status is TaskStatus.OPEN and shift.cancelled_at is None
    return task.in_turn and is_open and at < shift.starts_at <= at + ASKED_AHEAD


def _still(people: Sequence[int], shift: Shift, *, most: int, at: datetime) -> list[int]:
    """Return the first of these people who may still be asked, now that the shift is locked."""
    if not people:
        return []
    free = still_to_ask(people, shift)
    found: list[int] = []
    for person_id in people:
        if len(found) == most:
            break
        if person_id in free:
            standing = standing_of(person_id, [shift], at=at)[shift.id]
            if why_not_come(shift, standing, at=at) is None:
                found.append(person_id)
    return found


def _officers(branch_id: int, *, at: datetime) -> Sequence[int]:
    """Return who acts in an office of the branch today."""
    query = select(OfficeTerm.person_id).where(
        OfficeTerm.branch_id == branch_id, in_office(village_day(at))
    )
    return db.session.scalars(query.distinct().order_by(OfficeTerm.person_id)).all()
