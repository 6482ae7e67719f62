"""Workers are killed while people buy and producers pack (F40): what was promised is there, whole.

Whoever is cut off sends the same form again, as one does; it has its effect once.
"""

import random
import re
import time
from functools import partial

import pytest

from tests.faults.crowd import Traffic, tried
from tests.faults.market import Market, but_made
from tests.faults.test_kills import PROMPT, lost
from tests.visitor import new_key

pytestmark = pytest.mark.both_engines
BUYERS = 4
ORDER = re.compile(r'href="(/orders/[\w-]{20,})"')


@pytest.fixture
def market(house, furnish):
    return Market(house, furnish)


def insisting(person, url, fields):
    """Send a form until it is answered; a broken connection is no answer."""
    for _try in range(200):
        answer = tried(person, "POST", url, {"csrf_token": person.token, **fields})
        if answer is not None and answer.status != 503:
            return answer
        time.sleep(0.02)
    raise AssertionError("nobody answers")


def buying(buyer, wished):
    """Return who buys one thing after another, and cancels now and then."""

    def buy(number):
        order = {**wished, "form_key": new_key()}
        for thing in order["things"].split("."):
            name, _dash, count = thing.rpartition("-")
            insisting(buyer, "/cart/remove", {"thing": name})
            insisting(buyer, "/cart/add", {"thing": name, "count": count})
        answer = insisting(buyer, "/checkout", order)
        if answer.status != 302:
            return answer.status, None
        if number % 4 == 0:
            thanks = tried(buyer, "GET", answer.location)
            found = ORDER.search(thanks.text) if thanks and thanks.status == 200 else None
            if found:
                insisting(buyer, f"{found[1]}/cancel", {"form_key": new_key(), "why": ""})
        return answer.status, ("shop_purchase", "ref", answer.location.rpartition("/")[2])

    return buy


def selling(seller, desk):
    """Return who accepts and packs whatever has come, and sends a parcel off now and then."""

    def sell(number):
        first = 1 + 20 * (number // 3 % 8)
        shown = ",".join(f"{each}:1" for each in range(first, first + 20))
        some = {"everything": "y", "shown": shown}
        if number % 3 < 2:
            step = {"do": ("accept", "pack")[number % 3], "form_key": new_key(), **some}
            return seller.send_form(f"{desk}/bulk", step).status, None
        chosen, parcel = random.randrange(1, 80), new_key().replace("_", "x")
        form = tried(seller, "GET", f"{desk}/{chosen}/ship")
        lines = re.findall(r'name="(count_\d+)"[^>]*value="(\d+)"', form.text) if form else []
        sent = {"way": "parcel", "carrier": "邮政", "number": parcel, "form_key": new_key()}
        answer = insisting(seller, f"{desk}/{chosen}/ship", {**sent, **dict(lines)})
        return answer.status, ("shop_parcel", "number", parcel) if answer.status == 302 else None

    return sell


@pytest.fixture
def storm(serve, market, whole):
    """Kill workers while people trade; return what came of it."""

    def run(kills, floor, **values):
        market.producer()
        seller_id = market.producers[0][0].responsible_id
        desk = f"/sell/{market.producers[0][0].id}/orders"
        packs = [market.pack(100_000) for _each in range(3)]
        wished = [market.order((pack, 1), (packs[0], 2)) for pack in packs[1:]]
        server = serve(workers=3, **values)
        buyers = market.buyers(server.port, BUYERS)
        seller = market.as_person(server.port, seller_id)
        doings = [buying(who, wished[n % 2]) for n, who in enumerate(buyers)]
        chance, slowest = random.Random(kills), 0.0
        with Traffic([*doings, selling(seller, desk)]) as traffic:
            for number in range(kills):
                time.sleep(chance.uniform(0.02, 0.12))
                server.kill_worker(chance.choice)
                if number % 5 == 4:  # now and then the house is given time to serve
                    slowest = max(slowest, server.wait())
                    share = floor * (number + 1) // kills
                    wait_for(traffic, share, seconds=20)
            slowest = max(slowest, server.wait())
            wait_for(traffic, floor, seconds=30)
        acked = traffic.tally.acked
        return traffic.tally, slowest, lost(acked), whole()

    return run


def wait_for(traffic, promised, *, seconds):
    until = time.monotonic() + seconds
    while len(traffic.tally.acked) < promised and time.monotonic() < until:
        time.sleep(0.02)


@pytest.fixture
def whole(violations):
    """Return every invariant that is broken."""
    return lambda: but_made(violations())


def check(came, *, kills, floor, record_property):
    tally, slowest, missing, found = came
    orders = sum(table == "shop_purchase" for table, _column, _ref in tally.acked)
    tally.report(
        record_property,
        kills=kills,
        orders=orders,
        promised=len(tally.acked),
        lost=len(missing),
        violations=sum(len(rows) for rows in found.values()),
        slowest_return_s=round(slowest, 2),
    )
    assert orders >= floor, "too little was ordered: these kills prove nothing"
    assert (missing, found, tally.broken) == ([], {}, 0)
    assert slowest <= PROMPT


def test_orders_survive_thirty_kills(storm, record_property):
    check(storm(30, 30), kills=30, floor=25, record_property=record_property)


@pytest.mark.prove
@pytest.mark.timeout(1800)
def test_a_thousand_orders_survive_three_hundred_kills(storm, record_property):
    check(storm(300, 1300), kills=300, floor=1000, record_property=record_property)


def test_control_a_commit_in_the_middle_of_the_checkout_is_noticed(storm, record_property):
    tally, _slowest, _missing, found = storm(30, 30, XINGCUN_TEST_WITHOUT="one transaction")
    tally.report(record_property, violations=sum(len(rows) for rows in found.values()))
    assert found.get("orders.line_without_hold"), "the control must fail: these kills prove nothing"


def test_insisting_is_how_the_same_form_is_sent_twice(serve, market, value):
    """The way in which the storm repeats what was cut off makes one order, not two."""
    server = serve(workers=2)
    (buyer,) = market.buyers(server.port, 1)
    pack = market.pack(10)
    market.fill_baskets([buyer], (pack, 1))
    order = market.order((pack, 1))
    answers = [partial(insisting, buyer, "/checkout", order)() for _turn in range(3)]
    assert len({answer.location for answer in answers}) == 1
    assert value("SELECT count(*) FROM shop_order") == 1
