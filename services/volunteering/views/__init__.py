"""Volunteering for everybody: all its pages; importing them hangs their routes."""

from core.house import MenuEntry
from core.words import _l
from services.volunteering.views import listing, profile
from services.volunteering.views.blueprint import bp
from services.volunteering.views.searchable import Tasks

ROUTES = (listing, profile)
BLUEPRINTS = (bp,)
SEARCHABLE = (Tasks(),)
SHOWCASE = (listing.showcase,)
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
        title=_l("我的志愿资料"),
        endpoint="volunteering.profile",
        order=42,
        icon="person-heart",
    ),
)

__all__ = ["BLUEPRINTS", "MENU", "ROUTES", "SEARCHABLE", "SHOWCASE"]
