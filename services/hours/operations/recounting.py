"""Taking back what is void, and counting anew what a cap had left out because of it."""

from datetime import datetime

from core.access import Actor
from core.db import db
from services.hours.models import Confirmed, HoursEntry
from services.hours.operations import events
from services.hours.queries import ledger
from services.hours.rules import counting

RECOUNTED = "recounted"  # why a line was taken back that another follows


def take_back(entry: HoursEntry, why: str, *, by: Actor, at: datetime) -> HoursEntry:
    """Add the line that takes back this one; the person's lock is held."""
    return _add(entry, minutes=-entry.minutes, reverses_id=entry.id, why=why, by=by, at=at)


def count_anew(void: HoursEntry, *, by: Actor, at: datetime) -> None:
    """Let what the void line had kept out count as far as there is room now.

    That is of its day, and of the thirty days around where it was confirmed by phone. A line never
    counts less than before; the person's lock is held.
    """
    is_by_phone = void.how is Confirmed.PHONE
    for entry in ledger.list_capped(void.person_id, day=void.day, by_phone=is_by_phone):
        minutes = _room_for(entry)
        if minutes <= entry.minutes:
            continue
        back = take_back(entry, RECOUNTED, by=by, at=at)
        _add(entry, minutes=minutes, follows_id=back.id, by=by, at=at)
        facts = {"counted": str(minutes), "before": str(entry.minutes)}
        events.tell_volunteer(entry.attendance, "recounted", at=at, **facts)


def _room_for(entry: HoursEntry) -> int:
    """Return how many minutes of the attendance count beside all the other lines."""
    by_phone = ledger.by_phone_around(entry.person_id, entry.day)
    if entry.how is Confirmed.PHONE:
        by_phone[entry.day] -= entry.minutes
    return counting.counted(
        entry.attendance.minutes,
        entry.how,
        day=entry.day,
        that_day=ledger.minutes_on(entry.person_id, entry.day) - entry.minutes,
        by_phone=by_phone,
    )


def _add(
    entry: HoursEntry,
    *,
    minutes: int,
    by: Actor,
    at: datetime,
    reverses_id: int | None = None,
    follows_id: int | None = None,
    why: str = "",
) -> HoursEntry:
    """Add a line about the same attendance as this one."""
    made = HoursEntry(
        person_id=entry.person_id,
        attendance_id=entry.attendance_id,
        branch_id=entry.branch_id,
        day=entry.day,
        minutes=minutes,
        by_hand=entry.by_hand,
        how=entry.how,
        reverses_id=reverses_id,
        follows_id=follows_id,
        why=why,
        made_by=by.person or None,
        made_at=at,
    )
    db.session.add(made)
    db.session.flush()
    return made
