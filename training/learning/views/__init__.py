"""Enrolling and one's own courses: all their pages; importing them hangs their routes."""

from training.learning.views import enrolling, mine
from training.learning.views.blueprint import MENU, bp

ROUTES = (enrolling, mine)
BLUEPRINTS = (bp,)

__all__ = ["BLUEPRINTS", "MENU", "ROUTES"]
