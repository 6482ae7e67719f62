"""What a clerk reads of reviews, also of goods that nobody can find on the market any more."""

import re

import pytest

from core.clock import now
from core.db import db, writing
from core.sponsorship.models import Sponsorship
from shop.catalog.models import Product
from shop.orders.operations import buying, selling
from shop.reports import operations as reports
from shop.reports.models import ReportReason
from shop.reviews import operations, queries
from tests.counting import queries_in

URL = "/operate/reviews/"


@pytest.fixture
def at():
    return now()


@pytest.fixture
def clerk(client, make):
    client.log_in(make.clerk())
    return client


@pytest.fixture
def another(place, pack, do, make):
    """Return a hand by which somebody orders, receives and reviews a pack, the usual one."""

    def buys(text="说得过去", bought=pack):
        by = make.actor(make.person(name="陈晨"))
        (order,) = place((bought, 1), by=by).orders
        do(selling.accept, order)
        do(selling.pack, order)
        do(selling.ship, order, selling.Sending(carrier="邮政", number="1"))
        do(buying.receive, order, by=by)
        return do(operations.review, order.lines[0], operations.Said(stars=3, text=text), by=by)

    return buys


def test_hidden_though_the_product_has_left_the_market(client, clerk, make, review, received):
    made = review(1, "他家住三组")
    with writing():
        db.session.get(Product, received.about).is_on = False
    assert clerk.get(f"/market/{received.about}/reviews").status_code == 404
    hide = f"{URL}{made.id}/hide"
    assert hide in clerk.get(URL).text
    assert f'href="{URL}"' in clerk.get(hide).text
    answer = clerk.send(hide, why="privacy")
    page = clerk.get(answer.location)
    assert page.status_code == 200
    assert "这条评价因“写了别人的私人信息”，不显示" in page.text
    assert "他家住" not in page.text
    assert hide not in page.text
    client.log_in(make.person())
    assert client.get(URL).status_code == 403


@pytest.fixture
def other(shop, producer, pack):
    """Return a pack of another product of the same producer."""
    return shop.pack(
        shop.product(producer, db.session.get(Sponsorship, pack.product.sponsorship_id))
    )


@pytest.fixture
def report(make, at):
    """Return a hand by which somebody reports a product; it returns the report's address."""

    def put(product_id):
        by, words = make.actor(), {"reason": ReportReason.FALSE, "text": "不是实物"}
        with writing():
            made = reports.make(product_id, **words, by=by, at=at)
        return f"/operate/reports/{made.id}"

    return put


def test_of_one_product_alone_as_its_report_leads_there(clerk, another, other, report):
    mine = another("这一样")
    assert "/operate/reviews/?" not in clerk.get(report(other.product_id)).text
    theirs = another("那一样", bought=other)
    page = clerk.get(report(mine.product_id)).text
    (only,) = re.findall(r'href="(/operate/reviews/\?[^"]+)"', page)
    assert f"{URL}{mine.id}/hide" in clerk.get(only).text
    assert f"{URL}{theirs.id}/hide" not in clerk.get(only).text
    assert f"{URL}{theirs.id}/hide" in clerk.get(URL).text


def test_it_pages_by_key_and_costs_the_same(clerk, another, monkeypatch):
    monkeypatch.setattr("shop.reviews.queries.shown.PAGE", 2)
    monkeypatch.setattr(queries, "PAGE", 2)
    assert "还没有评价" in clerk.get(URL).text
    costs = []
    for number in (2, 3):
        ids = [another().id for _each in range(number)]
        costs.append(queries_in(lambda: clerk.get(URL)))
    assert costs[0] == costs[1]
    seen = re.findall(rf"{URL}(\d+)/hide", clerk.get(URL).text)
    assert seen == [str(ids[-1]), str(ids[-2])]
    older = clerk.get(f"{URL}?after={seen[-1]}").text
    assert re.findall(rf"{URL}(\d+)/hide", older)[0] == str(ids[-3])
    assert "最新的" in older
    assert "没有更早的了" in clerk.get(f"{URL}?after=1").text
    for wrong in ("after=x", "product=x"):
        assert clerk.get(f"{URL}?{wrong}").status_code == 404
