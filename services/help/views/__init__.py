"""Help for villagers: the doors, one's requests, one request; importing them hangs their routes."""

from services.help.views import asking, home, served, showing
from services.help.views.blueprint import MENU, bp

ROUTES = (home, asking, showing, served)
BLUEPRINTS = (bp,)

__all__ = ["BLUEPRINTS", "MENU", "ROUTES"]
