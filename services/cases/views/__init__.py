"""Booking, one's appointments, and one's cases; importing them hangs their routes."""

from services.cases.views import begin, case, intake, papers
from services.cases.views.blueprint import appointments, cases

ROUTES = (begin, intake, papers, case)
BLUEPRINTS = (appointments, cases)

__all__ = ["BLUEPRINTS", "ROUTES"]
