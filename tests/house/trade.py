"""Orders of a furnished house: what each village's farm has to send, and what came and was said.

What is the two sides' own holds a canary: the buyer's receiver, and what was said about an order.
"""

from core.db import db, writing
from core.money import Money
from shop.cart.queries import fill
from shop.cart.rules import Item
from shop.catalog.models import Pack, StockMove, StockReason
from shop.orders.operations import buying, placing, selling
from shop.orders.queries.quoting import quote
from shop.reviews import operations as reviews
from shop.threads.models import Message, MessagePicture
from tests.make_shop import LONG_AGO

HERE = "330106"
STAGES = ("accept", "pack", "ship", "receive")
SENT = selling.Sending(carrier="邮政", number="9876")


class Trade:
    """Lets people buy from the farms of a furnished house, by the operations of the market."""

    def __init__(self, house):
        self.house, self.make, self.at = house, house.make, house.at

    def fill(self, where):
        """Put in an order in each state that the farm can do something with, and two reviews."""
        things = self.house.villages[where].things
        stranger = things["buyer"] = self.make.person(name=f"买主{where}")
        self.harvest(things["pack"])
        for stage in ("placed", "accepted", "packed", "shipped", "received"):
            things[stage] = self.order(things, stranger, f"canary-receiver{where}", stage)
        line = things["line"] = things["received"].lines[0]
        things["message_picture"] = self.talk(things, f"canary-said{where}")
        things["parcel"] = things["shipped"].parcels[0]
        things["review"] = self.review(line, stranger)
        answered = self.order(things, stranger, f"canary-receiver{where}", "received")
        self.answer(self.review(answered.lines[0], stranger), things["owner"])

    def harvest(self, pack, count=40):
        """Let there be enough for all."""
        move = StockMove(pack_id=pack.id, delta=count, reason=StockReason.HARVEST, at=LONG_AGO)
        with writing():
            db.session.add(move)
            db.session.get(Pack, pack.id).stock += count

    def order(self, things, person, receiver, stage):
        """Return an order of one pack of the farm's product that has come so far."""
        by, pack = self.make.actor(person), things["pack"]
        seller = self.make.actor(things["owner"])
        items = [Item("pack", pack.id, 1)]
        total = quote(fill(items, at=self.at), district=HERE, pickups={}).total
        wish = placing.Wish(
            items=items,
            receiver=placing.Receiver(
                name=receiver, phone="13900000000", district=HERE, address=f"{receiver} 1 号"
            ),
            pickups={},
            total=Money(total.fen),
            confirmed=True,
        )
        with writing():
            (order,) = placing.place(wish, by=by, at=self.at).orders
        done = ("placed", "accepted", "packed", "shipped", "received").index(stage)
        for step in STAGES[:done]:
            with writing():
                self.take(order, step, buyer=by, seller=seller)
        return order

    def take(self, order, step, *, buyer, seller):
        if step == "receive":
            buying.receive(order, by=buyer, at=self.at)
        elif step == "ship":
            selling.ship(order, SENT, by=seller, at=self.at)
        else:
            getattr(selling, step)(order, by=seller, at=self.at)

    def talk(self, things, words):
        """Let the buyer say something with a picture, which the two sides alone see."""
        order = things["placed"]
        said = {"by_seller": False, "text": words, "at": self.at}
        message = self.make.add(Message(order_id=order.id, person_id=order.person_id, **said))
        return self.make.add(MessagePicture(message_id=message.id, file_id=things["scan"].id))

    def review(self, line, person, stars=4):
        with writing():
            said = reviews.Said(stars=stars, text="橘子很甜。")
            return reviews.review(line, said, by=self.make.actor(person), at=self.at)

    def answer(self, review, owner):
        with writing():
            reviews.answer(review, text="谢谢。", by=self.make.actor(owner), at=self.at)

    def belongings(self, role, person):
        """Return what one has bought oneself: one order to do something with, one that came."""
        where = "own" if role == "other" else "other"
        # The farm in `own` belongs to `person`, who reads who receives what it sends.
        name = "canary-receiverown" if role == "other" else f"canary-{role}-receiver"
        things = self.house.villages[where].things
        order, came = (self.order(things, person, name, stage) for stage in ("placed", "received"))
        return {
            "order": order,
            "purchase": order.purchase,
            "came": came,
            "line": came.lines[0],
        }
