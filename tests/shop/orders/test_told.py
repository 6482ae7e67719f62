"""What the two sides are told, in words that say what really happened."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from core.clock import village_day
from core.db import db
from core.house import HOUSE
from core.notices.models import Notice
from core.words import dated
from shop.orders.jobs import go_on
from shop.orders.operations import buying, selling
from shop.orders.rules.steps import PRESS_EVERY, RETURN_DAYS, SILENCE, UNTOUCHED, returns_until


def told(person_id):
    """Return what a person was told, in full words, the newest last."""
    query = select(Notice).where(Notice.person_id == person_id).order_by(Notice.id)
    events = HOUSE.events
    return [
        tuple(
            str(words) % each.facts for words in (events[each.event].title, events[each.event].text)
        )
        for each in db.session.scalars(query)
    ]


def named(day):
    return dated(day, "MMMd")


@pytest.fixture
def to_fetch(shop, producer, place, pack):
    """Return an order that is fetched, which nobody has accepted yet."""
    point = shop.point(producer)
    (order,) = place((pack, 1), pickups={producer.id: point.id}).orders
    return order


def last_day_after(at):
    return village_day(at) + timedelta(days=RETURN_DAYS)


def test_nobody_is_told_that_the_buyer_said_so_when_ten_days_passed(shipped, buyer, seller, at):
    later = at + UNTOUCHED
    go_on(later)
    until = last_day_after(later)
    assert village_day(returns_until(later)) == until + timedelta(days=1)
    title, text = told(seller.person)[-1]
    assert title.startswith("算买家收到了")
    assert "十天没有动静" in text
    assert not [each for each, _text in told(seller.person) if each.startswith("买家收到了")]
    title, text = told(buyer.person)[-1]
    assert "算收到了" in title
    assert f"最晚 {named(until)}提出来" in text


def test_who_taps_is_not_told_what_they_did_and_the_seller_is(shipped, do, buyer, seller):
    before = told(buyer.person)
    do(buying.receive, shipped, by=buyer)
    assert told(buyer.person) == before
    assert told(seller.person)[-1][0].startswith("买家收到了")


def test_a_silent_buyer_has_chosen_nothing(place, pack, steps, do, buyer, seller, at):
    (order,) = place((pack, 3)).orders
    steps(order, "accept", "report_shortage")
    go_on(at + SILENCE)
    title, text = told(seller.person)[-1]
    assert title == "买家一天没回话，订单取消了"
    assert pack.product.title in text
    assert not [each for each, _text in told(seller.person) if "选好了" in each]
    assert told(buyer.person)[-1][0] == "订单取消了"


def test_what_is_sent_is_promised_and_pressed_as_such(place, pack, steps, buyer, seller, at):
    (order,) = place((pack, 1)).orders
    steps(order, "accept")
    assert told(buyer.person)[-1][1] == f"最晚 {named(order.ship_by)}寄出。"
    steps(order, "press", at=at + PRESS_EVERY)
    title, text = told(seller.person)[-1]
    assert title.startswith("买家催发货")
    assert text == f"答应最晚 {named(order.ship_by)}寄出。"


def test_what_is_fetched_is_got_ready_and_nobody_speaks_of_sending(
    to_fetch, steps, do, buyer, seller, at
):
    steps(to_fetch, "accept")
    day = named(to_fetch.ship_by)
    assert told(buyer.person)[-1][1] == f"最晚 {day}备好，好了告诉您。"
    steps(to_fetch, "press", at=at + PRESS_EVERY)
    title, text = told(seller.person)[-1]
    assert title.startswith("买家催备货")
    assert text == f"答应最晚 {day}备好。"
    do(selling.pack, to_fetch)
    said = [words for each in (buyer, seller) for words in told(each.person)]
    assert not [words for words in said if "寄" in "".join(words) or "发货" in "".join(words)]


@pytest.mark.parametrize("paid", [True, False])
def test_fetched_by_the_code_is_told_to_the_buyer(to_fetch, steps, do, buyer, at, paid):
    steps(to_fetch, "accept", "pack")
    do(selling.hand_at_pickup, to_fetch, to_fetch.pickup_code, paid=paid)
    said = told(buyer.person)
    (title, text) = said[-2 if paid else -1]
    assert title == f"{to_fetch.producer.name}记下：货您取走了"
    assert f"最晚 {named(last_day_after(at))}提出来" in text
    assert ("收到现金" in said[-1][0]) is paid
