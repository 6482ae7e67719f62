"""Checking in and out; the minutes are those of the server, whatever a device says."""

import secrets
from datetime import datetime, timedelta

from core.access import SYSTEM, Actor
from core.accounts.queries import take_turns
from core.clock import village_day
from core.db import db
from core.errors import Refused, refuse_if
from core.history.operations import record
from core.transition import move
from core.words import _
from services.hours.models import Attendance, AttendanceStatus, Check
from services.hours.operations import events
from services.hours.operations.locking import lock
from services.hours.queries.attendances import find_meanwhile, find_open, is_signed_up
from services.hours.queries.cases import known_of
from services.hours.rules import presence
from services.hours.rules.confirming import NOTICE_DAYS
from services.hours.rules.presence import Elsewhere
from services.hours.rules.words import ATTENDANCE, FORGOTTEN
from services.volunteering.models import Shift
from services.volunteering.operations import places

TABLE = Attendance.__tablename__


def why_not_check_in(
    shift: Shift, person_id: int, *, by_organiser: bool = False, at: datetime
) -> str | None:
    """Say why this person does not check in at the shift now, or None."""
    return presence.why_not_check_in(
        shift,
        is_signed_up=is_signed_up(shift.id, person_id),
        elsewhere=_elsewhere(shift, find_meanwhile(person_id, at), at=at),
        by_organiser=by_organiser,
        at=at,
    )


def _elsewhere(shift: Shift, there: Attendance | None, *, at: datetime) -> Elsewhere | None:
    """Say of an attendance that stands already what the rule asks about it."""
    if there is None:
        return None
    return Elsewhere(
        title=there.shift.task.title,
        is_here=there.shift_id == shift.id,
        is_open=there.status is AttendanceStatus.OPEN,
        is_late=at > there.shift.ends_at + presence.LATE,
    )


def check_in(shift: Shift, person_id: int, how: Check, *, by: Actor, at: datetime) -> Attendance:
    """Begin somebody's attendance at this moment; of any number at once, one begins.

    Nobody cancels the shift or lets the person go meanwhile: the person is locked, then the shift.
    """
    take_turns(person_id)
    shift = places.lock(shift)
    by_organiser = how is Check.ORGANISER
    if by_organiser:
        refuse_if(presence.why_not_call(person_id, by=by.id))
    refuse_if(why_not_check_in(shift, person_id, by_organiser=by_organiser, at=at))
    made = Attendance(
        ref=secrets.token_urlsafe(18),
        shift_id=shift.id,
        person_id=person_id,
        branch_id=shift.task.branch_id,
        status=AttendanceStatus.OPEN,
        starts_at=at,
        in_how=how,
        in_by=by.person,
    )
    db.session.add(made)
    db.session.flush()
    record("check_in", TABLE, made.id, by=by, at=at, became=how.value)
    return made


def check_out(attendance: Attendance, how: Check, *, by: Actor, at: datetime) -> None:
    """End the attendance at this moment, and let it be confirmed."""
    lock(attendance)
    if how is Check.ORGANISER:
        refuse_if(presence.why_not_call(attendance.person_id, by=by.id))
    refuse_if(
        presence.why_not_check_out(
            attendance.starts_at,
            attendance.shift,
            by_organiser=how is Check.ORGANISER,
            at=at,
        )
    )
    ended = {
        "ends_at": at,
        "minutes": presence.minutes_between(attendance.starts_at, at),
        "out_how": how,
        "out_by": by.person,
    }
    move(attendance, ATTENDANCE, "check_out", by=by, at=at, also=ended)
    go_on(attendance, at=at)


def check_out_of(
    shift: Shift, person_id: int, how: Check, *, by: Actor, at: datetime
) -> Attendance:
    """End the attendance of this person that is open at the shift."""
    take_turns(person_id)
    attendance = find_open(shift.id, person_id)
    if attendance is None:
        raise Refused(_("现在没有签到，不用签退"))
    check_out(attendance, how, by=by, at=at)
    return attendance


def go_on(attendance: Attendance, *, at: datetime) -> None:
    """Let an attendance that has ended be confirmed: by the person served, or by the public."""
    known = known_of(attendance.id, at=at).known
    if known.served_id is not None:
        if known.served_id != attendance.person_id:
            events.tell_served(attendance, known.served_id, at=at)
    elif known.goes_to_notice:
        put_up(attendance, at=at)


def put_up(attendance: Attendance, *, at: datetime) -> None:
    """Show it in the branch's public notice, for seven days after today."""
    until = village_day(at) + timedelta(days=NOTICE_DAYS)
    move(attendance, ATTENDANCE, "put_up", by=SYSTEM, at=at, also={"notice_until": until})


def end_forgotten(attendance: Attendance, *, at: datetime) -> None:
    """End an attendance nobody has checked out of for sixteen hours; none of it counts."""
    is_open = attendance.status is AttendanceStatus.OPEN
    if not is_open or not presence.is_forgotten(attendance.starts_at, at=at):
        return
    ended = {"ends_at": attendance.starts_at + presence.LONGEST, "void_why": FORGOTTEN}
    move(attendance, ATTENDANCE, "void", by=SYSTEM, at=at, also=ended)
    events.tell_volunteer(attendance, "forgotten", at=at)
    events.tell_desk(attendance, "forgotten_at_desk", branch_id=attendance.branch_id, at=at)
