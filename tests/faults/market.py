"""A market on a real server: goods with so many in stock, and people with a full basket."""

import secrets
import statistics
import time
from functools import cached_property, partial

from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import text

from core.accounts.models import Person, SignIn
from core.accounts.sessions import hash_of
from core.clock import now
from core.db import db, writing
from shop.cart.models import CartLine
from shop.cart.queries import fill
from shop.cart.rules import Item, written
from shop.orders.queries.quoting import quote
from tests.conftest import VALUES
from tests.faults.crowd import at_once, tried
from tests.make_shop import LONG_AGO, MakeShop
from tests.visitor import Visitor, new_key

ORDERED, REFUSED = 302, 422

HERE = "330106"
SECRET = "of this session"


class Buyer(Visitor):
    """Somebody who is signed in; posts without opening the page of each form before."""

    def __init__(self, port, person_id, cookie, token, **kw):
        super().__init__(port, **kw)
        self.person_id, self.token = person_id, token
        self.cookies["session"] = cookie

    def send_form(self, url, fields):
        return self.post(url, {"csrf_token": self.token, **fields})

    def put(self, pack_id, count=1):
        return self.send_form("/cart/add", {"thing": f"pack-{pack_id}", "count": str(count)})

    def take_out(self, *pack_ids):
        return self.send_form("/cart/remove", {"thing": [f"pack-{each}" for each in pack_ids]})

    def check_out(self, order):
        return self.send_form("/checkout", order)


class Market:
    """Puts goods and people into the house, and writes what somebody sends to order them."""

    def __init__(self, house, furnish):
        self.house, self.shop = house, MakeShop(furnish)
        self.producers = []

    def producer(self):
        made = self.shop.producer(district=HERE)
        self.shop.zone(made)
        self.producers.append((made, self.shop.sponsorship(made)))
        return made

    def pack(self, stock, fen=2500):
        """Return the id of a size of a new product of the last producer, with so many of it."""
        if not self.producers:
            self.producer()
        product = self.shop.product(*self.producers[-1])
        return self.shop.pack(product, stock=stock, fen=fen).id

    @cached_property
    def token(self):
        """Return what the forms of every session carry here."""
        signer = URLSafeTimedSerializer(VALUES["SECRET_KEY"], salt="wtf-csrf-token")
        return signer.dumps(SECRET)

    def buyers(self, port, count):
        """Return so many people who are signed in."""
        tokens = [secrets.token_urlsafe(32) for _each in range(count)]
        people = [Person(name=f"买家{number}", created_at=LONG_AGO) for number in range(count)]
        with writing():
            db.session.add_all(people)
            db.session.flush()
            ids = [each.id for each in people]
            db.session.add_all(map(self.sign_in, ids, tokens))
        return [self.as_person(port, *each) for each in zip(ids, tokens, strict=True)]

    def as_person(self, port, person_id, token=None):
        """Return a visitor who is signed in as this person."""
        if token is None:
            token = secrets.token_urlsafe(32)
            with writing():
                db.session.add(self.sign_in(person_id, token))
        signer = self.house.session_interface.get_signing_serializer(self.house)
        cookie = signer.dumps({"_user_id": token, "_fresh": True, "csrf_token": SECRET})
        return Buyer(port, person_id, cookie, self.token)

    @staticmethod
    def sign_in(person_id, token):
        at = now()
        moments = dict.fromkeys(("created_at", "confirmed_at", "seen_at"), at)
        ends = {"ends_at": at.replace(year=at.year + 1), "idle_minutes": 720}
        return SignIn(
            token_hash=hash_of(token), person_id=person_id, device="test", **moments, **ends
        )

    def order(self, *wanted, **kw):
        """Return what the checkout sends to order so many of each pack, at the price of now."""
        items = [Item("pack", pack_id, count) for pack_id, count in wanted]
        basket = fill(items, at=now())
        sellers = {f"way-{group.seller_id}": "parcel" for group in basket.groups}
        total = quote(basket, district=HERE, pickups={}).total
        db.session.rollback()
        return {
            "form_key": new_key(),
            "things": written(items),
            "total": str(total.fen),
            "receiver": "张三",
            "phone": "13900000000",
            "province": HERE[:2],
            "city": HERE[:4],
            "district": HERE,
            "address": "文一路 1 号",
            "note": "",
            "confirmed": "y",
            **sellers,
            **kw,
        }

    @staticmethod
    def fill_baskets(buyers, *wanted):
        """Let these things lie in everybody's basket, just so."""
        with writing():
            db.session.execute(text("DELETE FROM shop_cart_line"))
            for who in buyers:
                put_in(who, *wanted)


# What is only true of people and places that the tests have put in by hand.
OF_MADE_ROWS = {"sponsorship.verified_without_decider", "shop.delivers_as_said"}


def but_made(found):
    """Leave out of broken invariants what is no fault of the house."""
    return {name: rows for name, rows in found.items() if name not in OF_MADE_ROWS}


def put_in(buyer, *wanted):
    """Put things in the basket inside the open transaction."""
    at = now()
    db.session.add_all(
        CartLine(person_id=buyer.person_id, kind="pack", ref=pack_id, count=count, put_at=at)
        for pack_id, count in wanted
    )


SOLD = """
SELECT coalesce(sum(h.packs), 0) FROM shop_hold h
WHERE h.pack_id = :pack AND h.state = 'committed'
"""
STOCK = "SELECT stock FROM shop_pack WHERE id = :pack"


def check_out_at_once(tally, sent, *, hands):
    """Let each of them send an order at the same instant; return what each was answered."""
    db.session.rollback()

    def send(buyer, order):
        begun = time.monotonic()
        answer = tried(buyer, "POST", "/checkout", {"csrf_token": buyer.token, **order})
        tally.note(answer.status if answer else 0, took=time.monotonic() - begun)
        took.append(time.monotonic() - begun)
        return answer

    took = []
    answers = at_once([partial(send, *each) for each in sent], hands=hands)
    tally.p95 = statistics.quantiles(took, n=20)[-1] if len(took) > 1 else took[0]
    return answers
