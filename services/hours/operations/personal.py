"""What is kept of a person's hours, to copy out and to erase."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, delete, select, update

from core.access import SYSTEM
from core.db import Base, db
from core.transition import move
from services.hours.models import (
    Attendance,
    AttendanceStatus,
    Commendation,
    Correction,
    HoursEntry,
    HoursRequest,
    Objection,
)
from services.hours.rules.words import ATTENDANCE, CLOSED

Rows = Sequence[Mapping[str, Any]]
# The machine's own columns, and other people's.
LEFT_OUT = {"person_id", "by_id", "in_by", "out_by", "confirmed_by", "answered_by", "made_by"}
LEFT_OUT |= {"proposed_by", "ended_by"}
GONE = "—"
MOMENT = timedelta(seconds=1)


class OwnHours:
    """Somebody's attendances, hours, and what they and others said of them (PIPL 45, 47)."""

    def export(self, person_id: int) -> Mapping[str, Rows]:
        of_mine = select(Attendance.id).where(Attendance.person_id == person_id)
        return {
            "attendances": told(_of(Attendance, person_id)),
            "hours": told(_of(HoursEntry, person_id)),
            "corrections_asked": told(
                select(Correction)
                .where(Correction.attendance_id.in_(of_mine))
                .order_by(Correction.id)
            ),
            "objections_made": told(
                select(Objection).where(Objection.by_id == person_id).order_by(Objection.id)
            ),
            "hours_certificates_asked": told(_of(HoursRequest, person_id)),
            "commendations": told(_of(Commendation, person_id)),
        }

    def erase(self, person_id: int, *, at: datetime) -> None:
        """End what is open and blank what was written; the ledger has no name in it and stays."""
        still = select(Attendance).where(
            Attendance.person_id == person_id, Attendance.status == AttendanceStatus.OPEN
        )
        for each in db.session.scalars(still).all():
            ended = {"ends_at": max(at, each.starts_at + MOMENT), "void_why": CLOSED}
            move(each, ATTENDANCE, "void", by=SYSTEM, at=at, also=ended)
        mine = select(Attendance.id).where(Attendance.person_id == person_id)
        asked = update(Correction).where(Correction.attendance_id.in_(mine))
        db.session.execute(asked.values(words=GONE))
        said = update(Objection).where(Objection.by_id == person_id)
        db.session.execute(said.values(words=GONE))
        praised = update(Commendation).where(Commendation.person_id == person_id)
        db.session.execute(praised.values(words=""))
        db.session.execute(
            delete(HoursRequest).where(
                HoursRequest.person_id == person_id, HoursRequest.issued_at.is_(None)
            )
        )


def _of(
    table: type[Attendance | HoursEntry | HoursRequest | Commendation], person_id: int
) -> Select[Any]:
    return select(table).where(table.person_id == person_id).order_by(table.id)


def told(query: Select[Any]) -> Rows:
    """Return all that the rows say but of other people, enums by their value."""
    rows: Iterable[Base] = db.session.scalars(query)
    return [
        {
            name: getattr(value, "value", value)
            for name in row.__table__.columns.keys()  # noqa: SIM118
            if name not in LEFT_OUT
            for value in (getattr(row, name),)
        }
        for row in rows
    ]
