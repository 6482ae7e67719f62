"""A producer is reminded, once, of a buyer who has waited for an answer for a day."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from core.db import db, writing
from core.notices.models import Notice
from shop.orders.models import Order, OrderStatus
from shop.orders.operations import buying
from shop.producers.models import Producer
from shop.threads.jobs import remind
from shop.threads.operations import read, reminding
from shop.threads.rules import OPEN_FOR
from tests.shop.orders.hands import PATHS, Steps

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def told():
    db.session.rollback()
    query = select(Notice).where(Notice.event == "threads.unanswered").order_by(Notice.id)
    return db.session.scalars(query).all()


@pytest.mark.both_engines
def test_a_day_after_the_first_word_without_an_answer(say, order, seller, at):
    first = say("canary：几号发？")
    say("在吗？", at=at + 23 * HOUR)
    remind(at + DAY - MINUTE)
    assert told() == []
    remind(at + DAY)
    (notice,) = told()
    assert notice.person_id == seller.person
    assert notice.about == f"shop_message:{first.id}"
    assert notice.url == f"/sell/{order.producer_id}/orders/{order.id}/thread"
    assert "canary" not in str((notice.facts, notice.key))
    for later in (DAY + MINUTE, 2 * DAY, 20 * DAY):
        remind(at + later)
    assert len(told()) == 1


@pytest.mark.both_engines
def test_an_answer_ends_the_wait_and_a_new_word_begins_another(say, at):
    say()
    say("明天发", by_seller=True, at=at + DAY - MINUTE)
    remind(at + 2 * DAY)
    assert told() == []
    second = say("到了几个坏的", at=at + 2 * DAY)
    remind(at + 3 * DAY - MINUTE)
    assert told() == []
    remind(at + 3 * DAY)
    assert [each.about for each in told()] == [f"shop_message:{second.id}"]


def test_what_was_read_is_not_answered(say, order, at):
    message = say()
    with writing():
        read(order, message.id, by_seller=True)
    remind(at + DAY)
    assert len(told()) == 1


def test_the_sellers_own_words_wait_for_nothing(say, at):
    say("货备好了", by_seller=True)
    remind(at + 2 * DAY)
    assert told() == []


@pytest.mark.both_engines
def test_nothing_of_what_was_called_off(say, order, do, buyer, at):
    say("不要了，取消吧")
    do(buying.cancel, order, by=buyer)
    remind(at + DAY)
    assert told() == []


@pytest.mark.both_engines
@pytest.mark.parametrize(("since", "reminded"), [(OPEN_FOR - MINUTE, 1), (OPEN_FOR, 0)])
def test_nothing_where_nothing_can_be_said_any_more(say, order, at, since, reminded):
    say()
    with writing():
        ended = update(Order).where(Order.id == order.id)
        db.session.execute(ended.values(ended_at=at + DAY - since))
    remind(at + DAY)
    assert len(told()) == reminded


def test_nothing_at_a_shop_that_has_closed(say, order, producer, do, buyer, at):
    say()
    Steps(do, buyer, at)(order, *PATHS[OrderStatus.COMPLETED])
    with writing():
        db.session.get(Producer, producer.id).closed_at = at
    remind(at + DAY)
    assert told() == []


def test_who_answers_while_the_sweep_runs_is_left_alone(say, at):
    message = say()
    say("来了", by_seller=True, at=at + HOUR)
    with writing():
        reminding.remind(message, at=at + DAY)
    assert told() == []
