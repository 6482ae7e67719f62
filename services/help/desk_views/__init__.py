"""Help at the branch's desk: what waits for an answer, arranging it, a slip to print."""

from core.access import Actor
from core.house import MenuEntry
from core.words import _l
from services.help.desk_views import entering, home, show, waiting
from services.help.desk_views.blueprint import bp

ROUTES = (home, entering, show)
BLUEPRINTS = (bp,)
WAITING = (waiting.list_waiting,)
FIGURES = (waiting.list_figures,)


def in_office(actor: Actor | None) -> bool:
    """Tell whether the menu of the desk shows the way here."""
    return actor is not None and bool(actor.offices)


MENU = (
    MenuEntry(
        place="desk",
        title=_l("求助"),
        endpoint="help_desk.home",
        order=45,
        icon="life-preserver",
        when=in_office,
    ),
)

__all__ = ["BLUEPRINTS", "FIGURES", "MENU", "ROUTES", "WAITING"]
