"""Cohorts at the teacher's desk; importing them hangs their routes."""

from training.learning.desk_views import changing, listing, making
from training.learning.desk_views.blueprint import bp
from training.learning.desk_views.figures import list_figures

ROUTES = (listing, making, changing)
BLUEPRINTS = (bp,)
FIGURES = (list_figures,)

__all__ = ["BLUEPRINTS", "FIGURES", "ROUTES"]
