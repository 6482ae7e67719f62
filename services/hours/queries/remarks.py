"""What was said of attendances: objections to somebody's, corrections of one's own."""

from collections.abc import Sequence

from sqlalchemy import and_, exists, func, select

from core.db import db
from services.hours.models import Correction, Objection


def list_objections(attendance_id: int) -> Sequence[Objection]:
    """Return what was said against an attendance, the newest first."""
    query = select(Objection).where(Objection.attendance_id == attendance_id)
    return db.session.scalars(query.order_by(Objection.id.desc())).all()


def find_open_objection(attendance_id: int) -> Objection | None:
    """Return the objection that nobody has answered, or None."""
    query = select(Objection).where(
        Objection.attendance_id == attendance_id, Objection.answered_at.is_(None)
    )
    return db.session.scalar(query)


def list_corrections(attendance_id: int) -> Sequence[Correction]:
    """Return what the volunteer has said is wrong with it, the newest first."""
    query = select(Correction).where(Correction.attendance_id == attendance_id)
    return db.session.scalars(query.order_by(Correction.id.desc())).all()


def has_objected(attendance_id: int, person_id: int) -> bool:
    """Tell whether this person has objected to it before."""
    return bool(
        db.session.scalar(
            select(
                exists().where(
                    Objection.attendance_id == attendance_id, Objection.by_id == person_id
                )
            )
        )
    )


def find_open_correction(attendance_id: int) -> Correction | None:
    """Return what the volunteer waits for about this attendance, or None."""
    query = select(Correction).where(
        Correction.attendance_id == attendance_id, Correction.answered_at.is_(None)
    )
    return db.session.scalar(query)


def count_open_objections(person_id: int) -> int:
    """Count the objections of this person that nobody has answered."""
    query = select(func.count()).where(
        and_(Objection.by_id == person_id, Objection.answered_at.is_(None))
    )
    return db.session.scalar(query) or 0
