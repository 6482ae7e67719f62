"""The practitioner's desk: appointments, and the cases in hand; importing hangs its routes."""

from services.cases.desk_views import cases, days, figures, glass, handing, hours, moving, times
from services.cases.desk_views.blueprint import bp

ROUTES = (days, times, moving, cases, handing, glass, figures, hours)
BLUEPRINTS = (bp,)

__all__ = ["BLUEPRINTS", "ROUTES"]
