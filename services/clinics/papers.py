"""What stands of appointments in calendars outside the house: that there is one, nothing else."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from core.house import CalendarEntry
from core.words import _
from services.clinics.models import Appointment
from services.clinics.queries.appointments import list_for_calendar

KEPT = timedelta(days=30)


def list_entries(person_id: int, at: datetime) -> Iterable[CalendarEntry]:
    """Return the times that this person has to come."""
    return [entry(each) for each in list_for_calendar(person_id, since=at - KEPT)]


def entry(appointment: Appointment) -> CalendarEntry:
    """Write an appointment so that whoever sees the calendar learns nothing of it."""
    return CalendarEntry(
        uid=f"appointment-{appointment.ref}",
        start=appointment.starts_at,
        end=appointment.ends_at,
        title=_("您有一项预约"),
        place="",
        url=f"/appointments/{appointment.ref}",
    )
