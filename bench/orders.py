"""Ordering: what a whole order costs, an addition to the basket, and the producer's list."""

import html
import http.client
import itertools
import json
import os
import re
import secrets
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path
from urllib.parse import urlencode

from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import select

from bench import servers
from bench.client import CONNECTIONS, Load, median_load
from bench.market import market, workers
from core.access import SYSTEM
from core.accounts import sessions
from core.accounts.models import Person
from core.clock import now
from core.db import db, writing
from shop.catalog.models import Pack, Product, StockReason
from shop.catalog.operations.stock import move_stock
from shop.freight.models import FreightZone
from shop.producers.models import Producer
from wsgi import create_app

GOODS = 2_000  # in the market
STOCKED = 24  # of one producer, more than anybody will buy
ORDERS = 160  # whole ones, by eight buyers at once
BAR_MS, BAR_ADD, BAR_LIST = 60.0, 10.0, 12.0
TICK = 1000 / os.sysconf("SC_CLK_TCK")  # milliseconds of a processor
FIELD = re.compile(r'<input\b[^>]*?\bname="([^"]+)"[^>]*?>')
VALUE = re.compile(r'\bvalue="([^"]*)"')
FORM = {
    "receiver": "张三",
    "phone": "13900000000",
    "province": "33",
    "city": "3301",
    "district": "330106",
    "address": "文一路 1 号",
    "confirmed": "y",
}


@dataclass(frozen=True)
class Signed:
    """The cookie of a session, and the token that its forms carry."""

    cookie: str
    token: str


@dataclass(frozen=True)
class Trade:
    """Who buys, who sells, and what: products with a size of each."""

    buyers: list[Signed]
    seller: Signed
    producer_id: int
    goods: list[tuple[int, int]]

    @classmethod
    def read(cls, text: str) -> "Trade":
        told = json.loads(text.splitlines()[-1])
        buyers = [Signed(**each) for each in told["buyers"]]
        goods = [(product, pack) for product, pack in told["goods"]]
        return cls(buyers, Signed(**told["seller"]), told["producer_id"], goods)


def furnish(app: Flask) -> Trade:
    """Let one producer of the market have much in stock, and eight people be signed in."""
    at = now()
    with writing():
        producer = db.session.scalars(select(Producer).order_by(Producer.id).limit(1)).one()
        db.session.add(
            FreightZone(producer_id=producer.id, position=1, first_fen=800, further_fen=200)
        )
        mine = select(Pack).join(Product).where(Product.producer_id == producer.id)
        packs = db.session.scalars(mine.where(Pack.position == 1).limit(STOCKED)).all()
        for pack in packs:
            move_stock(pack, delta=9000, reason=StockReason.HARVEST, by=SYSTEM, at=at)
        people = [Person(name=f"买家{number}", created_at=at) for number in range(CONNECTIONS)]
        db.session.add_all(people)
        db.session.flush()
        signed = [sign_in(app, person) for person in (*people, producer.responsible)]
    goods = [(pack.product_id, pack.id) for pack in packs]
    return Trade(signed[:-1], signed[-1], producer.id, goods)


def sign_in(app: Flask, person: Person) -> Signed:
    """Begin a session inside the open transaction, as the door does."""
    kept = {"_user_id": sessions.start(person, user_agent="bench", at=now()), "_fresh": True}
    secret = secrets.token_hex(20)
    cookie = SecureCookieSessionInterface().get_signing_serializer(app)
    if cookie is None or not app.secret_key:
        raise RuntimeError("the house has no key")
    signer = URLSafeTimedSerializer(app.secret_key, salt="wtf-csrf-token")
    return Signed(str(cookie.dumps({**kept, "csrf_token": secret})), str(signer.dumps(secret)))


class Shopper:
    """One of the eight buyers, on one connection that stays open."""

    def __init__(self, port: int, who: Signed) -> None:
        self.who = who
        self.line = http.client.HTTPConnection("127.0.0.1", port, timeout=30)

    def ask(self, method: str, path: str, fields: dict[str, str] | None = None) -> tuple[int, str]:
        headers = {"Cookie": f"session={self.who.cookie}", "Accept-Language": "zh-CN"}
        body = None
        if fields is not None:
            body = urlencode({"csrf_token": self.who.token, **fields})
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self.line.request(method, path, body, headers)
        answer = self.line.getresponse()
        return answer.status, answer.read().decode()

    def buy(self, product_id: int, pack_id: int, *, known: bool = True) -> None:
        """Look at a product, put it in the basket, go to the checkout, order.

        Whoever has ordered before finds the receiver filled in; else the district is chosen first.
        """
        steps = [
            self.ask("GET", f"/market/{product_id}"),
            self.ask("POST", "/cart/add", {"thing": f"pack-{pack_id}", "count": "1"}),
            self.ask("GET", "/checkout"),
        ]
        if not known:
            shown = {**fields_of(steps[-1][1]), **FORM, "quote": "1"}
            steps.append(self.ask("POST", "/checkout", shown))
        steps.append(self.ask("POST", "/checkout", {**fields_of(steps[-1][1]), **FORM}))
        statuses = [status for status, _text in steps]
        if statuses != [200, 302, 200, *([] if known else [200]), 302]:
            raise RuntimeError(f"no order came of it: {statuses}")


