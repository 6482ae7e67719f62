"""The addresses under /sell/ about a producer itself, and their menu."""

from flask import Blueprint

from core.access import Actor
from core.house import MenuEntry
from core.words import _l

bp = Blueprint("sell", __name__, url_prefix="/sell")


def signed_in(actor: Actor | None) -> bool:
    """Tell whether there is somebody who could sell."""
    return actor is not None


def entry(title: str, endpoint: str, order: int, icon: str) -> MenuEntry:
    return MenuEntry(
        place="sell", title=title, endpoint=endpoint, order=order, icon=icon, when=signed_in
    )


MENU = (
    entry(_l("我的店"), "sell.home", 0, "shop"),
    entry(_l("店里的事"), "sell.producer", 10, "list-check"),
    entry(_l("证照"), "sell.papers", 40, "file-earmark-text"),
    entry(_l("照片"), "sell.pictures", 50, "images"),
    entry(_l("介绍"), "sell.story", 60, "card-text"),
    entry(_l("休息"), "sell.holiday", 80, "moon"),
    entry(_l("店的资料"), "sell.facts", 90, "gear"),
    MenuEntry(
        place="me", title=_l("卖东西"), endpoint="sell.home", order=15, icon="shop", when=signed_in
    ),
)
