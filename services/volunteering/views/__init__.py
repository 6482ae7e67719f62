"""The pages of volunteers: one's own shifts, signing up, and answering what one is asked."""

from core.access import Actor
from core.house import MenuEntry
from core.words import _l
from services.volunteering.views import mine, signing, turns
from services.volunteering.views.blueprint import bp

ROOMS = (mine, signing, turns)  # their pages hang on the one blueprint
BLUEPRINTS = (bp,)


def signed_in(actor: Actor | None) -> bool:
    """Tell whether there is somebody who could have signed up."""
    return actor is not None


MENU = (
    MenuEntry(
        place="me",
        title=_l("我的班次"),
        endpoint="volunteering.mine",
        order=6,
        icon="calendar-check",
        when=signed_in,
    ),
)

__all__ = ["BLUEPRINTS", "MENU", "ROOMS"]
