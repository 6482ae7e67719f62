"""How an enrolment goes on, and how long having passed keeps somebody from enrolling again."""

from calendar import monthrange
from datetime import date, timedelta

from core.lifecycle import Lifecycle
from training.learning.models import Enrolment, EnrolmentStatus

# Who comes back to the version they left goes on where they stopped: it is the same enrolment,
# with its progress, and with the attempts at the exam that were used up.
ENROLMENT = Lifecycle(
    {
        EnrolmentStatus.IN: {
            "leave": EnrolmentStatus.OUT,
            "call_off": EnrolmentStatus.OUT,
            "finish": EnrolmentStatus.PASSED,
        },
        EnrolmentStatus.OUT: {"come_back": EnrolmentStatus.IN},
    }
)
RENEWED_FROM = timedelta(days=60)  # before the certificate ends
MONTHS = 12


def source_of(enrolment_id: int | str) -> str:
    """Return what a certificate names as that for which it was issued."""
    return f"{Enrolment.__tablename__}:{enrolment_id}"


def counts_until(passed_on: date, *, months: int) -> date | None:
    """Return the last day on which having passed counts, None for ever."""
    if not months:
        return None
    years, month = divmod(passed_on.month - 1 + months, MONTHS)
    year, month = passed_on.year + years, month + 1
    return date(year, month, min(passed_on.day, monthrange(year, month)[1]))
