"""Hours that an organiser enters afterwards, with a reason; they stand apart for ever."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from core.access import Actor
from core.accounts.queries import take_turns
from core.db import db
from core.errors import Refused, refuse_if
from core.history.operations import record
from core.words import _
from services.hours.models import Attendance, AttendanceStatus, Check
from services.hours.operations import events
from services.hours.operations.checking import TABLE, go_on
from services.hours.queries.attendances import find_elsewhere, is_on_roll
from services.hours.rules import presence
from services.volunteering.models import Shift


@dataclass(frozen=True, kw_only=True)
class Entered:
    """What the organiser says: who was there, from when until when, and why it is entered."""

    person_id: int
    starts_at: datetime
    ends_at: datetime
    why: str


def enter(shift: Shift, said: Entered, *, by: Actor, at: datetime) -> Attendance:
    """Enter an attendance by hand; it waits to be confirmed as any other."""
    if not said.why:
        raise Refused(_("请写明为什么补录"), field="why")
    if wrong := presence.why_not_enter(shift, said.starts_at, said.ends_at, at=at):
        raise Refused(wrong[1], field=wrong[0] or None)
    take_turns(said.person_id)
    refuse_if(
        presence.why_not_enter_for(
            said.person_id,
            is_signed_up=is_on_roll(shift.id, said.person_id),
            elsewhere=find_elsewhere(said.person_id, said.starts_at, said.ends_at),
            by=by.person,
        ),
        field="who",
    )
    minutes = presence.minutes_between(said.starts_at, said.ends_at)
    made = Attendance(
        ref=secrets.token_urlsafe(18),
        shift_id=shift.id,
        person_id=said.person_id,
        branch_id=shift.task.branch_id,
        status=AttendanceStatus.ENDED,
        starts_at=said.starts_at,
        ends_at=said.ends_at,
        minutes=minutes,
        in_how=Check.HAND,
        in_by=by.person,
        out_how=Check.HAND,
        out_by=by.person,
        by_hand=True,
        why=said.why,
    )
    db.session.add(made)
    db.session.flush()
    record("enter_by_hand", TABLE, made.id, by=by, at=at, became=said.why)
    events.tell_volunteer(made, "entered", at=at, minutes=str(minutes))
    go_on(made, at=at)
    return made
