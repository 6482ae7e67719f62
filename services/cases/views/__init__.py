"""Booking, one's appointments, and one's cases; importing them hangs their routes."""

from services.cases.views.blueprint import appointments, cases

BLUEPRINTS = (appointments, cases)

__all__ = ["BLUEPRINTS"]
