"""What is known when somebody sets up practitioners, clinics and hours."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import select

from core.branches.actors import in_office
from core.branches.models import OfficeRole, OfficeTerm
from core.clock import day_starts
from core.db import db
from services.clinics.models import Appointment, Practitioner, Service, Session
from services.clinics.rules.appointments import LIVE
from services.clinics.rules.slots import Span


def find_practitioner_of(person_id: int) -> Practitioner | None:
    """Return the practitioner that this person is, also one who has ended, or None."""
    return db.session.scalar(select(Practitioner).where(Practitioner.person_id == person_id))


def holds_secretary(person_id: int, branch_id: int, *, day: date) -> bool:
    """Tell whether the person is the branch's secretary or stands in for one."""
    query = select(OfficeTerm.id).where(
        OfficeTerm.person_id == person_id,
        OfficeTerm.branch_id == branch_id,
        OfficeTerm.role == OfficeRole.SECRETARY,
        in_office(day),
    )
    return db.session.scalar(query.limit(1)) is not None


def list_taken(
    practitioner_id: int,
    *,
    since: datetime | None = None,
    day: date | None = None,
    span: Span = (0, 1440),
) -> Sequence[datetime]:
    """Return when what stands of the practitioner begins, from a moment on or in a span."""
    single = select(Appointment.starts_at, Appointment.ends_at).where(
        Appointment.practitioner_id == practitioner_id,
        Appointment.session_id.is_(None),
        Appointment.status.in_(LIVE),
    )
    grouped = (
        select(Session.starts_at, Session.ends_at)
        .join(Service, Service.id == Session.service_id)
        .where(Service.practitioner_id == practitioner_id, Session.cancelled_at.is_(None))
    )
    found = [row for query in (single, grouped) for row in db.session.execute(query)]
    if since is not None:
        return [begins for begins, ends in found if ends > since]
    midnight = day_starts(day) if day else None
    if midnight is None:
        return [begins for begins, _ends in found]
    first, last = (midnight + timedelta(minutes=each) for each in span)
    return [begins for begins, ends in found if begins < last and ends > first]
