"""Clinics at the branch's desk: practitioners, places, hours; never who comes or why."""

from core.access import Actor
from core.house import MenuEntry
from core.words import _l
from services.clinics.desk_views import clinics, home, offering, practitioners, waiting
from services.clinics.desk_views.blueprint import bp

ROUTES = (home, practitioners, clinics, offering)
BLUEPRINTS = (bp,)
WAITING = (waiting.list_waiting,)


def in_office(actor: Actor | None) -> bool:
    """Tell whether the menu of the desk shows the way here."""
    return actor is not None and bool(actor.offices)


MENU = (
    MenuEntry(
        place="desk",
        title=_l("咨询点"),
        endpoint="clinics_desk.home",
        order=47,
        icon="chat-square-heart",
        when=in_office,
    ),
)

__all__ = ["BLUEPRINTS", "MENU", "ROUTES", "WAITING"]
