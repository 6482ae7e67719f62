"""Volunteering at the branch's desk: needs, tasks, shifts, licences."""

from core.access import Actor
from core.house import MenuEntry
from core.words import _l
from services.volunteering.desk_views import home, licences, making, showing, waiting
from services.volunteering.desk_views.blueprint import bp

BLUEPRINTS = (bp, licences.bp)
ROUTES = (home, making, showing)
WAITING = (waiting.list_waiting,)
FIGURES = (waiting.list_figures,)


def in_office(actor: Actor | None) -> bool:
    """Tell whether the menu of the desk shows the way here."""
    return actor is not None and bool(actor.offices)


MENU = (
    MenuEntry(
        place="desk",
        title=_l("志愿服务"),
        endpoint="volunteering_desk.home",
        order=46,
        icon="person-heart",
        when=in_office,
    ),
)

__all__ = ["BLUEPRINTS", "FIGURES", "MENU", "ROUTES", "WAITING"]
