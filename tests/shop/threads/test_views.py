"""The talk on its pages, for the buyer and for the producer."""

import re

import pytest
from sqlalchemy import func, select

from core.accounts.models import Person
from core.db import db, writing
from core.notices.models import Notice
from core.storage.models import StoredFile
from core.storage.queries import usage
from shop.orders.models import Method, Order
from shop.threads import queries
from shop.threads.models import Message, MessagePicture
from tests.counting import queries_in

BOTH = pytest.mark.parametrize("side", ["buyer", "seller"])


def other_of(side):
    return "seller" if side == "buyer" else "buyer"


def unread(order, side):
    row = db.session.get(Order, order.id, populate_existing=True)
    return row.unread_buyer if side == "buyer" else row.unread_seller


def seen_in(page):
    return re.search(r'name="seen"[^>]*value="(\d+)"', page.text)[1]


def count_said():
    return db.session.scalar(select(func.count()).select_from(Message))


@BOTH
def test_one_side_says_and_the_other_reads(client, as_, side, order):
    url = as_(side)
    page = client.get(url)
    assert "还没有说过话" in page.text
    assert "不用留电话" in page.text
    answer = client.send(url, text="<b>您好</b>\n第二行", seen=seen_in(page))
    assert answer.location == f"{url}#newest"
    page = client.get(url).text
    assert "发出去了" in page
    assert "&lt;b&gt;您好&lt;/b&gt;\n第二行" in page
    assert "看过了" not in page
    other = as_(other_of(side))
    page = client.get(other)
    names = {"buyer": "买家", "seller": order.producer.name}
    assert names[side] in page.text
    assert "您好" in page.text
    assert unread(order, other_of(side)) == 1
    assert "看过了" in page.text  # a GET has marked nothing
    assert client.send(f"{other}/read", seen=seen_in(page)).location == other
    assert unread(order, other_of(side)) == 0
    assert "看过了" not in client.get(other).text


def test_the_buyers_order_says_that_something_was_said(client, as_, say, order):
    say("明天发", by_seller=True)
    as_("buyer")
    assert "1 条没看过" in client.get(f"/orders/{order.ref}").text
    assert "商家留了话" in client.get("/orders/").text


@pytest.mark.both_engines
def test_two_taps_are_one_message(client, as_, order):
    url = as_("buyer")
    sent = {"text": "几号发？", "form_key": "tapped-twice"}
    assert [client.send(url, sent).status_code for _tap in "123"] == [302] * 3
    assert count_said() == 1
    assert unread(order, "seller") == 1
    told = select(func.count()).select_from(Notice).where(Notice.event == "threads.asked")
    assert db.session.scalar(told) == 1
    other_words = client.send(url, {**sent, "text": "别的话"})
    assert other_words.status_code == 422
    assert "别的话" in other_words.text


def test_answering_marks_what_stood_on_the_page_and_nothing_later(client, as_, say, order):
    say("第一句")
    url = as_("seller")
    page = client.get(url)
    say("后来的一句")
    client.send(url, text="明天发", seen=seen_in(page))
    assert unread(order, "seller") == 1


@BOTH
@pytest.mark.parametrize("text", ["", " \n ", "长" * 501, "看\u202e不见"])
def test_nonsense_is_refused_and_kept(client, as_, side, text):
    url = as_(side)
    answer = client.send(url, text=text)
    assert answer.status_code == 422
    assert text.strip() in answer.text
    assert count_said() == 0


@pytest.mark.parametrize("seen", ["x", "-1", "1e3", "9" * 10])
def test_a_made_up_number_of_what_was_read(client, as_, say, order, seen):
    say("看到了吗", by_seller=True)
    url = as_("buyer")
    assert client.send(f"{url}/read", seen=seen).status_code == 302
    assert client.send(url, text="好", seen=seen).status_code == 422
    assert unread(order, "buyer") == 1


@BOTH
def test_pictures_are_for_the_two_sides_alone(client, as_, side, photo, make, order):
    url = as_(side)
    client.send(url, text="坏了两个", picture=[photo("一.png"), photo("二.png")])
    pictures = db.session.scalars(select(MessagePicture)).all()
    assert len(pictures) == 2
    kept = db.session.get(StoredFile, pictures[0].file_id)
    assert not kept.is_public
    for each in ("buyer", "seller"):
        mine = as_(each)
        page = client.get(mine).text
        shown = [f"{mine}/pictures/{pictures[0].id}/{size}" for size in (480, 1280)]
        assert shown[0] in page
        for src in re.findall(rf'(?:src|href)="({mine}/pictures/[^"]+)"', page):
            answer = client.get(src)
            assert (answer.status_code, answer.mimetype) == (200, "image/webp")
            assert "no-store" in answer.headers["Cache-Control"]
        assert client.get(f"{mine}/pictures/{pictures[0].id}/481").status_code == 404
    assert client.get(f"/files/{kept.ref}").status_code == 404
    _buyer, buying = "", f"/orders/{order.ref}/thread/pictures/{pictures[0].id}/480"
    selling = f"/sell/{order.producer_id}/orders/{order.id}/thread/pictures/{pictures[0].id}/480"
    for stranger in (make.person(), make.clerk(), make.admin()):
        client.log_in(stranger)
        assert client.get(buying).status_code == 404
        assert client.get(selling).status_code == 404


