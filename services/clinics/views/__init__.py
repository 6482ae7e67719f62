"""Clinics for everybody: what there is, and when it can be booked."""

from services.clinics.views.blueprint import bp

BLUEPRINTS = (bp,)

__all__ = ["BLUEPRINTS"]
