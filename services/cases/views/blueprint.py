"""The addresses of what somebody has booked, and of what they have said."""

from flask import Blueprint

appointments = Blueprint("appointments", __name__, url_prefix="/appointments")
cases = Blueprint("cases", __name__, url_prefix="/appointments/cases")
