"""Packing slips as a file: a page for each order, whatever people are called."""

import re
import time

import pytest
from sqlalchemy import update

from core.db import db, is_writing, writing
from shop.orders.models import Order
from shop.orders.papers import Slip, write_slips
from shop.orders.queries.orders import get_order

PAGE = re.compile(rb"/Type /Page\b(?!s)")


def pages_in(made):
    assert made.startswith(b"%PDF-")
    return len(PAGE.findall(made))


def slip(order):
    address = f"http://localhost/orders/{order.ref}"
    return Slip(order=get_order(order.id), address=address)


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


def test_nothing_is_written_while_it_is_drawn(place, pack):
    (order,) = place((pack, 1)).orders
    write_slips([slip(order)])
    assert not is_writing()
