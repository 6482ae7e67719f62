"""Learning at the teachers' desk: cohorts, and work at home that waits to be looked at."""

from training.learning.desk_views import changing, homework, listing, making
from training.learning.desk_views.blueprint import bp, homework_bp
from training.learning.desk_views.figures import list_figures

ROUTES = (listing, making, changing, homework)
BLUEPRINTS = (bp, homework_bp)
FIGURES = (list_figures,)

__all__ = ["BLUEPRINTS", "FIGURES", "ROUTES"]
