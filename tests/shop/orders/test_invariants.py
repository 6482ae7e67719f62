"""Each invariant of orders, talk and reviews finds the one defect that it is there for."""

import pytest
from sqlalchemy import text, update

from core.cli import invariants
from core.db import db, writing
from core.history.operations import record
from core.house import HOUSE
from shop.catalog.models import Hold, HoldStatus, Product
from shop.orders.models import (
    Order,
    OrderLine,
    OrderStatus,
    Parcel,
    ParcelLine,
    PurchaseStatus,
    Reduction,
    Shortage,
    Way,
)
from shop.orders.operations import buying, money, shortages
from shop.orders.queries.invariants import INVARIANTS as ORDERS
from shop.reviews import operations as reviewing
from shop.reviews.models import ReviewPicture
from shop.reviews.queries import INVARIANTS as REVIEWS
from shop.threads.models import Message, MessagePicture
from shop.threads.queries import INVARIANTS as THREADS
from tests.shop.orders.hands import lack

ALL = {**ORDERS, **THREADS, **REVIEWS}
CATALOG = "catalog.stock_is_its_moves"


@pytest.fixture
def whole():
    """Here the houses are broken on purpose."""


def broken(at):
    db.session.rollback()
    return set(invariants.broken(at=at, only={*ALL, CATALOG}))


def change(row, **values):
    table = type(row)
    with writing():
        db.session.execute(update(table).where(table.id == row.id).values(**values))


def add(row):
    with writing():
        db.session.add(row)


class Defects:
    """Puts one bad row in; the name is that of the invariant, what it says is also found."""

    def __init__(self, order, do, buyer, make, shop, at):
        self.order, self.do, self.buyer = order, do, buyer
        self.make, self.shop, self.at = make, shop, at
        self.line, self.hold = order.lines[0], db.session.query(Hold).one()

    def orders_goods_are_their_lines(self):
        fen = self.order.goods_fen
        change(self.order, goods_fen=fen + 1, freight_fen=self.order.freight_fen - 1)

    def orders_purchase_is_its_orders(self):
        change(self.order.purchase, total_fen=1)

    def orders_of_another_buyer(self):
        change(self.order, person_id=self.make.person().id)

    def orders_reduced_is_its_reductions(self):
        change(self.order, reduced_fen=1)

    def orders_line_without_hold(self):
        line = {name: getattr(self.line, name) for name in OrderLine.__table__.c.keys()}  # noqa: SIM118
        add(OrderLine(**line | {"id": None, "ref": 99, "fen": 1, "count": 1}))
        total = self.order.total_fen
        goods = self.order.goods_fen + 1
        change(self.order, goods_fen=goods, freight_fen=total - goods)

    def orders_hold_agrees(self):
        change(self.hold, state=HoldStatus.HELD)

    def orders_hold_is_what_is_left(self):
        change(self.hold, packs=1)
        return {CATALOG}

    def orders_sent_too_many(self):
        parcel = Parcel(order_id=self.order.id, way=Way.HAND, handed_at=self.at)
        parcel.lines = [ParcelLine(line_id=self.line.id, count=1)]
        add(parcel)

    def orders_short_without_question(self):
        add(Shortage(order_id=self.order.id, why="霜", said_at=self.at))

    def orders_received_but_not_all_sent(self):
        change(self.order, status=OrderStatus.RECEIVED)
        change(self.order.parcels[0].lines[0], count=1)

    def orders_paid_for_nothing(self):
        self.do(money.record_cash, self.order)
        change(self.order, status=OrderStatus.RETURNED)
        change(self.order.purchase, status=PurchaseStatus.SETTLED)

    def orders_cancelled_too_early(self):
        change(self.order.purchase, status=PurchaseStatus.CANCELLED)

    def orders_settled_too_early(self):
        change(self.order.purchase, status=PurchaseStatus.SETTLED)

    def orders_settled_too_late(self):
        change(self.order, status=OrderStatus.RETURNED)

    def orders_open_of_a_closed_producer(self):
        change(self.order.producer, closed_at=self.at)

    def orders_seller_not_told(self):
        self.forget("orders.came")

    def orders_buyer_not_told(self):
        self.forget("orders.placed")

    def forget(self, event):
        with writing():
            db.session.execute(text("DELETE FROM notice WHERE event = :event"), {"event": event})

    def orders_history_jumps(self):
        with writing():
            about = Order.__tablename__
            record("pay", about, self.order.id, by=self.buyer, at=self.at, was="placed", became="x")

    def say(self, person_id):
        said = {"order_id": self.order.id, "by_seller": False, "text": "我的呢", "at": self.at}
        message = Message(person_id=person_id, **said)
        add(message)
        return message

    def threads_said_by_a_stranger(self):
        self.say(self.make.person().id)

    def threads_more_unread_than_said(self):
        self.say(self.order.person_id)
        change(self.order, unread_seller=2)

    def threads_public_picture(self):
        message = self.say(self.order.person_id)
        add(MessagePicture(message_id=message.id, file_id=self.shop.file().id))

    def review(self, **kw):
        """Return a review as the house makes it."""
        if self.order.status is OrderStatus.SHIPPED:
            self.do(buying.receive, self.order, by=self.buyer)
        said = reviewing.Said(stars=4, text="甜", **kw)
        return self.do(reviewing.review, self.line, said, by=self.buyer)

    def reviews_counted(self):
        self.review()
        change(db.session.get(Product, self.line.about), stars=3)

    def reviews_of_what_was_not_received(self):
        self.review()
        change(self.order, status=OrderStatus.SHIPPED)

    def reviews_of_ones_own(self):
        self.review()
        change(self.order.producer, responsible_id=self.buyer.person)

    def reviews_too_many_pictures(self):
        review = self.review()
        for _number in range(5):
            add(ReviewPicture(review_id=review.id, file_id=self.shop.file().id))

    def hidden(self, **kw):
        review = self.review(**kw)
        clerk = self.make.actor(self.make.clerk())
        self.do(reviewing.hide, review, why="骂人", by=clerk)
        return review

    def reviews_hidden_by_nobody(self):
        change(self.hidden(), hidden_by=None)

    def reviews_hidden_but_seen(self):
        picture = self.shop.file()
        self.hidden(pictures=[picture])
        change(picture, is_public=True)

    def reviews_untold(self):
        self.review()
        self.forget("reviews.came")

    def reviews_answered_untold(self):
        self.do(reviewing.answer, self.review(), text="谢谢")
        self.forget("reviews.answered")


