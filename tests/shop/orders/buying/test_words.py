"""What the pages of a buyer say of an order: by when, whom to call, and what is due."""

from datetime import timedelta

from core.clock import now
from core.db import db, writing
from core.sponsorship.models import Sponsorship, SponsorshipStatus
from shop.orders.models import Order
from shop.orders.operations import buying
from tests.shop.orders.buying.hands import url


def test_the_producer_can_be_called_whether_it_is_verified_or_not(me, order):
    dial = f'href="tel:{order.producer.phone}"'
    assert dial in me.get(url(order)).text
    with writing():
        row = db.session.scalars(db.select(Sponsorship).filter_by(ref=order.producer_id)).one()
        row.status = SponsorshipStatus.ENDED
        db.session.get(Order, order.id).ended_at = now() - timedelta(days=40)
    page = me.get(url(order)).text
    assert dial in page
    assert "/market/farms/" not in page
    assert "请打商家电话" in me.get(url(order, "/thread")).text


def test_what_is_fetched_is_got_ready_and_not_sent(me, place, pack, producer, shop, at):
    pickups = {producer.id: shop.point(producer).id}
    (order,) = place((pack, 1), at=at - timedelta(days=2), pickups=pickups).orders
    page = me.get(url(order)).text
    assert "催备货" in page
    assert "催发货" not in page
    assert "寄" not in page.partition("<main")[2].partition("</main")[0]
    placed = me.get(f"/orders/purchases/{order.purchase.ref}").text
    assert "备好" in placed
    assert "寄" not in placed.partition("<main")[2].partition("</main")[0]


def test_a_list_names_no_sum_where_none_is_due(me, place, pack, do, buyer, steps):
    (order,) = place((pack, 2)).orders
    due = f"<b>{order.due}</b>"
    assert due in me.get("/orders/?show=all").text
    do(buying.cancel, order, by=buyer)
    assert due not in me.get("/orders/?show=all").text
    (order,) = place((pack, 2)).orders
    steps(order, "accept", "pack", "ship", "refuse_at_door")
    assert due not in me.get("/orders/?show=all").text
    steps(order, "take_back")
    assert due not in me.get("/orders/?show=all").text
