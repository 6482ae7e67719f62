"""Many who buy at the same instant: nothing is sold twice, and one form buys once.

F01, F02, F03, F09, F10 and F15; each is seen to fail where its guard is taken away.
"""

import random
import time

import pytest

from core.db import writing
from tests.faults.crowd import Tally
from tests.faults.market import ORDERED, REFUSED, SOLD, STOCK, check_out_at_once, put_in
from tests.visitor import new_key

both = pytest.mark.both_engines


# F01: the last ones


@pytest.fixture
def sale(market, serve, value):
    """Let a crowd buy what there is, again and again; return the tally, what was sold and left."""

    def run(buyers, units, times=1, **values):
        server = serve(workers=4, **values)
        crowd = market.buyers(server.port, buyers)
        tally, sold, left = Tally(), [], []
        for _turn in range(times):
            pack = market.pack(units)
            market.fill_baskets(crowd, (pack, 1))
            order = market.order((pack, 1))
            sent = [(who, {**order, "form_key": new_key()}) for who in crowd]
            check_out_at_once(tally, sent, hands=min(buyers, 32))
            sold.append(value(SOLD, pack=pack))
            left.append(value(STOCK, pack=pack))
        assert len(server.workers()) == 4
        return tally, sold, left

    return run


def check_sale(sale, violations, record_property, *, buyers, units, times=1):
    tally, sold, left = sale(buyers, units, times)
    found = violations()
    oversold = sum(max(each - units, 0) for each in sold)
    lost = sum(max(units - each, 0) for each in sold)
    facts = {"oversold": oversold, "lost_sales": lost, "violations": len(found)}
    tally.report(record_property, **facts, p95_s=round(tally.p95, 2))
    assert tally.successes >= units * times, "too little was sold: this race proves nothing"
    assert (oversold, lost, set(left), found) == (0, 0, {0}, {})
    assert tally.statuses == {
        ORDERED: units * times,
        REFUSED: (buyers - units) * times,
    }


@both
def test_the_last_ones_are_sold_once(sale, orders_whole, record_property):
    check_sale(sale, orders_whole, record_property, buyers=20, units=5)


@both
@pytest.mark.prove
@pytest.mark.timeout(1800)
def test_the_last_fifty_are_sold_once_to_two_hundred(sale, orders_whole, record_property):
    check_sale(sale, orders_whole, record_property, buyers=200, units=50, times=20)


@both
def test_control_read_compute_write_sells_too_many(sale, orders_whole, record_property):
    tally, (sold,), (left,) = sale(20, 5, XINGCUN_TEST_WITHOUT="condition")
    tally.report(record_property, oversold=sold - 5, left=left)
    assert sold > 5, "the control must fail: this race proves nothing"
    assert "catalog.stock_is_its_moves" in orders_whole()


@pytest.fixture
def deadlocks(value):
    """Return how many deadlocks PostgreSQL has noticed in this database."""

    def count():
        time.sleep(0.3)  # a backend tells its figures when it is at rest
        query = "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"
        return value(query)

    return count


@pytest.fixture
def mixed(market, serve, deadlocks, record_property):
    """Buy three random ones of five, in random order, with several processes."""

    def run(orders, **values):
        server = serve(workers=4 if orders < 100 else 8, **values)
        packs = [market.pack(100_000) for _each in range(5)]
        chance = random.Random(orders)
        crowd = market.buyers(server.port, orders)
        wanted = [chance.sample(packs, 3) for _each in crowd]
        with writing():
            for buyer, mine in zip(crowd, wanted, strict=True):
                put_in(buyer, *((pack, 1) for pack in mine))
        sent = [
            (who, market.order(*((pack, 1) for pack in mine)))
            for who, mine in zip(crowd, wanted, strict=True)
        ]
        before, tally, begun = deadlocks(), Tally(), time.monotonic()
        check_out_at_once(tally, sent, hands=16)
        took = time.monotonic() - begun
        noticed = deadlocks() - before
        tally.report(record_property, deadlocks=noticed, seconds=round(took, 1))
        return tally, noticed, took

    return run


POSTGRES = pytest.mark.parametrize("engine", ["postgresql"], indirect=True)


@POSTGRES
def test_who_buys_several_things_waits_for_nobody_in_a_circle(mixed, orders_whole):
    tally, noticed, _took = mixed(48)
    assert (tally.statuses, noticed, orders_whole()) == ({ORDERED: 48}, 0, {})


@POSTGRES
@pytest.mark.prove
@pytest.mark.timeout(300)
def test_four_hundred_and_eighty_such_orders(mixed, orders_whole):
    tally, noticed, _took = mixed(480)
    assert (tally.statuses, noticed, orders_whole()) == ({ORDERED: 480}, 0, {})


@POSTGRES
def test_control_locks_in_any_order_are_deadlocks(mixed):
    noticed = 0
    for _round in range(5):  # on a busy machine a dozen may come one after the other
        _tally, noticed, _took = mixed(12, XINGCUN_TEST_WITHOUT="order of locks")
        if noticed:
            break
    assert noticed > 0, "the control must fail: these orders prove nothing"


# F03: whole or not at all


@pytest.fixture
def pairs(market, serve, value):
    """Two want the last one of something and one more thing each; return who lost what."""

    def run(times, **values):
        server = serve(workers=4, **values)
        couple = market.buyers(server.port, 2)
        tally, taken = Tally(), []
        for _turn in range(times):
            last, other = market.pack(1), market.pack(50)
            market.fill_baskets(couple, (last, 1), (other, 1))
            order = market.order((last, 1), (other, 1))
            sent = [(who, {**order, "form_key": new_key()}) for who in couple]
            check_out_at_once(tally, sent, hands=2)
            taken.append((value(SOLD, pack=last), value(SOLD, pack=other)))
        return tally, taken

    return run


@both
def test_who_loses_one_line_takes_no_other(pairs, orders_whole, record_property):
    tally, taken = pairs(5)
    tally.report(record_property, violations=sum(each != (1, 1) for each in taken))
    assert set(taken) == {(1, 1)}
    assert (tally.statuses, orders_whole()) == ({ORDERED: 5, REFUSED: 5}, {})


@both
def test_control_to_order_what_is_there_takes_the_other_line(pairs, record_property):
    for _round in range(6):  # on a busy machine two may come one after the other
        tally, taken = pairs(5, XINGCUN_TEST_WITHOUT="wholeness")
        tally.report(record_property, violations=sum(each != (1, 1) for each in taken))
        if (1, 2) in taken:
            break
    assert (1, 2) in taken, "the control must fail: these pairs prove nothing"


# F09 and F10: one form
