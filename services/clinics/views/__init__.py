"""Clinics for everybody: what there is, and when it can be booked; importing hangs the routes."""

from services.clinics.views import help_lines, listing, showing
from services.clinics.views.blueprint import MENU, bp

ROUTES = (listing, showing, help_lines)
BLUEPRINTS = (bp,)

__all__ = ["BLUEPRINTS", "MENU", "ROUTES"]
