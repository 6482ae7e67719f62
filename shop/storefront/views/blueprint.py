"""The blueprint of the market's public pages, and where its bars lead to it."""

from flask import Blueprint

from core.house import MenuEntry
from core.words import _l

bp = Blueprint("market", __name__, url_prefix="/market")
MENU = (
    MenuEntry(place="main", title=_l("市集"), endpoint="market.home", order=10),
    MenuEntry(place="bar", title=_l("市集"), endpoint="market.home", order=10, icon="basket"),
    MenuEntry(
        place="door",
        title=_l("市集"),
        endpoint="market.home",
        order=10,
        icon="market",
        note=_l("当季农产"),
    ),
)
