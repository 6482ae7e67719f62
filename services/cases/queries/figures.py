"""How many came, and how many cases ended how, month by month."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, and_, case, func, select
from sqlalchemy.orm import InstrumentedAttribute

from core.db import db
from services.cases.models import Case, Outcome
from services.clinics.models import Appointment, AppointmentStatus

Months = Sequence[tuple[datetime, datetime]]  # from which moment and until which, not included


def count_times(
    practitioner_id: int, months: Months
) -> Mapping[tuple[int, AppointmentStatus], int]:
    """Count what a practitioner had, by the month (its place in `months`) and how it ended."""
    inner = (
        select(_month(Appointment.starts_at, months), Appointment.status.label("what"))
        .where(Appointment.practitioner_id == practitioner_id)
        .where(Appointment.starts_at >= months[0][0], Appointment.starts_at < months[-1][1])
        .subquery()
    )
    query = select(inner.c.month, inner.c.what, func.count()).group_by(inner.c.month, inner.c.what)
    return {(row[0], row[1]): row[2] for row in db.session.execute(query)}


def count_closed(practitioner_id: int, months: Months) -> Mapping[tuple[int, Outcome], int]:
    """Count what a practitioner has closed, by month and outcome, also what is shredded by now."""
    inner = (
        select(_month(Case.ended_at, months), Case.outcome.label("what"))
        .where(Case.practitioner_id == practitioner_id, Case.outcome.is_not(None))
        .where(Case.ended_at >= months[0][0], Case.ended_at < months[-1][1])
        .subquery()
    )
    query = select(inner.c.month, inner.c.what, func.count()).group_by(inner.c.month, inner.c.what)
    return {(row[0], row[1]): row[2] for row in db.session.execute(query)}


def _month(
    moment: InstrumentedAttribute[datetime] | InstrumentedAttribute[datetime | None],
    months: Months,
) -> ColumnElement[int]:
    cases = [
        (and_(moment >= first, moment < last), place) for place, (first, last) in enumerate(months)
    ]
    return case(*cases, else_=-1).label("month")
