"""Taking and giving back five minutes: the database says who was first."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, select

from core.db import db, insert_or
from core.errors import Refused
from core.words import _
from services.clinics.models import Appointment, Cell, Practitioner, Session


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
