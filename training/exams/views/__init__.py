"""Exams and tests for those who learn."""

from training.exams.views import papers, sitting
from training.exams.views.blueprint import bp

BLUEPRINTS = (bp,)
ROUTES = (papers, sitting)

__all__ = ["BLUEPRINTS", "ROUTES"]