def fields_of(page: str) -> dict[str, str]:
    """Return the hidden fields of the page's sheet."""
    _before, _mark, sheet = page.partition('<form class="sheet checkout"')
    found = {}
    for tag in FIELD.finditer(sheet):
        value = VALUE.search(tag[0])
        if 'type="hidden"' in tag[0] and tag[1] != "csrf_token":
            found[tag[1]] = html.unescape(value[1]) if value else ""
    return found


def processor_ms(master: int) -> float:
    """Return how long the workers have worked so far, on whichever processor."""
    total = 0
    for pid in (master, *workers(master)):
        told = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        total += int(told[11]) + int(told[12])
    return total * TICK


def whole_orders(port: int, master: int, trade: Trade) -> tuple[float, float]:
    """Return the processor time of an order and how many are placed a second."""
    people = [Shopper(port, who) for who in trade.buyers]
    goods = itertools.cycle(trade.goods)
    shares = [[next(goods) for _order in range(ORDERS // len(people))] for _person in people]

    def go(person: Shopper, share: list[tuple[int, int]]) -> None:
        for product_id, pack_id in share:
            person.buy(product_id, pack_id)

    with ThreadPoolExecutor(len(people)) as pool:
        for person, share in zip(people, shares, strict=True):
            person.buy(*share[0], known=False)
        before, begun = processor_ms(master), time.perf_counter()
        list(pool.map(go, people, shares))
        took = time.perf_counter() - begun
    return (processor_ms(master) - before) / ORDERS, ORDERS / took


def additions(port: int, trade: Trade) -> Iterator[bytes]:
    """Yield the requests that put one more of this and that into the eight baskets."""
    for who, (_product, pack_id) in zip(
        itertools.cycle(trade.buyers), itertools.cycle(trade.goods[:-1]), strict=False
    ):
        sent = {"csrf_token": who.token, "thing": f"pack-{pack_id}", "count": "1"}
        body = urlencode(sent).encode()
        head = (
            f"POST /cart/add HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n"
            f"Cookie: session={who.cookie}\r\nAccept-Language: zh-CN\r\n"
            "Content-Type: application/x-www-form-urlencoded\r\n"
            f"Content-Length: {len(body)}\r\n\r\n"
        )
        yield head.encode() + body


def looks(port: int, trade: Trade) -> Iterator[bytes]:
    """Yield the requests of the producer for the list of orders."""
    one = (
        f"GET /sell/{trade.producer_id}/orders HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n"
        f"Cookie: session={trade.seller.cookie}\r\n"
        "Accept: text/html\r\nAccept-Encoding: gzip\r\nAccept-Language: zh-CN\r\n\r\n"
    ).encode()
    return itertools.repeat(one)


def lines(bare: Load, pages: int) -> tuple[list[str], bool]:
    """Return what was measured, and whether the bars are met."""
    with (
        tempfile.TemporaryDirectory(prefix="xingcun-orders-") as name,
        market(Path(name) / "house", GOODS) as place,
    ):
        command = [sys.executable, "-m", "bench.orders", "furnish"]
        done = subprocess.run(  # noqa: S603 - our own interpreter and arguments
            command, env=place.env, check=True, capture_output=True, text=True
        )
        trade = Trade.read(done.stdout)
        cost, rate = whole_orders(place.port, place.master, trade)
        add = median_load(
            place.port, "/cart/add", pages=pages, requests=additions(place.port, trade), ok=302
        )
        desk = median_load(place.port, "/sell", pages=pages, requests=looks(place.port, trade))
    adding, listing = bare.rate / add.rate, bare.rate / desk.rate
    told = [
        (
            f"- a whole order by {CONNECTIONS} buyers at once, product page to placed:"
            f" {cost:.1f} ms of processor (bar {BAR_MS:.0f}), {rate:.1f}"
            " orders/s, each commit on the disk"
        ),
        (
            f"- into the basket, bare ÷ ours: {adding:.1f} (bar {BAR_ADD:.0f}), {add.rate:.0f}/s,"
            f" p95 {add.p95:.1f} ms"
        ),
        (
            f"- the producer's list of orders, bare ÷ ours: {listing:.1f} (bar {BAR_LIST:.0f}),"
            f" {desk.rate:.0f}/s, p95 {desk.p95:.1f} ms, {desk.size / 1024:.1f} KB"
        ),
    ]
    return told, cost <= BAR_MS and adding <= BAR_ADD and listing <= BAR_LIST


def main(words: list[str]) -> int:
    """Measure, or furnish a house that has a market for it."""
    if words == ["furnish"]:
        app = create_app()
        with app.app_context():
            print(json.dumps(asdict(furnish(app))))
        return 0
    pages = int(os.environ.get("BENCH_PAGES", "2000"))
    with tempfile.TemporaryDirectory() as name, servers.bare(Path(name)) as port:
        bare = median_load(port, "/", pages=pages)
    told, good = lines(bare, pages)
    print("\n".join(told))
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
