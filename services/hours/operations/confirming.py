"""Saying that an attendance is true: only then its minutes come into the ledger."""

from datetime import datetime

from core.access import SYSTEM, Actor
from core.accounts.queries import take_turns
from core.clock import village_day
from core.db import db
from core.errors import Refused, refuse_if
from core.transition import move
from core.words import _
from services.hours.models import Attendance, AttendanceStatus, Confirmed, HoursEntry
from services.hours.operations import events
from services.hours.operations.locking import lock
from services.hours.queries import ledger
from services.hours.queries.attendances import list_to_confirm
from services.hours.queries.cases import Case, known_of
from services.hours.queries.judges import household_of
from services.hours.rules import confirming, counting
from services.hours.rules.words import ATTENDANCE
from services.volunteering.models import Shift


def why_not_confirm(
    attendance: Attendance, how: Confirmed, *, by: Actor, at: datetime
) -> str | None:
    """Say why this person cannot confirm the attendance this way now, or None."""
    return why_not_in(known_of(attendance.id, at=at), how, by=by, at=at)


def why_not_in(case: Case, how: Confirmed, *, by: Actor, at: datetime) -> str | None:
    """Say the same of what was just read."""
    asks_home = how is Confirmed.PHONE or how in confirming.AS_SERVED
    lives_with = asks_home and case.lives_with(household_of(by.id))
    return confirming.why_not_confirm(
        case.known, how, by=by, lives_with=lives_with, today=village_day(at)
    )


def confirm(attendance: Attendance, how: Confirmed, *, by: Actor, at: datetime) -> HoursEntry:
    """Confirm an attendance; return the line of the ledger, which may count less than it lasted.

    No more counts than 480 minutes of a day, nor than 600 of thirty days by phone (the rest of the
    minutes is said to the volunteer, and stays in the attendance).
    """
    take_turns(attendance.person_id)
    refuse_if(why_not_confirm(attendance, how, by=by, at=at))
    return _enter(attendance, how, by=by, at=at)


def _enter(attendance: Attendance, how: Confirmed, *, by: Actor, at: datetime) -> HoursEntry:
    day = village_day(attendance.starts_at)
    counted = counting.counted(
        attendance.minutes,
        how,
        day=day,
        that_day=ledger.minutes_on(attendance.person_id, day),
        by_phone=ledger.by_phone_around(attendance.person_id, day),
    )
    said = {"confirmed_how": how, "confirmed_by": by.person or None, "confirmed_at": at}
    move(attendance, ATTENDANCE, "confirm", by=by, at=at, also=said)
    entry = HoursEntry(
        person_id=attendance.person_id,
        attendance_id=attendance.id,
        branch_id=attendance.branch_id,
        day=day,
        minutes=counted,
        by_hand=attendance.by_hand,
        how=how,
        made_by=by.person or None,
        made_at=at,
    )
    db.session.add(entry)
    db.session.flush()
    _tell(attendance, counted, at=at)
    return entry


def confirm_tapped(attendance: Attendance, *, by: Actor, at: datetime) -> None:
    """Confirm it as the person served does, or who acts for them; tapped twice it is the same."""
    lock(attendance)
    said = attendance.confirmed_how in confirming.AS_SERVED
    is_done = attendance.status is AttendanceStatus.CONFIRMED
    if is_done and said and attendance.confirmed_by == by.person:
        return
    confirm(attendance, confirming.by_tap(by), by=by, at=at)


def confirm_all_of(shift: Shift, how: Confirmed, *, by: Actor, at: datetime) -> list[HoursEntry]:
    """Confirm all that the volunteer has done at the shift, who has shown its code: once."""
    take_turns(by.person)
    found = list_to_confirm(shift.id, by.person)
    if not found:
        raise Refused(_("没有等确认的服务。请先签退；已经确认过的不用再确认"))
    for each in found:
        refuse_if(why_not_confirm(each, how, by=by, at=at))
    return [_enter(each, how, by=by, at=at) for each in found]


def confirm_shown(attendance: Attendance, *, at: datetime) -> None:
    """Confirm what has been shown in public until the end, and nobody objected to."""
    confirm(attendance, Confirmed.NOTICE, by=SYSTEM, at=at)


def take_down(attendance: Attendance, *, at: datetime) -> None:
    """Let what the volunteer agrees to show no more wait for an officer instead."""
    take_turns(attendance.person_id)
    if not known_of(attendance.id, at=at).known.is_public:
        down = {"notice_until": None}
        move(attendance, ATTENDANCE, "take_down", by=SYSTEM, at=at, also=down)


def _tell(attendance: Attendance, counted: int, *, at: datetime) -> None:
    facts = {"counted": str(counted), "minutes": str(attendance.minutes)}
    whole = counted == attendance.minutes
    events.tell_volunteer(attendance, "confirmed" if whole else "confirmed_less", at=at, **facts)
