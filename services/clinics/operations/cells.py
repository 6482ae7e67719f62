"""Taking, giving back and shutting five minutes: the database says who was first."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import delete, select

from core.access import Actor
from core.clock import village_day
from core.db import db, insert_or
from core.errors import Refused
from core.history.operations import record
from core.words import _
from services.clinics.models import Appointment, Cell, DayOff, Practitioner, Session
from services.clinics.rules.slots import DAY_MINUTES, Span, cells_of, minute_of


def lock(practitioner_id: int) -> None:
    """Let the times of one practitioner be given one after the other, so that a day's cap holds."""
    query = select(Practitioner.id).where(Practitioner.id == practitioner_id)
    db.session.execute(query.with_for_update(key_share=True))


def take(practitioner_id: int, cells: Sequence[datetime], of: Appointment | Session) -> None:
    """Take all of these cells, or raise Refused; in the order of time, so that nobody waits round.

    Whoever comes a moment later waits until this transaction has ended, and then has lost them.
    """
    whose = "appointment_id" if isinstance(of, Appointment) else "session_id"
    rows = [
        {"practitioner_id": practitioner_id, "starts_at": each, whose: of.id}
        for each in sorted(cells)
    ]
    new = (
        insert_or(Cell)
        .values(rows)
        .on_conflict_do_nothing(index_elements=[Cell.practitioner_id, Cell.starts_at])
    )
    if len(db.session.scalars(new.returning(Cell.starts_at)).all()) < len(rows):
        raise Refused(_("这个时间刚被别人约走了，请换一个"), field="start")


def give_back(of: Appointment | Session) -> None:
    """Free the cells; others can have them from the next moment on."""
    column = Cell.appointment_id if isinstance(of, Appointment) else Cell.session_id
    db.session.execute(delete(Cell).where(column == of.id))


def shut(appointment: Appointment, *, by: Actor, at: datetime) -> None:
    """Let nobody have the time that its practitioner gives up: they are not there then.

    It stands among the times at which they are away, buffers included, so that the times after it
    stay where they are; there they open it again.
    """
    taken = cells_of(appointment.starts_at, appointment.service)
    day = village_day(appointment.starts_at)
    begins = minute_of(taken[0]) if village_day(taken[0]) == day else 0
    ends = minute_of(taken[-1]) + 5 if village_day(taken[-1]) == day else DAY_MINUTES
    if put_off(appointment.practitioner_id, day, (begins, ends)):
        whose = appointment.practitioner_id
        record("be_away", "practitioner", whose, by=by, at=at, became=day.isoformat())


def put_off(practitioner_id: int, day: date, span: Span) -> bool:
    """Put down that nobody is there then; tell whether that was new. Parts of it become one."""
    on_day = DayOff.practitioner_id == practitioner_id, DayOff.day == day
    whole = select(DayOff.id).where(*on_day, DayOff.begins <= span[0], DayOff.ends >= span[1])
    if db.session.scalar(whole.limit(1)) is not None:
        return False
    parts = delete(DayOff).where(*on_day, DayOff.begins >= span[0], DayOff.ends <= span[1])
    db.session.execute(parts)
    db.session.add(DayOff(practitioner_id=practitioner_id, day=day, begins=span[0], ends=span[1]))
    db.session.flush()
    return True