def test_whoever_keeps_as_much_as_one_may_still_sends_pictures(client, as_, photo, shop, order):
    """Nobody can delete them, so they take no room: neither side comes to a dead end."""
    person = order.producer.responsible
    for _file in range(200):
        shop.file(person)
    url = as_("seller")
    assert client.send(url, text="装好了", picture=[photo(), photo()]).status_code == 302
    assert len(db.session.scalars(select(MessagePicture)).all()) == 2
    assert usage(person.id)[0] == 200


def test_a_picture_of_another_order_is_not_there(client, as_, photo, place, pack):
    (other,) = place((pack, 1)).orders
    url = as_("buyer")
    client.send(url, text="坏了", picture=[photo()])
    picture = db.session.scalars(select(MessagePicture)).one()
    assert client.get(f"/orders/{other.ref}/thread/pictures/{picture.id}/480").status_code == 404
    as_("seller")
    there = f"/sell/{other.producer_id}/orders/{other.id}/thread/pictures/{picture.id}/480"
    assert client.get(there).status_code == 404


def test_what_is_no_picture_is_refused_with_the_words_kept(client, as_, photo):
    url = as_("buyer")
    bad = (photo()[0], "单据.pdf")
    answer = client.send(url, text="看照片", picture=[bad])
    assert answer.status_code == 422
    assert "看照片" in answer.text
    many = client.send(url, text="看照片", picture=[photo() for _ in range(4)])
    assert many.status_code == 422
    assert "一次最多 3 张" in many.text
    assert count_said() == 0


@pytest.mark.parametrize("role", ["person", "clerk", "officer", "admin"])
def test_nobody_else_listens(client, make, sides, say, order, role):
    say("只有我们知道")
    person = make.person()
    if role == "officer":
        make.officer(order.producer.unit.branch, person=person)
    if role in {"clerk", "admin"}:
        getattr(make, role)(person)
    client.log_in(person)
    for _who, url in sides.values():
        assert client.get(url).status_code == 404
        assert client.send(url, text="我也说").status_code == 404
        assert client.send(f"{url}/read", seen="1").status_code == 404
    assert count_said() == 1
    assert unread(order, "seller") == 1


@BOTH
def test_neither_side_comes_in_by_the_others_door(client, sides, side):
    client.log_in(db.session.get(Person, sides[side][0].id))
    assert client.get(sides[other_of(side)][1]).status_code == 404


def test_an_order_of_another_producer_is_not_there(client, as_, order, shop):
    as_("seller")
    own = shop.producer(order.producer.responsible)
    assert client.get(f"/sell/{own.id}/orders/{order.id}/thread").status_code == 404


def test_a_talk_that_is_over_says_so(client, as_, say, order):
    say("多谢")
    with writing():
        row = db.session.get(Order, order.id)
        row.ended_at = row.placed_at.replace(year=2020)
    url = as_("buyer")
    page = client.get(url).text
    assert "结束 30 天" in page
    assert "多谢" in page
    assert 'name="text"' not in page
    answer = client.send(url, text="再说一句")
    assert answer.status_code == 422
    assert count_said() == 1


def test_what_is_not_paid_yet_is_not_talked_about(client, as_, place, pack):
    (order,) = place((pack, 1), method=Method.ONLINE).orders
    as_("buyer")
    url = f"/orders/{order.ref}/thread"
    assert "付了再留言" in client.get(url).text
    assert client.send(url, text="在吗", seen="0").status_code == 422
    as_("seller")
    home = f"/sell/{order.producer_id}/orders"
    assert client.get(f"{home}/{order.id}/thread").status_code == 404
    assert client.get(f"{home}?tab=talk").status_code == 200
    assert count_said() == 0


def test_the_last_fifty_and_the_way_to_the_others(client, as_, say, at):
    counts = []
    for number in range(queries.PAGE + 10):
        say(f"第{number}句。", at=at.replace(year=2025) if number < 30 else at)
        if number in {3, 30}:
            url = as_("buyer")
            counts.append(queries_in(lambda u=url: client.get(u)))
    assert counts[0] == counts[1]
    page = client.get(url).text
    assert "第10句。" in page
    assert "第9句。" not in page
    assert page.index("第10句。") < page.index("第59句。")
    older = re.search(rf'href="({url}\?before=\d+)"', page)[1]
    page = client.get(older).text
    assert "第9句。" in page
    assert "第10句。" not in page
    assert 'name="text"' not in page
    assert client.get(f"{url}?before=x").status_code == 404