DEFECTS = {
    name.replace("_", ".", 1): name
    for name in vars(Defects)
    if name.startswith(("orders_", "threads_", "reviews_"))
}


@pytest.fixture
def defects(shipped, do, buyer, make, shop, at):
    return Defects(shipped, do, buyer, make, shop, at)


def test_every_invariant_has_its_defect():
    assert set(DEFECTS) == set(ALL)


@pytest.mark.both_engines
@pytest.mark.parametrize("name", DEFECTS)
def test_a_defect_is_found(name, defects, at):
    assert broken(at) == set(), "the house was broken before"
    also = getattr(defects, DEFECTS[name])() or set()
    assert broken(at) == {name} | also


AGREEING = [
    (OrderStatus.AWAITING_PAYMENT, HoldStatus.COMMITTED),
    (OrderStatus.CANCELLED, HoldStatus.COMMITTED),
    (OrderStatus.EXPIRED, HoldStatus.HELD),
    *((status, HoldStatus.RELEASED) for status in OrderStatus if status.value not in
      {"awaiting_payment", "cancelled", "expired"}),
]  # fmt: skip


@pytest.mark.parametrize(("status", "hold"), AGREEING)
def test_a_hold_of_another_status_than_its_order_is_found(status, hold, defects, at):
    change(defects.order, status=status)
    change(defects.hold, state=hold)
    assert "orders.hold_agrees" in broken(at)


@pytest.mark.parametrize("status", [OrderStatus.RECEIVED, OrderStatus.COMPLETED])
def test_settled_without_the_cash_is_found(status, defects, at):
    change(defects.order, status=status)
    change(defects.order.purchase, status=PurchaseStatus.SETTLED)
    assert broken(at) == {"orders.settled_too_early"}


def test_the_cash_of_what_is_not_all_sent_is_found(defects, do, at):
    do(money.record_cash, defects.order)
    assert broken(at) == set()
    change(defects.order, handed_at=None)
    assert broken(at) == {"orders.paid_for_nothing"}


def test_a_line_that_the_buyer_did_without_may_be_released_and_no_other(place, pack, do, buyer, at):
    (order,) = place((pack, 3)).orders
    do(shortages.report_shortage, order, lack(order, at, missing=2))
    do(shortages.take_less, order, by=buyer)
    assert broken(at) == set()
    change(db.session.query(Hold).one(), state=HoldStatus.RELEASED)
    assert broken(at) == {"orders.hold_agrees", CATALOG}


def test_a_hidden_review_counts_no_more(defects, at):
    defects.hidden()
    assert broken(at) == set()
    change(db.session.get(Product, defects.line.about), reviews=1, stars=4)
    assert broken(at) == {"reviews.counted"}


def test_a_hidden_review_of_which_the_reviewer_was_not_told_is_found(defects, at):
    defects.hidden()
    defects.forget("reviews.hidden")
    assert broken(at) == {"reviews.answered_untold"}


def test_a_shortage_without_its_status_and_a_status_without_its_shortage(place, pack, do, at):
    (order,) = place((pack, 2)).orders
    do(shortages.report_shortage, order, lack(order, at))
    change(order, status=OrderStatus.PLACED)
    assert broken(at) == {"orders.short_without_question"}
    change(order, status=OrderStatus.CANNOT_DELIVER)
    assert broken(at) == set()
    with writing():
        db.session.execute(text("UPDATE shop_shortage SET answer='wait', answered_at=said_at"))
    assert broken(at) == {"orders.short_without_question"}


def test_a_reduction_makes_the_order_due_for_less(place, pack, do, at):
    (order,) = place((pack, 3)).orders
    line = order.lines[0]
    made = {"order_id": order.id, "line_id": line.id, "count": 1, "fen": line.fen, "at": at}
    add(Reduction(**made))
    assert broken(at) == {"orders.reduced_is_its_reductions", "orders.hold_is_what_is_left"}


def test_the_house_asks_all_of_them(app):
    assert set(ALL) <= set(HOUSE.invariants)
