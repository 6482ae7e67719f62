"""The practitioner's desk: appointments, and the cases in hand."""

from services.cases.desk_views.blueprint import bp

BLUEPRINTS = (bp,)

__all__ = ["BLUEPRINTS"]
