"""Putting right what is wrong: a line of the ledger is never changed, another takes it back."""

from datetime import datetime

from sqlalchemy import update

from core.access import Actor
from core.accounts.codes import changed
from core.db import db
from core.errors import Refused, refuse_if
from core.history.operations import record
from core.transition import move
from core.words import _
from services.hours.models import Attendance, AttendanceStatus, Correction
from services.hours.operations import events, recounting
from services.hours.operations.locking import lock
from services.hours.queries.judges import find_desk
from services.hours.queries.ledger import find_entry
from services.hours.queries.remarks import find_open_correction
from services.hours.rules.confirming import why_not_void
from services.hours.rules.words import ATTENDANCE

TABLE = Correction.__tablename__


def void(attendance: Attendance, why: str, *, by: Actor, at: datetime) -> None:
    """Declare an attendance void; what it put into the ledger is taken back by another line.

    What a cap had left out because of it counts then, as far as there is room.
    """
    if not why:
        raise Refused(_("请写明原因，本人要看"), field="why")
    lock(attendance)
    refuse_if(why_not_void(attendance.status, attendance.person_id, by=by))
    also: dict[str, object] = {"void_why": why}
    if attendance.status is AttendanceStatus.OPEN:
        if at <= attendance.starts_at:
            raise Refused(_("刚刚签到，请稍后再试"))
        also["ends_at"] = at
    was_confirmed = attendance.status is AttendanceStatus.CONFIRMED
    move(attendance, ATTENDANCE, "void", by=by, at=at, also=also)
    if was_confirmed:
        entry = find_entry(attendance.id)
        if entry is None:
            raise RuntimeError(f"attendance {attendance.id} was confirmed without a line")
        recounting.take_back(entry, why, by=by, at=at)
        recounting.count_anew(entry, by=by, at=at)
    events.tell_volunteer(attendance, "voided", at=at, why=why)


def why_not_ask(attendance: Attendance, *, by: Actor) -> str | None:
    """Say why this person does not ask for a correction, or None."""
    if attendance.person_id != by.person:
        return _("只有本人能说自己的时长记得不对")
    if attendance.status is AttendanceStatus.OPEN:
        return _("还没有签退，先签退")
    if find_open_correction(attendance.id) is not None:
        return _("您说过了，支部还没有答复")
    return None


def ask_correction(attendance: Attendance, words: str, *, by: Actor, at: datetime) -> Correction:
    """Tell the desk what is wrong with one's own attendance."""
    if not words:
        raise Refused(_("请写哪里不对"), field="words")
    lock(attendance)
    refuse_if(why_not_ask(attendance, by=by))
    made = Correction(attendance_id=attendance.id, words=words, at=at)
    db.session.add(made)
    db.session.flush()
    record("ask_correction", TABLE, made.id, by=by, at=at)
    desk = find_desk(attendance.branch, by.person, at=at)
    events.tell_desk(attendance, "correction_asked", branch_id=desk, at=at)
    return made


def answer_correction(correction: Correction, words: str, *, by: Actor, at: datetime) -> None:
    """Answer it, after what was wrong has been put right, or because nothing was."""
    attendance = correction.attendance
    if not words:
        raise Refused(_("请写个答复"), field="words")
    if attendance.person_id in {by.id, by.person}:
        raise Refused(_("自己的记录要由别人更正"))
    open_now = update(Correction).where(
        Correction.id == correction.id, Correction.answered_at.is_(None)
    )
    if not changed(open_now.values(answer=words, answered_by=by.person, answered_at=at)):
        raise Refused(_("已经答复过了"))
    record("answer_correction", TABLE, correction.id, by=by, at=at)
    events.tell_volunteer(attendance, "correction_answered", at=at)
