"""Reports of listings: made by anybody signed in, decided by a clerk, told to all they concern."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from core.clock import now
from core.db import db, writing
from core.errors import Refused
from core.house import HOUSE
from core.notices.models import Notice
from shop.catalog.models import Product
from shop.catalog.queries import find_on_sale
from shop.reports import operations, queries, rules
from shop.reports.models import ListingReport, ReportReason, ReportStatus
from shop.reports.operations.personal import OwnReports
from tests.counting import queries_in


@pytest.fixture
def at():
    return now()


@pytest.fixture
def product(shop):
    return shop.on_sale(title="高山蜜橘")


@pytest.fixture
def clerk(make):
    return make.actor(make.clerk())


@pytest.fixture
def report(product, make, at):
    def put(person=None, product=product, at=at):
        by = make.actor(person or make.person())
        with writing():
            return operations.make(
                product.id, reason=ReportReason.FALSE, text="图片不是实物", by=by, at=at
            )

    return put


def told(event):
    query = select(Notice.person_id).where(Notice.event == event).order_by(Notice.person_id)
    return list(db.session.scalars(query))


def decide(how, report, by, at, decision="照片是网上的图"):
    with writing():
        how(report, decision=decision, by=by, at=at)
    db.session.refresh(report)


@pytest.mark.both_engines
def test_upheld_hides_at_once_and_all_who_reported_hear(report, product, clerk, at):
    first, second = report(), report()
    decide(operations.uphold, first, clerk, at)
    assert find_on_sale(product.id, at=at) is None
    assert db.session.get(Product, product.id, populate_existing=True).blocked_why
    db.session.refresh(second)
    assert first.status is second.status is ReportStatus.UPHELD
    assert told("reports.upheld") == sorted([first.person_id, second.person_id])
    assert told("catalog.blocked") == [product.producer.responsible_id]
    with pytest.raises(Refused):
        decide(operations.dismiss, second, clerk, at)
    with writing():
        operations.lift(first, by=clerk, at=at)
    assert find_on_sale(product.id, at=at)
    assert told("catalog.unblocked") == [product.producer.responsible_id]


@pytest.mark.both_engines
def test_dismissed_leaves_it_where_it_is(report, product, clerk, at):
    one, other = report(), report()
    decide(operations.dismiss, one, clerk, at, "核对过，是实物")
    assert find_on_sale(product.id, at=at)
    assert told("reports.dismissed") == [one.person_id]
    db.session.refresh(other)
    assert other.status is ReportStatus.OPEN


@pytest.mark.parametrize("status", ReportStatus)
@pytest.mark.parametrize("action", ["uphold", "dismiss"])
def test_only_what_is_open_is_decided(status, action):
    assert (action in rules.REPORT.actions(status)) is (status is ReportStatus.OPEN)


@pytest.mark.both_engines
def test_one_open_report_a_person_ten_a_day_none_of_ones_own(report, product, make, shop, at):
    person = make.person()
    report(person)
    with pytest.raises(Refused, match="已经举报过"):
        report(person)
    with pytest.raises(Refused, match="自己"):
        report(product.producer.responsible)
    for _ in range(rules.MOST_A_DAY - 1):
        report(person, shop.on_sale())
    with pytest.raises(Refused, match="12315"):
        report(person, shop.on_sale())
    report(person, shop.on_sale(), at=at + timedelta(days=1, minutes=1))
    with pytest.raises(Refused, match="不在市集"):
        report(person, shop.on_sale(is_on=False), at=at + timedelta(days=3))


def test_nobody_decides_what_concerns_them(report, product, make, at):
    own = make.actor(make.clerk(product.producer.responsible))
    reporter = make.clerk()
    one = report(reporter)
    for by in (own, make.actor(reporter)):
        with pytest.raises(Refused, match="别的办事员"):
            decide(operations.uphold, one, by, at)


def test_nobody_upholds_ones_own_report_by_way_of_another(report, make, at):
    reporter = make.clerk()
    report(reporter)
    with pytest.raises(Refused, match="别的办事员"):
        decide(operations.uphold, report(), make.actor(reporter), at)


def test_blank_after_the_account_is_gone(report, make, at):
    one = report()
    assert OwnReports().export(one.person_id)["reports"][0]["text"] == "图片不是实物"
    with writing():
        OwnReports().erase(one.person_id, at=at)
    db.session.refresh(one)
    assert (one.text, one.reason) == ("", ReportReason.FALSE)


# Pages


def test_from_the_page_to_the_clerk_and_back(client, product, make, at):
    url = f"/market/{product.id}/report"
    assert client.get(url).location.startswith("/login")
    person = make.person()
    client.log_in(person)
    assert client.get(url).status_code == 200
    assert client.send(url, reason="false", text="").status_code == 422
    assert client.send(url, reason="ugly", text="丑").status_code == 422
    answer = client.send(url, reason="false", text="<b>图片</b>不是实物")
    assert answer.location == f"/market/{product.id}"
    assert "已经举报过" in client.send(url, reason="false", text="再来").text
    assert "已经举报过" in client.get(url).text  # before one has written it all again
    assert client.get("/operate/reports/").status_code == 403
    one = db.session.scalars(select(ListingReport)).one()
    show = f"/operate/reports/{one.id}"
    assert client.get(show).status_code == 404

    client.log_in(make.clerk())
    assert "高山蜜橘" in client.get("/operate/reports/").text
    page = client.get(show).text
    assert "&lt;b&gt;" in page
    assert client.send(show, verdict="uphold", decision="").status_code == 422
    verdict = {"verdict": "uphold", "decision": "照片是网上的图", "form_key": "tapped-twice"}
    assert {client.send(show, verdict).location for _tap in "12"} == {"/operate/reports/"}
    assert client.get(url).status_code == 404  # nobody sees it any more
    assert "已经下架" in client.get(show).text
    client.send(f"{show}/lift")
    assert "已经下架" not in client.get(show).text
    assert "属实" in client.get("/operate/reports/").text


def test_ones_own_is_not_reported(client, product):
    client.log_in(product.producer.responsible)
    assert "自己卖的" in client.get(f"/market/{product.id}/report").text


def test_what_waits_stands_on_the_operators_desk(app, report, shop, clerk, make, at):
    for _ in range(22):
        report(product=shop.on_sale())
    with app.test_request_context():
        items = [
            each for hook in HOUSE.operating for each in hook(clerk, at) if "reports" in each.url
        ]
        nobody = [each for hook in HOUSE.operating for each in hook(make.actor(), at)]
    assert len(items) == 21
    assert "还有 2 件" in items[-1].what
    assert items[0].due - items[0].since == rules.DECIDE_WITHIN
    assert not [each for each in nobody if "reports" in each.url]


def test_the_list_costs_the_same_and_pages_by_key(client, report, shop, make, clerk, at):
    client.log_in(make.clerk())
    counts = []
    for number in (3, 27):
        for _ in range(number):
            report(product=shop.on_sale())
            decide(operations.dismiss, report(product=shop.on_sale()), clerk, at)
        counts.append(queries_in(lambda: client.get("/operate/reports/")))
    assert counts[0] == counts[1] <= 9  # eight and the BEGIN
    page = client.get("/operate/reports/").text
    before = queries.list_decided()[queries.PAGE - 1].id
    assert f"before={before}" in page
    assert client.get(f"/operate/reports/?before={before}").status_code == 200
