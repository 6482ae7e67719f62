"""Clinics at the branch's desk: practitioners, places, hours; never who comes or why."""

from services.clinics.desk_views.blueprint import bp

BLUEPRINTS = (bp,)

__all__ = ["BLUEPRINTS"]
