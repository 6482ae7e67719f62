"""Hands for the tests of orders: an order in any status, each action, and all rows there are."""

from datetime import timedelta

from sqlalchemy import select

from core.clock import village_day
from core.db import Base, db
from shop.orders.models import Method, OrderStatus
from shop.orders.operations import buying, money, selling, shortages
from shop.orders.operations.locking import lock
from shop.orders.operations.placing import Receiver

S = OrderStatus
SENT = selling.Sending(carrier="邮政", number="9876")
TOLD = ("shop_", "history_entry", "notice", "once")


def rows():
    """Return every row that orders could have touched, by table."""
    db.session.rollback()
    found = {
        table.name: [tuple(row) for row in db.session.execute(select(table))]
        for table in Base.metadata.sorted_tables
        if table.name.startswith(TOLD)
    }
    db.session.rollback()
    return {name: sorted(each, key=repr) for name, each in found.items()}


def lack(order, at, *, missing=1, ready=True):
    """Return that so many of the first line are missing."""
    day = village_day(at) + timedelta(days=3) if ready else None
    return shortages.Lack(missing={order.lines[0].id: missing}, why="下雨没摘够", ready_on=day)


def expire(order, *, by, at):
    """Do what the payments will do with an order that nobody paid."""
    lock(order)
    selling.step(order, "expire", by=by, at=at, ended_at=at)
    buying.give_back(order, by=by, at=at)
    money.follow(order.purchase_id, by=by, at=at)


class Steps:
    """Each action by the name that the table of statuses gives it, taken by whoever may."""

    def __init__(self, do, buyer, at):
        self.do, self.buyer, self.at = do, buyer, at

    def __call__(self, order, *names, at=None):
        for name in names:
            getattr(self, name)(order, at or self.at)
        return order

    def accept(self, order, at):
        self.do(selling.accept, order, at=at)

    def pack(self, order, at):
        self.do(selling.pack, order, at=at)

    def ship(self, order, at):
        self.do(selling.ship, order, SENT, at=at)

    def refuse_at_door(self, order, at):
        self.do(selling.refuse_at_door, order, why="坏了", at=at)

    def take_back(self, order, at):
        self.do(selling.take_back, order, at=at)

    def complete(self, order, at):
        self.do(selling.complete, order, at=at)

    def report_shortage(self, order, at):
        self.do(shortages.report_shortage, order, lack(order, at), at=at)

    def wait(self, order, at):
        self.do(shortages.wait, order, by=self.buyer, at=at)

    def take_less(self, order, at):
        self.do(shortages.take_less, order, by=self.buyer, at=at)

    def give_up(self, order, at):
        self.do(shortages.give_up, order, by=self.buyer, at=at)

    def lapse(self, order, at):
        self.do(shortages.lapse, order, at=at)

    def cancel(self, order, at):
        self.do(buying.cancel, order, by=self.buyer, at=at)

    def receive(self, order, at):
        self.do(buying.receive, order, by=self.buyer, at=at)

    def expire(self, order, at):
        self.do(expire, order, at=at)

    def record_cash(self, order, at):
        self.do(money.record_cash, order, at=at)

    def press(self, order, at):
        self.do(buying.press, order, by=self.buyer, at=at)

    def change_receiver(self, order, at):
        whom = Receiver(name="李四", phone="13900000001", district=order.district, address="二号")
        self.do(buying.change_receiver, order, whom, version=order.version, by=self.buyer, at=at)


PATHS = {
    S.AWAITING_PAYMENT: (),
    S.EXPIRED: ("expire",),
    S.PLACED: (),
    S.ACCEPTED: ("accept",),
    S.PACKED: ("accept", "pack"),
    S.CANNOT_DELIVER: ("accept", "report_shortage"),
    S.CANCELLED: ("cancel",),
    S.SHIPPED: ("accept", "pack", "ship"),
    S.REFUSED_AT_DOOR: ("accept", "pack", "ship", "refuse_at_door"),
    S.RETURNED: ("accept", "pack", "ship", "refuse_at_door", "take_back"),
    S.RECEIVED: ("accept", "pack", "ship", "receive"),
    S.COMPLETED: ("accept", "pack", "ship", "receive", "complete"),
}
ONLINE = {S.AWAITING_PAYMENT, S.EXPIRED}


def method_of(status):
    """Return how an order is paid that can come to this status."""
    return Method.ONLINE if status in ONLINE else Method.CASH
