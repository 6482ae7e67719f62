"""The addresses under /orders/, and how one finds them."""

from flask import Blueprint

from core.access import Actor
from core.house import MenuEntry
from core.words import _l
from shop.orders.rules.standing import spoken

bp = Blueprint("orders", __name__, url_prefix="/orders")
bp.add_app_template_filter(spoken)


def signed_in(actor: Actor | None) -> bool:
    """Tell whether there is somebody who could have ordered."""
    return actor is not None


MENU = (
    MenuEntry(
        place="me",
        title=_l("我的订单"),
        endpoint="orders.home",
        order=5,
        icon="bag",
        when=signed_in,
    ),
)
