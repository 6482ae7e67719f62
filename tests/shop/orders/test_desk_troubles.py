"""What goes wrong with an order at the desk: refused, not to be had, a number copied wrongly."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from core.clock import now, village_day
from core.db import db, writing
from core.notices.models import Notice
from shop.orders.models import Order, OrderStatus, Parcel, Shortage
from shop.orders.operations import buying, shortages

S = OrderStatus


@pytest.fixture
def desk(client, producer):
    client.log_in(producer.responsible)
    return client


@pytest.fixture
def order(place, pack):
    (order,) = place((pack, 3)).orders
    return order


def at(order, step=""):
    return f"/sell/{order.producer_id}/orders/{order.id}{'/' if step else ''}{step}"


def status_of(order):
    return db.session.scalar(select(Order.status).where(Order.id == order.id))


def told(event):
    return db.session.scalar(
        select(func.count()).select_from(Notice).where(Notice.event == f"orders.{event}")
    )


def test_refused_and_come_back(desk, shipped, pack):
    assert "改不回去" in desk.get(at(shipped, "refused")).text
    assert desk.send(at(shipped, "refused"), reason="").status_code == 422
    assert desk.send(at(shipped, "refused"), reason="nonsense").status_code == 422
    sent = {"reason": "wrong", "note": "压坏了两个", "form_key": "not-taken"}
    assert [desk.send(at(shipped, "refused"), sent).status_code for _tap in "12"] == [302, 302]
    page = desk.get(at(shipped)).text
    assert "说东西不对，或者坏了：压坏了两个" in page
    assert "不会自动重新上架" in page
    before = pack.stock
    assert desk.send(at(shipped, "back"), form_key="came-back").location == at(shipped)
    page = desk.get(at(shipped)).text
    db.session.refresh(pack)
    assert (status_of(shipped), pack.stock) == (S.RETURNED, before)
    stock = f"/sell/products/{pack.product_id}/packs/{pack.id}/stock"
    assert stock in page
    assert desk.get(stock).status_code == 200


def test_what_is_paid_is_not_refused(desk, shipped):
    assert desk.send(at(shipped, "cash")).status_code == 302
    assert "已经记过收款" in desk.get(at(shipped, "refused")).text
    assert desk.send(at(shipped, "refused"), reason="away").status_code == 422
    assert status_of(shipped) is S.SHIPPED


def test_short_of_something(desk, order):
    (line,) = order.lines
    page = desk.get(at(order, "short")).text
    assert "不选就算取消" in page
    assert "近 90 天已经有 0 次" in page
    day = village_day(now()) + timedelta(days=5)
    sent = {
        f"missing_{line.id}": "2",
        "why": "下雨摘不了",
        "ready_on": day.isoformat(),
        "form_key": "short-of-it",
    }
    assert [desk.send(at(order, "short"), sent).status_code for _tap in "12"] == [302, 302]
    (shortage,) = db.session.scalars(select(Shortage))
    assert (shortage.ready_on, shortage.lines[0].missing) == (day, 2)
    page = desk.get(at(order)).text
    assert "正等买家选" in page
    assert "还有 7 份在卖，要不要改？" in page
    stock = f"/sell/products/{line.about}/packs/{line.ref}/stock"
    assert stock in page
    assert desk.get(stock).status_code == 200
    assert "少 2 份" in page
    assert "下雨摘不了" in page
    assert desk.send(at(order, "short"), {**sent, "form_key": "once-more"}).status_code == 422


def test_the_page_offers_the_days_that_can_be_waited_for(desk, order):
    today = village_day(now())
    for ship_by in (today - timedelta(days=3), today + timedelta(days=150)):
        with writing():
            db.session.execute(update(Order).values(ship_by=ship_by))
        first = max(today + timedelta(days=1), ship_by)
        last = max(today, ship_by) + timedelta(days=60)
        page = desk.get(at(order, "short")).text
        assert f'min="{first.isoformat()}"' in page
        assert f'max="{last.isoformat()}"' in page
        sent = {f"missing_{order.lines[0].id}": "1", "why": "雨"}
        for day in (first - timedelta(days=1), last + timedelta(days=1)):
            answer = desk.send(at(order, "short"), {**sent, "ready_on": day.isoformat()})
            assert answer.status_code == 422


def test_what_is_sold_out_or_not_short_is_not_asked_about(desk, place, pack, shop, do, buyer):
    """Nor is anything once the buyer has chosen."""
    other = shop.pack(pack.product, fen=900, name="小箱", position=1)
    (order,) = place((pack, 10), (other, 2)).orders
    for missing, asked in (({0: 1}, ""), ({1: 1}, "小箱还有 8 份在卖")):
        lines = {order.lines[number].id: count for number, count in missing.items()}
        do(shortages.report_shortage, order, shortages.Lack(missing=lines, why="冻了"))
        page = desk.get(at(order)).text
        assert page.count("份在卖") == bool(asked)
        assert asked in page
        do(shortages.take_less, order, by=buyer)
        assert "份在卖" not in desk.get(at(order)).text


@pytest.mark.parametrize(
    "wrong",
    [
        {"missing": "0"},
        {"missing": ""},
        {"missing": "4"},
        {"missing": "-1"},
        {"missing": "x"},
        {"why": ""},
        {"why": "长" * 201},
        {"ready_on": "2020-01-01"},
        {"ready_on": "9999-12-31"},
        {"ready_on": "tomorrow"},
    ],
)
def test_nonsense_is_no_shortage(wrong, desk, order):
    sent = {"missing": "1", "why": "下雨摘不了", **wrong}
    sent[f"missing_{order.lines[0].id}"] = sent.pop("missing")
    answer = desk.send(at(order, "short"), sent)
    assert answer.status_code == 422
    assert sent["why"] in answer.text
    assert status_of(order) is S.PLACED


def test_the_buyers_answer_is_seen(desk, order, do, buyer):
    lack = shortages.Lack(missing={order.lines[0].id: 1}, why="冻了")
    do(shortages.report_shortage, order, lack)
    do(shortages.take_less, order, by=buyer)
    page = desk.get(at(order)).text
    assert "少要一些" in page
    assert "-¥25.00" in page
    assert str(order.due) in page
    assert "接单" in page


def test_a_wrong_number_is_corrected_until_it_is_received(desk, shipped, do, buyer):
    (parcel,) = db.session.scalars(select(Parcel))
    url = at(shipped, f"parcels/{parcel.id}")
    assert url in desk.get(at(shipped)).text
    assert 'value="9876"' in desk.get(url).text
    sent = {"carrier": "顺丰", "number": "SF123456789", "version": "1", "form_key": "corrected"}
    assert [desk.send(url, sent).status_code for _tap in "12"] == [302, 302]
    db.session.refresh(parcel)
    assert (parcel.carrier, parcel.number, parcel.version) == ("顺丰", "SF123456789", 2)
    assert told("shipped") == 2
    late = desk.send(url, {**sent, "number": "SF999999999", "form_key": "another-one"})
    assert late.status_code == 409
    assert desk.send(url, {**sent, "version": "x"}).status_code == 422
    do(buying.receive, shipped, by=buyer)
    assert "已经收到了" in desk.get(url).text
    assert desk.send(url, {**sent, "version": "2", "form_key": "too-late-now"}).status_code == 422
    assert desk.get(at(shipped, "parcels/999999")).status_code == 404


def test_every_status_has_its_page(desk, order):
    """What the page needs is there in each status, whatever else the row says."""
    for status in S:
        with writing():
            facts = {"status": status, "due_at": now(), "ended_at": now()}
            db.session.execute(update(Order).where(Order.id == order.id).values(**facts))
        expected = 404 if status in {S.AWAITING_PAYMENT, S.EXPIRED} else 200
        for step in ("", "ship", "pickup", "refused", "short"):
            assert desk.get(at(order, step)).status_code == expected, (status, step)
    with writing():
        facts = {"status": S.PLACED, "due_at": None, "ended_at": None}
        db.session.execute(update(Order).where(Order.id == order.id).values(**facts))
