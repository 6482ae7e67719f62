"""Help for villagers: the doors, one's requests, one request; importing them hangs their routes."""

from collections.abc import Mapping

from core.words import _l
from services.help.views import asking, home, served, showing
from services.help.views.blueprint import MENU, bp

ROUTES = (home, asking, showing, served)
BLUEPRINTS = (bp,)
# What is said to whom it was done for, of each act that somebody has done for them.
ACTS: Mapping[str, str] = {
    "help.ask": _l("求助了"),
    "help.withdraw": _l("撤回了求助"),
    "help.confirm": _l("确认了来帮忙的人做的事"),
    "help.object_to": _l("说了来帮忙的人做的事哪里不对"),
    "help.mark": _l("评价了来帮的忙"),
}

__all__ = ["ACTS", "BLUEPRINTS", "MENU", "ROUTES"]
