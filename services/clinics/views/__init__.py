"""Clinics for everybody: what there is, and when it can be booked; importing hangs the routes."""

from services.clinics.views import listing, showing
from services.clinics.views.blueprint import MENU, bp

ROUTES = (listing, showing)
BLUEPRINTS = (bp,)

__all__ = ["BLUEPRINTS", "MENU", "ROUTES"]
