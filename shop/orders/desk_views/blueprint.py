"""The addresses under /sell/ about orders, and their place in the menu."""

from flask import Blueprint, url_for

from core.access import Actor
from core.house import MenuEntry
from core.words import _l
from shop.orders.models import Order

bp = Blueprint("orders_desk", __name__, url_prefix="/sell/<int:producer_id>/orders")


def signed_in(actor: Actor | None) -> bool:
    """Tell whether there is somebody who could sell."""
    return actor is not None


MENU = (
    MenuEntry(
        place="sell",
        title=_l("订单"),
        endpoint="orders_desk.home",
        order=15,
        icon="box-seam",
        when=signed_in,
    ),
)


def page_of(order: Order) -> str:
    """Return where the order stands at the desk."""
    return url_for("orders_desk.show", producer_id=order.producer_id, order_id=order.id)
