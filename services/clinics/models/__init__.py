"""Who can be booked, when, and what was booked."""

from services.clinics.models.appointments import (
    LIVE,
    Appointment,
    AppointmentStatus,
    Cell,
    Session,
)
from services.clinics.models.clinics import (
    Clinic,
    ClinicKind,
    DayOff,
    ExtraHours,
    Practitioner,
    PractitionerKind,
    Service,
    WeeklyHours,
)

__all__ = [
    "LIVE",
    "Appointment",
    "AppointmentStatus",
    "Cell",
    "Clinic",
    "ClinicKind",
    "DayOff",
    "ExtraHours",
    "Practitioner",
    "PractitionerKind",
    "Service",
    "Session",
    "WeeklyHours",
]
