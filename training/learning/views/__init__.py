"""Enrolling and learning: all their pages; importing them hangs their routes."""

from training.learning.views import enrolling, lesson, mine, offline, progress, report
from training.learning.views.blueprint import MENU, bp, lessons_bp

ROUTES = (enrolling, mine, lesson, progress, report, offline)
BLUEPRINTS = (bp, lessons_bp, offline.worker_bp)

__all__ = ["BLUEPRINTS", "MENU", "ROUTES"]
