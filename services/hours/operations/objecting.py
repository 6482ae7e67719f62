"""Saying that an attendance is not true, and what an officer answers."""

from datetime import datetime

from sqlalchemy import update

from core.access import Actor
from core.accounts.codes import changed
from core.accounts.queries import take_turns
from core.clock import village_day
from core.db import db
from core.errors import Refused, refuse_if
from core.transition import move
from core.words import _
from services.hours.models import Attendance, Objection
from services.hours.operations import events
from services.hours.queries.cases import Case, known_of
from services.hours.queries.judges import household_of
from services.hours.queries.remarks import count_open_objections, has_objected
from services.hours.rules import confirming
from services.hours.rules.words import ATTENDANCE


def why_not_object(attendance: Attendance, *, by: Actor, at: datetime) -> str | None:
    """Say why this person does not object to the attendance now, or None."""
    return confirming.why_not_object(
        known_of(attendance.id, at=at).known,
        by=by,
        objected_before=has_objected(attendance.id, by.person),
        open_now=count_open_objections(by.person),
        today=village_day(at),
    )


def object_to(attendance: Attendance, words: str, *, by: Actor, at: datetime) -> Objection:
    """Object to an attendance; it counts no further until an officer has answered."""
    if not words:
        raise Refused(_("请写哪里不对"), field="words")
    for person_id in sorted({attendance.person_id, by.person}):  # in one order, or two would wait
        take_turns(person_id)
    refuse_if(why_not_object(attendance, by=by, at=at))
    move(attendance, ATTENDANCE, "object_to", by=by, at=at)
    made = Objection(attendance_id=attendance.id, by_id=by.person, words=words, at=at)
    db.session.add(made)
    db.session.flush()
    known = known_of(attendance.id, at=at).known
    desk = known.parent_id if known.goes_up and known.parent_id else known.branch_id
    events.tell_volunteer(attendance, "objected", at=at)
    events.tell_desk(attendance, "objected_at_desk", branch_id=desk, at=at)
    return made


def why_not_answer(case: Case, objection: Objection, *, by: Actor) -> str | None:
    """Say why this officer does not answer the objection, or None."""
    return confirming.why_not_answer(
        case.known,
        objector_id=objection.by_id,
        by=by,
        lives_with=case.lives_with(household_of(by.person)),
    )


def why_not_read_words(case: Case, *, by: Actor) -> str | None:
    """Say why this officer does not read what was said against the attendance, or None."""
    home = household_of(by.person)
    return confirming.why_not_read_words(case.known, by=by, lives_with=case.lives_with(home))


def answer(objection: Objection, *, upheld: bool, words: str, by: Actor, at: datetime) -> None:
    """Answer an objection: upheld, the attendance is void; dismissed, it goes on as before."""
    if not words:
        raise Refused(_("请写了解到什么，双方都会看到"), field="words")
    attendance = objection.attendance
    take_turns(attendance.person_id)
    refuse_if(why_not_answer(known_of(attendance.id, at=at), objection, by=by))
    said = {"upheld": upheld, "answer": words, "answered_by": by.person, "answered_at": at}
    open_now = update(Objection).where(
        Objection.id == objection.id, Objection.answered_at.is_(None)
    )
    if not changed(open_now.values(**said)):
        raise Refused(_("这条异议已经答复过了"))
    if upheld:
        move(attendance, ATTENDANCE, "uphold", by=by, at=at, also={"void_why": words[:200]})
        events.tell_volunteer(attendance, "voided", at=at, why=words[:200])
    else:
        shown = attendance.notice_until is not None
        move(attendance, ATTENDANCE, "dismiss_to_notice" if shown else "dismiss", by=by, at=at)
        events.tell_volunteer(attendance, "dismissed", at=at)
    was_served = attendance.shift.task.served_id == objection.by_id
    url = "/help" if was_served else f"/hours/notice/{attendance.branch_id}"
    events.tell_person(objection.by_id, attendance, "answered", url, at=at, answer=words)
