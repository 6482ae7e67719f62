"""Learning at the teachers' desk: work at home that waits to be looked at."""

from training.learning.desk_views import homework
from training.learning.desk_views.blueprint import bp

ROUTES = (homework,)
BLUEPRINTS = (bp,)

__all__ = ["BLUEPRINTS", "ROUTES", "bp"]
