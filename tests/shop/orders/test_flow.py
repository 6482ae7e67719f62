"""An order from the basket to the end, by its operations."""

import pytest

from core.errors import Refused
from shop.orders.models import OrderStatus, PurchaseStatus
from shop.orders.operations import buying, money, selling


@pytest.mark.both_engines
def test_from_the_basket_to_the_settled_purchase(place, pack, do, buyer, at):
    purchase = place((pack, 2))
    (order,) = purchase.orders
    assert (order.goods_fen, order.freight_fen) == (5000, 800 + 4 * 300)
    assert pack.stock == 8
    do(selling.accept, order)
    do(selling.pack, order)
    do(selling.ship, order, selling.Sending(carrier="邮政", number="9876"))
    do(buying.receive, order, by=buyer)
    assert order.status is OrderStatus.RECEIVED
    assert purchase.status is PurchaseStatus.OPEN
    do(money.record_cash, order)
    assert purchase.status is PurchaseStatus.SETTLED


def test_too_many(place, pack):
    with pytest.raises(Refused):
        place((pack, 11))
