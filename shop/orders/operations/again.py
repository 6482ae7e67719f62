"""Buying the same things once more."""

from datetime import datetime

from core.access import Actor
from core.errors import Refused
from core.words import _
from shop.cart import operations as cart
from shop.cart.queries import find_ware
from shop.cart.rules import Item
from shop.orders.models import Order


def put_again(order: Order, *, by: Actor, at: datetime) -> tuple[int, list[tuple[str, str]]]:
    """Put what can still be had into the basket, as many as there are.

    Return how many things were put, and the titles of the others, each with why not.
    """
    put, left_out = 0, []
    for line in order.lines:
        ware = find_ware(line.kind, line.ref, at=at)
        count = min(line.count, ware.left) if ware and not ware.why_not else line.count
        try:
            cart.put(Item(line.kind, line.ref, count), by=by, at=at)
        except Refused as refused:
            left_out.append((line.title, refused.reason))
            continue
        put += 1
        if count < line.count:
            left_out.append((line.title, _("只剩 %(left)s 份，放了这么多", left=count)))
    return put, left_out
