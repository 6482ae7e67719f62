"""The blueprint of the school's public pages, and where its bars lead to it."""

from flask import Blueprint

from core.house import MenuEntry
from core.words import _l

bp = Blueprint("learn", __name__, url_prefix="/learn")
MENU = (
    MenuEntry(place="main", title=_l("学堂"), endpoint="learn.home", order=20),
    MenuEntry(place="bar", title=_l("学堂"), endpoint="learn.home", order=20, icon="mortarboard"),
    MenuEntry(
        place="door",
        title=_l("学堂"),
        endpoint="learn.home",
        order=20,
        icon="learn",
        note=_l("学会了，能办事"),
    ),
)
