"""The addresses of what somebody has booked, and of what they have said."""

from flask import Blueprint

from core.proxy.acting import note_fact
from core.web.confidential import keep_to_oneself

appointments = Blueprint("appointments", __name__, url_prefix="/appointments")
cases = Blueprint("cases", __name__, url_prefix="/appointments/cases")
keep_to_oneself(appointments, asks_again=False)
keep_to_oneself(cases)


@appointments.before_request
def say_little() -> None:
    """Keep out of the record of what was done for another which page, and so what, it was."""
    note_fact("", url="/appointments/")
