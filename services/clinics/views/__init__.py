"""Clinics for everybody: what there is, and when it can be booked."""

from services.clinics.views import help_lines
from services.clinics.views.blueprint import bp

ROUTES = (help_lines,)
BLUEPRINTS = (bp,)

__all__ = ["BLUEPRINTS", "ROUTES"]
