"""Packs and their stock: differences only, nothing below zero, the product follows."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import update

from core.access import SYSTEM
from core.cache.operations import house_version
from core.clock import village_day
from core.db import db, writing
from core.errors import Overtaken, Refused
from core.money import Money
from core.notices.models import Notice
from shop.catalog import jobs, operations, queries
from shop.catalog.models import Pack, StockReason
from shop.catalog.rules.prices import MOST_STOCK
from tests.shop.catalog.conftest import again, broken, facts, pack_of

pytestmark = pytest.mark.both_engines
SPOILED = {"reason": StockReason.SPOILED}


def test_the_stock_is_the_sum_of_its_moves(do, offered, at):
    pack = pack_of(offered)
    assert do(operations.move_stock, pack, delta=5, reason=StockReason.HARVEST) == 15
    assert do(operations.move_stock, pack, delta=-3, **SPOILED, note="压坏了") == 12
    assert [each.delta for each in queries.list_moves(pack.id)] == [-3, 5, 10]
    with pytest.raises(Refused, match="12") as refused:
        do(operations.move_stock, pack, delta=-13, **SPOILED)
    assert refused.value.field == "count"
    with pytest.raises(Refused):
        do(operations.move_stock, pack, delta=MOST_STOCK, reason=StockReason.HARVEST)
    assert do(operations.move_stock, pack, delta=0, **SPOILED) == 12
    assert len(queries.list_moves(pack.id)) == 3
    assert broken(at) == {}


def test_what_was_counted_is_a_difference(do, offered):
    pack = pack_of(offered)
    do(operations.move_stock, pack, delta=-2, reason=StockReason.SOLD_ELSEWHERE)  # meanwhile
    assert do(operations.count_stock, pack, count=9, seen=10) == 7
    assert queries.list_moves(pack.id)[0].reason is StockReason.COUNTED


def test_a_mere_lower_stock_changes_no_page_selling_out_does(do, offered, at):
    pack, before = pack_of(offered), house_version()
    do(operations.move_stock, pack, delta=-9, **SPOILED)
    assert (house_version(), again(offered).sells) == (before, True)
    do(operations.move_stock, pack_of(offered), delta=-1, **SPOILED)
    assert (house_version(), again(offered).sells) == (before + 1, False)
    assert queries.find_on_sale(offered.id, at=at)  # to be seen, not to be bought
    do(operations.move_stock, pack_of(offered), delta=1, reason=StockReason.HARVEST)
    assert (house_version(), again(offered).sells) == (before + 2, True)
    assert broken(at) == {}


def test_one_pack_of_several_that_sells_out_changes_the_page(do, offered, at):
    dear = do(operations.add_pack, offered, facts(name="礼盒", price=Money(8800)), stock=3)
    before, least = house_version(), again(offered).least_fen
    do(operations.move_stock, dear, delta=-3, **SPOILED)
    assert house_version() == before + 1
    assert (again(offered).sells, again(offered).least_fen) == (True, least)
    do(operations.move_stock, dear, delta=2, reason=StockReason.HARVEST)
    assert house_version() == before + 2


def test_the_least_price_is_that_of_what_can_be_bought(do, offered, at):
    dear = do(operations.add_pack, offered, facts(name="礼盒", price=Money(8800)), stock=3)
    assert again(offered).least_fen == 2500
    cheap = pack_of(offered)
    do(operations.move_stock, cheap, delta=-10, **SPOILED)
    assert again(offered).least_fen == 8800
    do(operations.move_stock, dear, delta=-3, **SPOILED)
    assert again(offered).least_fen == 2500
    do(operations.remove_pack, pack_of(offered))
    assert again(offered).least_fen == 8800
    do(operations.change_pack, dear, facts(name="礼盒", price=Money(7700)), version=1)
    assert again(offered).least_fen == 7700
    assert broken(at) == {}


def test_the_last_pack_of_an_offered_product_stays(do, offered, at):
    pack = pack_of(offered)
    for stop in (
        lambda **kw: operations.switch_pack(pack, on=False, **kw),
        lambda **kw: operations.remove_pack(pack, **kw),
    ):
        with pytest.raises(Refused, match="最后一个"):
            do(stop)
    do(operations.switch_off, offered)
    do(operations.switch_pack, pack_of(offered), on=False)
    assert again(offered).least_fen is None
    with pytest.raises(Refused, match="规格"):
        do(operations.switch_on, offered)
    do(operations.switch_pack, pack_of(offered), on=True)
    do(operations.switch_on, again(offered))
    assert broken(at) == {}


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"name": "最好的一级果"}, "name"),
        ({"price": Money(0)}, "price"),
        ({"price": Money(5_000_001)}, "price"),
        ({"ship_by": 0, "cap": 5}, "ship_by"),
        ({"ship_by": 181, "cap": 5}, "ship_by"),
        ({"ship_by": 5}, "cap"),
    ],
)
def test_what_a_pack_cannot_be(given, field, do, whole, at):
    if "ship_by" in given:
        given = {**given, "ship_by": village_day(at) + timedelta(days=given["ship_by"])}
    with pytest.raises(Refused) as refused:
        do(operations.add_pack, whole, facts(**given), stock=1)
    assert refused.value.field == field


def test_the_second_of_two_writers_of_a_pack(do, offered):
    pack = pack_of(offered)
    do(operations.change_pack, pack, facts(price=Money(2600)), version=1)
    with pytest.raises(Overtaken) as overtaken:
        do(operations.change_pack, pack_of(offered), facts(price=Money(2700)), version=1)
    assert "26.00" in overtaken.value.theirs
    assert "27.00" in overtaken.value.mine


# Sold ahead of the harvest


@pytest.fixture
def ahead(do, offered, at):
    """Return a pack of which twenty are sold ahead, sent in ninety days."""
    day = village_day(at) + timedelta(days=90)
    return do(operations.add_pack, offered, facts(name="预售", ship_by=day, cap=20), stock=999)


def test_what_is_sold_ahead_begins_with_its_cap_and_follows_it(do, ahead, at):
    assert ahead.stock == 20
    with pytest.raises(Refused, match="20"):
        do(operations.move_stock, ahead, delta=1, reason=StockReason.HARVEST)
    do(operations.move_stock, ahead, delta=-15, reason=StockReason.SOLD_ELSEWHERE)
    more = facts(name="预售", ship_by=ahead.ship_by, cap=30)
    do(operations.change_pack, ahead, more, version=1)
    db.session.refresh(ahead)
    assert (ahead.cap, ahead.stock) == (30, 15)
    less = facts(name="预售", ship_by=ahead.ship_by, cap=14)
    with pytest.raises(Refused) as refused:
        do(operations.change_pack, ahead, less, version=2)
    assert refused.value.field == "cap"
    with pytest.raises(Refused, match="预售不能互换"):
        do(operations.change_pack, ahead, facts(), version=2)
    assert broken(at) == {}


def test_it_ends_by_itself_and_the_producer_hears(do, ahead, offered, at):
    jobs.end_ahead(at + timedelta(days=90))
    assert db.session.get(Pack, ahead.id, populate_existing=True).is_on
    jobs.end_ahead(at + timedelta(days=91))
    jobs.end_ahead(at + timedelta(days=92))
    assert not db.session.get(Pack, ahead.id, populate_existing=True).is_on
    assert again(offered).is_on  # the other pack goes on
    told = db.session.query(Notice).filter_by(event="catalog.ahead_over").all()
    assert [each.facts["pack"] for each in told] == ["预售"]
    assert broken(at) == {}


def test_a_product_left_without_any_goes_off(do, ahead, offered, at):
    do(operations.remove_pack, pack_of(offered))
    jobs.end_ahead(at + timedelta(days=91))
    assert not again(offered).is_on
    assert broken(at) == {}


# Two take the last one


def race(app, hands):
    """Let each hand run at once; return what each of them came to."""
    came, gate = [], threading.Barrier(len(hands))

    def run(hand):
        with app.app_context():
            gate.wait()
            try:
                with writing():
                    came.append(hand())
            except Refused:
                came.append("refused")
            finally:
                db.session.remove()

    threads = [threading.Thread(target=run, args=(hand,)) for hand in hands]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    return came


def one_left(do, offered):
    pack = pack_of(offered)
    do(operations.move_stock, pack, delta=-9, **SPOILED)
    return pack.id


def test_of_two_who_take_the_last_one_one_is_refused(app, do, offered, at):
    for _ in range(5):
        pack_id = one_left(do, offered)

        def take(pack_id=pack_id):
            pack = db.session.get(Pack, pack_id)
            return operations.move_stock(pack, delta=-1, **SPOILED, by=SYSTEM, at=at)

        assert sorted(map(str, race(app, [take] * 4))) == ["0", *["refused"] * 3]
        assert pack_of(again(offered)).stock == 0
        assert broken(at) == {}
        do(operations.move_stock, pack_of(offered), delta=10, reason=StockReason.HARVEST)


def test_control_without_the_condition_two_get_it(app, do, offered, at):
    """Read, look, write: what the conditional update is there for."""
    pack_id = one_left(do, offered)
    looked = threading.Barrier(2)

    came, gate = [], threading.Barrier(2)

    def run():
        with app.app_context():
            gate.wait()
            left = db.session.get(Pack, pack_id).stock
            db.session.rollback()
            looked.wait()
            with writing():
                if left:
                    step = update(Pack).where(Pack.id == pack_id).values(stock=left - 1)
                    db.session.execute(step)
                    came.append(left - 1)
            db.session.remove()

    threads = [threading.Thread(target=run) for _ in range(2)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert came == [0, 0]  # both think that they have it
    db.session.rollback()
    assert "catalog.stock_is_its_moves" in broken(at)


def test_two_sizes_that_sell_out_at_once_leave_nothing_to_buy(app, do, offered, at):
    for _ in range(5):
        other = do(operations.add_pack, offered, facts(name="10 斤装"), stock=1)
        ids = [one_left(do, offered), other.id]
        hands = [
            lambda each=each: operations.move_stock(
                db.session.get(Pack, each), delta=-1, **SPOILED, by=SYSTEM, at=at
            )
            for each in ids
        ]
        assert race(app, hands) == [0, 0]
        assert not again(offered).sells
        assert broken(at) == {}
        do(operations.move_stock, pack_of(offered), delta=10, reason=StockReason.HARVEST)
        do(operations.remove_pack, db.session.get(Pack, other.id))
