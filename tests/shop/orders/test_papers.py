"""Packing slips as a file: a page for each order, whatever people are called."""

import re
import time

import pytest
import segno
from sqlalchemy import update

from core.db import db, is_writing, writing
from core.words import dated
from shop.orders.models import Order
from shop.orders.operations import money, shortages
from shop.orders.papers import Slip, write_slips
from tests.shop.orders.hands import lack
from tests.shop.orders.printed import code_in, words_in

PAGE = re.compile(rb"/Type /Page\b(?!s)")


def pages_in(made):
    assert made.startswith(b"%PDF-")
    return len(PAGE.findall(made))


def slip(order):
    address = f"http://localhost/orders/{order.ref}"
    return Slip(order=db.session.get_one(Order, order.id), address=address)


def said_by(order, **facts):
    """Return the order with other words in it."""
    with writing():
        db.session.execute(update(Order).where(Order.id == order.id).values(**facts))
    return slip(order)


def test_thirty_orders_are_thirty_pages_in_two_seconds(place, pack):
    (order,) = place((pack, 2)).orders
    slips = [slip(order)] * 30
    begun = time.process_time()
    made = write_slips(slips)
    assert time.process_time() - begun < 2
    assert pages_in(made) == 30
    assert len(made) < 400_000  # the signs that are used, not the font


@pytest.mark.parametrize(
    "name", ["𠮷田", "नमस्ते", "李😀明", "㐀䶵", "\u202e反", "A" * 30, "张\n三", "'; DROP", "=1+1"]
)
def test_no_name_stops_the_printer(name, place, pack):
    (order,) = place((pack, 1)).orders
    made = write_slips([said_by(order, receiver=name, note=name * 5, address=name * 3)])
    assert pages_in(made) >= 1


def test_what_does_not_fit_goes_on_to_the_next_page(place, shop, producer):
    one = shop.on_sale(producer)
    sizes = [shop.pack(one, name=f"规格 {n}，一级大果" * 2, position=n) for n in range(1, 30)]
    (order,) = place(*[(each, 1) for each in sizes]).orders
    assert pages_in(write_slips([slip(order)])) > 1


def code_of(address):
    return [list(row) for row in segno.make(address, error="m", micro=False).matrix]


@pytest.fixture
def less(place, pack, do, buyer, at):
    """Return an order of three, of which the buyer did without one."""
    (order,) = place((pack, 3)).orders
    do(shortages.report_shortage, order, lack(order, at))
    do(shortages.take_less, order, by=buyer)
    return order


def test_a_slip_says_what_goes_to_whom_and_what_to_collect(less, pack):
    written = words_in(write_slips([said_by(less, note="放门卫室")]))
    number, day = less.number, dated(less.ship_by, "MMMd")
    assert written == [
        less.producer.name,
        f"{number[:4]} {number[4:8]} {number[8:]}",
        f"快递 · 最晚 {day}寄出",
        "张三 13900000000",
        "浙江省杭州市西湖区文一路 1 号",
        "买家说：放门卫室",
        f"2 × {less.lines[0].title} {pack.name}",
        f"货到收 {less.due}",
        "扫右上角的码看这一单，收到后点一下“收到了”。",
    ]
    assert less.due.fen == less.total_fen - pack.fen


def test_what_is_paid_is_not_collected_again(shipped, do):
    do(money.record_cash, shipped)
    written = words_in(write_slips([slip(shipped)]))
    assert "钱已经收过了" in written
    assert not [each for each in written if "货到收" in each]


def test_what_is_fetched_goes_to_its_point(place, pack, shop, producer):
    point = shop.point(producer)
    (order,) = place((pack, 1), pickups={producer.id: point.id}).orders
    written = words_in(write_slips([slip(order)]))
    assert f"自提 · 最晚 {dated(order.ship_by, 'MMMd')}备好" in written
    assert order.address in written


def test_the_code_leads_to_the_order(client, producer, place, pack):
    first, other = (place((pack, 1)).orders[0] for _each in "12")
    client.log_in(producer.responsible)
    made = client.get(f"/sell/{producer.id}/orders/slips.pdf?ids={first.id}").data
    assert code_in(made) == code_of(f"http://localhost/orders/{first.ref}")
    assert code_in(made) != code_of(f"http://localhost/orders/{other.ref}")


def test_nothing_is_written_while_it_is_drawn(place, pack):
    (order,) = place((pack, 1)).orders
    write_slips([slip(order)])
    assert not is_writing()
