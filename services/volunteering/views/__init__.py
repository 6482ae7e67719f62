"""Volunteering for everybody: all its pages; importing them hangs their routes."""

from core.access import Actor
from core.house import MenuEntry
from core.words import _l
from services.volunteering.views import listing, mine, profile, signing, turns
from services.volunteering.views.blueprint import bp
from services.volunteering.views.searchable import Tasks

ROUTES = (listing, profile, mine, signing, turns)
BLUEPRINTS = (bp,)
SEARCHABLE = (Tasks(),)
SHOWCASE = (listing.showcase,)


def signed_in(actor: Actor | None) -> bool:
    """Tell whether there is somebody who could have signed up."""
    return actor is not None


MENU = (
    MenuEntry(
        place="door",
        title=_l("来帮忙"),
        endpoint="volunteering.home",
        order=40,
        icon="volunteer",
        note=_l("志愿服务，自愿来"),
    ),
    MenuEntry(
        place="me",
        title=_l("我的班次"),
        endpoint="volunteering.mine",
        order=6,
        icon="calendar-check",
        when=signed_in,
    ),
    MenuEntry(
        place="me",
        title=_l("我的志愿资料"),
        endpoint="volunteering.profile",
        order=42,
        icon="person-heart",
    ),
)

__all__ = ["BLUEPRINTS", "MENU", "ROUTES", "SEARCHABLE", "SHOWCASE"]
