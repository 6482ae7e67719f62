"""What officers fill in about clinics, and practitioners about their own hours."""

from services.clinics.forms.hours import (
    DAYS,
    AwayForm,
    ExtraForm,
    SessionForm,
    WeekForm,
    WhyForm,
)
from services.clinics.forms.setting_up import (
    ClinicForm,
    ContactForm,
    EditClinicForm,
    PaperForm,
    SeeForm,
    ServiceForm,
    WindowForm,
)

__all__ = [
    "DAYS",
    "AwayForm",
    "ClinicForm",
    "ContactForm",
    "EditClinicForm",
    "ExtraForm",
    "PaperForm",
    "SeeForm",
    "ServiceForm",
    "SessionForm",
    "WeekForm",
    "WhyForm",
    "WindowForm",
]
