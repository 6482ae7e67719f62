"""What a branch may count of its clinics: by the month that is over, never below five."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import case, func, select
from sqlalchemy.orm import InstrumentedAttribute

from core.clock import day_starts
from core.db import db
from services.cases.models import Case, CaseStatus
from services.clinics.models import Appointment, AppointmentStatus, Clinic, Service
from services.clinics.rules.counts import finished_months, shown, total

Counts = dict[tuple[int, int], int]  # by clinic and number of the month


@dataclass(frozen=True, kw_only=True)
class Line:
    """One clinic: its months, the newest first, each with what may be read of it."""

    title: str
    months: list[tuple[date, int | None, int | None]]  # the month, appointments, cases
    appointments: int | None
    cases: int | None


def list_counts(branch_id: int, *, today: date) -> Sequence[Line]:
    """Return what the clinics of the branch, closed ones too, had in each finished month.

    A time that was held counts in the month in which that was said, a case in the one in which it
    was handed in: of a month that is over neither changes any more.
    """
    clinics = db.session.execute(
        select(Clinic.id, Clinic.title).where(Clinic.branch_id == branch_id).order_by(Clinic.id)
    ).all()
    starts = finished_months(today)
    held = (
        select(Service.clinic_id, _month(Appointment.ended_at, starts).label("month"), func.count())
        .join(Service, Service.id == Appointment.service_id)
        .join(Clinic, Clinic.id == Service.clinic_id)
        .where(Appointment.status == AppointmentStatus.DONE)
    )
    handed_in = (
        select(Case.clinic_id, _month(Case.submitted_at, starts).label("month"), func.count())
        .join(Clinic, Clinic.id == Case.clinic_id)
        .where(Case.status != CaseStatus.DRAFT)
    )
    return lines_of(
        [(clinic_id, title) for clinic_id, title in clinics],
        starts,
        _read(held, Appointment.ended_at, branch_id, starts),
        _read(handed_in, Case.submitted_at, branch_id, starts),
    )


def lines_of(
    clinics: Sequence[tuple[int, str]], starts: Sequence[date], held: Counts, handed_in: Counts
) -> list[Line]:
    """Return all that is shown of these counts."""
    appointments, cases = shown(held), shown(handed_in)
    return [_line(clinic_id, title, starts, appointments, cases) for clinic_id, title in clinics]


def _line(
    clinic_id: int, title: str, starts: Sequence[date], appointments: Counts, cases: Counts
) -> Line:
    months = [
        (first, appointments.get((clinic_id, number)), cases.get((clinic_id, number)))
        for number, first in enumerate(starts[:-1])
    ]
    return Line(
        title=title,
        months=months[::-1],
        appointments=total(count for _month, count, _cases in months),
        cases=total(count for _month, _appointments, count in months),
    )


def _month(
    moment: InstrumentedAttribute[datetime] | InstrumentedAttribute[datetime | None],
    starts: Sequence[date],
) -> Any:
    """Return the number of the month in which a moment lies, as a part of a query."""
    after = enumerate(starts[1:])
    return case(*((moment < day_starts(end), number) for number, end in after))


def _read(
    query: Any,
    moment: InstrumentedAttribute[datetime] | InstrumentedAttribute[datetime | None],
    branch_id: int,
    starts: Sequence[date],
) -> Counts:
    begins, ends = day_starts(starts[0]), day_starts(starts[-1])
    rows = db.session.execute(
        query.where(Clinic.branch_id == branch_id, moment >= begins, moment < ends).group_by(
            query.selected_columns[0], "month"
        )
    )
    found: Counts = defaultdict(int)
    for clinic_id, number, count in rows:
        found[clinic_id, number] += count
    return found
