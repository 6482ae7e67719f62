"""What two sides say to each other about an order: counted, told, ended."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from core.db import db, writing
from core.errors import Refused
from core.history.models import Entry
from core.notices.models import Notice
from shop.orders.models import Order
from shop.orders.operations import buying
from shop.threads import operations, queries, rules
from shop.threads.models import Message

DAY = timedelta(days=1)


def unread(order):
    row = db.session.get(Order, order.id, populate_existing=True)
    return row.unread_buyer, row.unread_seller


@pytest.mark.both_engines
def test_saying_raises_the_other_sides_counter_and_reading_lowers_it(say, order):
    first = say("几号发？")
    say("在吗？")
    assert unread(order) == (0, 2)
    with writing():
        operations.read(order, first.id, by_seller=True)
    assert unread(order) == (0, 1)
    with writing():  # an older page knows less, and makes nothing unread again
        operations.read(order, 0, by_seller=True)
    assert unread(order) == (0, 1)
    answer = say("明天发", by_seller=True, seen=first.id + 1)
    assert unread(order) == (1, 0)
    with writing():
        operations.read(order, answer.id, by_seller=False)
    assert unread(order) == (0, 0)


def test_each_message_is_told_once_and_nothing_of_it_stands_elsewhere(say, order, seller, buyer):
    said = say("暗号是 canary-text")
    say("canary-answer", by_seller=True)
    notices = db.session.scalars(select(Notice).where(Notice.event.like("threads.%"))).all()
    assert {(n.event, n.person_id) for n in notices} == {
        ("threads.asked", seller.person),
        ("threads.said", buyer.person),
    }
    assert len(notices) == 2
    assert notices[0].about == f"shop_message:{said.id}"
    kept = [str((n.facts, n.url, n.key)) for n in notices]
    kept += [str((e.was, e.became, e.action)) for e in db.session.scalars(select(Entry))]
    assert not [text for text in kept if "canary" in text]


def test_fifty_a_day_and_side(say, order, at):
    for number in range(rules.MOST_A_DAY):
        say(f"第 {number} 句", at=at - DAY + timedelta(minutes=1))
    with pytest.raises(Refused) as refused:
        say("再来一句")
    assert refused.value.field == "text"
    assert unread(order) == (0, rules.MOST_A_DAY)
    say("我还能说", by_seller=True)
    say("明天又行了", at=at + timedelta(minutes=2))


@pytest.mark.parametrize(("days", "open_still"), [(29, True), (30, False), (300, False)])
def test_the_talk_ends_a_month_after_the_order(say, order, do, buyer, at, days, open_still):
    do(buying.cancel, order, by=buyer)
    for by_seller in (False, True):
        if open_still:
            assert say(at=at + days * DAY, by_seller=by_seller)
        else:
            with pytest.raises(Refused, match="30 天"):
                say(at=at + days * DAY, by_seller=by_seller)
    assert len(queries.list_said(order.id)) == (2 if open_still else 0)


def test_what_was_said_stays(say):
    message = say()
    for change in ("UPDATE shop_message SET text = 'x'", "DELETE FROM shop_message"):
        with pytest.raises(Exception, match="only ever added to"), writing():
            db.session.execute(db.text(change))
    db.session.rollback()
    assert db.session.scalar(select(Message.text).where(Message.id == message.id)) == "几号发？"


def test_no_more_than_three_pictures(order, say):
    with pytest.raises(Refused) as refused:
        say("看", pictures=[None] * 4)
    assert refused.value.field == "picture"
    assert db.session.scalar(select(func.count()).select_from(Message)) == 0
