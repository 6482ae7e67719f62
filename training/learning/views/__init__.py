"""Learning: a lesson with what is done of it, what phones tell, work at home, no network."""

from training.learning.views import lesson, offline, progress, report
from training.learning.views.blueprint import bp

ROUTES = (lesson, progress, report, offline)
BLUEPRINTS = (bp, offline.worker_bp)

__all__ = ["BLUEPRINTS", "ROUTES", "bp"]
