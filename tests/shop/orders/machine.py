"""Buyers, producers and the clock as a machine that Hypothesis drives, with a model beside it."""

from datetime import timedelta
from functools import partial

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule
from sqlalchemy import select

from core.access import SYSTEM
from core.clock import now, village_day
from core.db import db, write_asides, writing
from core.errors import Refused
from core.money import Money
from shop.cart import operations as cart
from shop.cart.queries import fill, list_items
from shop.cart.rules import Item
from shop.catalog.models import Pack, StockReason
from shop.catalog.operations.packs import PackFacts, change_pack
from shop.catalog.operations.stock import move_stock
from shop.orders.jobs import go_on
from shop.orders.models import Order, Way
from shop.orders.operations import buying, money, placing, selling, shortages
from shop.orders.operations.shortages import Lack
from shop.orders.queries.orders import find_shortage
from shop.orders.queries.quoting import quote
from tests.shop.orders.conftest import HERE
from tests.shop.orders.world import ACTIONS, ENDED, SMALL, WHATEVER, S


class Market(RuleBasedStateMachine):
    """Two buyers, three producers with two sizes each, and the clock."""

    def __init__(self, world):
        super().__init__()
        self.world, self.at = world, now()
        self.stock, self.due, self.held = {}, {}, {}
        if world.begun is None:
            self.furnish()
        else:
            world.begin()
            self.stock, self.due, held = (dict(each) for each in world.begun)
            self.held = {order: dict(counts) for order, counts in held.items()}

    def furnish(self):
        """Let there be three orders to begin with, one of them to be fetched; keep that."""
        self.stock = dict(db.session.execute(select(Pack.id, Pack.stock)).all())
        for who, which in ((0, 0), (0, 2), (1, 4)):
            self.put(who, which, 3)
        for who in (0, 1):
            self.check_out(who, fetched=who == 1, stale=1)
        assert len(self.due) == 3
        self.world.keep(self)

    def teardown(self):
        write_asides()
        db.session.remove()

    @rule(who=st.booleans(), which=SMALL, count=st.integers(1, 4))
    def put(self, who, which, count):
        item = Item("pack", self.one_of(self.stock, which), count)
        self.do("put", partial(cart.put, item), by=self.world.buyers[who])

    @rule(who=st.booleans(), fetched=st.booleans(), stale=st.integers(0, 9))
    def check_out(self, who, fetched, stale):
        """Order what is in the basket; now and then at a total that was never shown."""
        by = self.world.buyers[who]
        basket = fill(list_items(by.person), at=self.at)
        items = [line.item for group in basket.groups for line in group.lines]
        pickups = {self.world.with_point[0]: self.world.with_point[1]} if fetched else {}
        total = quote(basket, district=HERE, pickups=pickups).total
        wish = placing.Wish(
            items=items,
            receiver=placing.Receiver(name="张三", phone="1", district=HERE, address="一号"),
            pickups=pickups,
            total=Money(total.fen + (stale == 0)),
            confirmed=True,
        )
        purchase = self.do("place", partial(placing.place, wish), by=by)
        if purchase is not None:
            assert stale
            assert purchase.total_fen == total.fen
            for order in purchase.orders:
                self.due[order.id] = order.goods_fen + order.freight_fen
                self.held[order.id] = {line.ref: line.count for line in order.lines}
                for line in order.lines:
                    self.stock[line.ref] -= line.count
        self.holds()

    @rule(which=SMALL, choice=SMALL, lawful=st.integers(0, 5), more=SMALL)
    def act(self, which, choice, lawful, more):
        """Take a step with one of the orders: mostly one that may be taken, else any."""
        order = self.some_order(which if lawful else None, which)
        may = [name for name, where in ACTIONS.items() if order.status in where]
        self.take(order, self.one_of(may if may and lawful else ACTIONS, choice), more)

    # Of all that happens in a market most is work on orders.
    @rule(which=SMALL, more=SMALL)
    def sell(self, which, more):
        self.first_of(("accept", "pack", "ship", "take_back"), which, more)

    @rule(which=SMALL, more=SMALL)
    def settle(self, which, more):
        self.first_of(("fetch", "receive", "record_cash", "wait", "accept"), which, more)

    @rule(which=SMALL, more=SMALL)
    def fail(self, which, more):
        answers = ("take_less", "give_up") if more % 2 else ("give_up",)
        self.first_of((*answers, "report_shortage", "refuse_at_door"), which, more)

    def first_of(self, names, which, more):
        """Take the first of these steps that may be taken with one that is under way."""
        order = self.some_order(which, which)
        for name in names:
            if order.status in ACTIONS[name]:
                self.take(order, name, more)
                return

    def some_order(self, live, otherwise):
        """Return one of those that are under way, if asked for and there are such, else any."""
        under_way = [each for each, status in self.statuses().items() if status not in ENDED]
        several = under_way if live is not None and under_way else self.due
        return db.session.get_one(Order, self.one_of(several, otherwise))

    def take(self, order, name, more):
        before, was = order.status, dict(self.held[order.id])
        by = self.world.buyers[self.world.buyers[1].person == order.person_id]
        if getattr(self, f"_{name}")(order, by, more):
            assert before in ACTIONS[name]
            if name == "cancel":
                self.back(order.id, was)
        self.holds()

    def _accept(self, order, _buyer, _more):
        return self.do("accept", partial(selling.accept, order))

    def _pack(self, order, _buyer, _more):
        return self.do("pack", partial(selling.pack, order))

    def _ship(self, order, _buyer, more):
        """Send all that is left, or so many of one line."""
        line = self.one_of(order.lines, more)
        counts = None if more % 3 else {line.id: 1 + more % 2}
        way = Way.PICKUP if order.way is Way.PICKUP else (Way.HAND, Way.PARCEL)[more % 2]
        sending = selling.Sending(way=way, carrier="邮政", number="1", counts=counts)
        return self.do("ship", partial(selling.ship, order, sending))

    def _fetch(self, order, _buyer, more):
        code = order.pickup_code if more % 4 else "000"
        fetching = partial(selling.hand_at_pickup, order, code, paid=more % 2 == 0)
        return self.do("fetch", fetching)

    def _refuse_at_door(self, order, _buyer, _more):
        return self.do("refuse_at_door", partial(selling.refuse_at_door, order, why="坏"))

    def _take_back(self, order, _buyer, _more):
        return self.do("take_back", partial(selling.take_back, order))

    def _receive(self, order, buyer, _more):
        return self.do("receive", partial(buying.receive, order), by=buyer)

    def _record_cash(self, order, _buyer, _more):
        return self.do("record_cash", partial(money.record_cash, order))

    def _cancel(self, order, buyer, _more):
        return self.do("cancel", partial(buying.cancel, order), by=buyer)

    def _report_shortage(self, order, _buyer, more):
        missing = {line.id: (more + line.id) % (line.left + 2) for line in order.lines}
        ready = village_day(self.at) + timedelta(days=more % 5) if more % 5 else None
        lack = Lack(missing=missing, why="雨", ready_on=ready)
        return self.do("report_shortage", partial(shortages.report_shortage, order, lack))

    def _wait(self, order, buyer, _more):
        return self.do("wait", partial(shortages.wait, order), by=buyer)

    def _take_less(self, order, buyer, _more):
        missing = self.missing(order)
        done = self.do("take_less", partial(shortages.take_less, order), by=buyer)
        if done:
            for line in order.lines:
                self.held[order.id][line.ref] -= missing.get(line.id, 0)
                self.due[order.id] -= missing.get(line.id, 0) * line.fen
        return done

    def _give_up(self, order, buyer, _more):
        missing = self.missing(order)
        left = {x.ref: x.left - missing.get(x.id, 0) for x in order.lines}
        done = self.do("give_up", partial(shortages.give_up, order), by=buyer)
        if done:
            self.back(order.id, left)
        return done

    @rule(hours=st.sampled_from([11 * 24, 24, 72, 12]))
    def time_goes_on(self, hours):
        self.at += timedelta(hours=hours)
        expected = {}
        silent = select(Order).where(Order.status == S.CANNOT_DELIVER, Order.due_at <= self.at)
        for order in db.session.scalars(silent):
            missing = self.missing(order)
            expected[order.id] = {x.ref: x.left - missing.get(x.id, 0) for x in order.lines}
        before = self.statuses()
        db.session.rollback()
        go_on(self.at)
        for order_id, status in self.statuses().items():
            if status is not before[order_id]:
                self.world.done[f"by itself {status}"] += 1
        for order_id, left in expected.items():
            self.back(order_id, left)
        self.holds()

    @rule(which=SMALL, delta=st.sampled_from([5, 1, -1, -3]), dearer=st.booleans())
    def edit(self, which, delta, dearer):
        """The producer counts anew, or asks another price."""
        pack_id = self.one_of(self.stock, which)
        pack = db.session.get_one(Pack, pack_id)
        if dearer:
            fen = Money(pack.fen + 100)
            facts = PackFacts(name=pack.name, net_grams=pack.net_grams, price=fen)
            self.do("price", partial(change_pack, pack, facts, version=pack.version))
        else:
            counted = partial(move_stock, pack, delta=delta, reason=StockReason.COUNTED)
            if self.do("count", counted) is not None:
                self.stock[pack_id] += delta
        self.holds()

    def do(self, name, operation, *, by=SYSTEM):
        """Run it in a transaction of its own; None where it was refused, with a reason."""
        try:
            with writing():
                found = operation(by=by, at=self.at)
        except Refused as refused:
            self.world.done[f"{name} refused" if refused.reason else "said nothing"] += 1
            return None
        self.world.done[name] += 1
        return True if found is None else found

    def holds(self):
        """Ask what must hold, and compare the house with the model."""
        db.session.rollback()
        assert db.session.scalars(WHATEVER).all() == []
        assert dict(db.session.execute(select(Pack.id, Pack.stock)).all()) == self.stock
        dues = db.session.execute(select(Order.id, Order.total_fen - Order.reduced_fen)).all()
        assert dict(dues) == self.due
        db.session.rollback()

    def back(self, order_id, left):
        for ref, count in left.items():
            self.stock[ref] += count
        self.held[order_id] = dict.fromkeys(left, 0)

    @staticmethod
    def missing(order):
        shortage = find_shortage(order.id)
        return {each.line_id: each.missing for each in shortage.lines} if shortage else {}

    @staticmethod
    def statuses():
        return dict(db.session.execute(select(Order.id, Order.status)).all())

    @staticmethod
    def one_of(things, number):
        return list(things)[number % len(things)]
