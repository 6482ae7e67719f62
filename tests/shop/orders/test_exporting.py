"""A producer's orders as a sheet: which of them, and what of each."""

import io
from datetime import UTC, date, datetime, timedelta

import openpyxl
import pytest
from sqlalchemy import select, update

from core.clock import VILLAGE, now, village_day
from core.db import db, writing
from core.history.models import Entry
from core.storage.exports import XLSX
from shop.orders.models import Order, OrderStatus
from shop.orders.operations import money
from shop.orders.queries.exporting import count_placed, each_placed
from shop.orders.rules.exporting import months_before, why_not_export
from tests.shop.orders.hands import PATHS, method_of

S = OrderStatus
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
PRIVATE = ("张三", "13900000000", "文一路", "放门口")
# Who has the goods and has not paid can still be called; of what is over nobody is.
SEEN = {S.RECEIVED: PRIVATE[:2], S.COMPLETED: PRIVATE[:2], S.CANCELLED: (), S.RETURNED: ()}


@pytest.fixture
def url(producer):
    return f"/sell/{producer.id}/orders/export"


@pytest.fixture
def signed_in(client, producer):
    client.log_in(producer.responsible)
    return client


def days(begins, until=None):
    return {"begins": begins.isoformat(), "until": (until or begins).isoformat()}


def read(answer):
    """Return the rows of the sheet, each by the names of its columns, cells as they are."""
    assert (answer.status_code, answer.mimetype) == (200, XLSX)
    sheet = openpyxl.load_workbook(io.BytesIO(answer.data)).active
    heads, *rows = sheet.iter_rows()
    names = [cell.value for cell in heads]
    return [dict(zip(names, row, strict=True)) for row in rows]


def values(row):
    return {name: cell.value for name, cell in row.items()}


def sheet_of_today(client, url):
    return read(client.send(url, days(village_day(now()))))


def noted(order, note="放门口", **facts):
    with writing():
        changed = update(Order).where(Order.id == order.id)
        db.session.execute(changed.values(note=note, **facts))


def test_what_stands_in_it(signed_in, url, place, pack, do, buyer, steps):
    (order,) = place((pack, 3), at=now()).orders
    noted(order)
    steps(order, "report_shortage", "take_less", "accept", "pack", "ship", at=now())
    do(money.record_cash, order, at=now())
    (row,) = map(values, sheet_of_today(signed_in, url))
    assert row["单号"] == order.number
    assert row["商品"] == f"{pack.product.title} 5 斤装 × 2"
    assert (row["份数"], row["货款"], row["少要的"]) == (2, 75, -25)
    assert row["应收"] == row["收到现金"] == float(order.due.fen) / 100
    assert row["现在"] == "寄出了"
    assert row["快递单号"] == "邮政 9876"
    assert row["地址"] == "浙江省杭州市西湖区文一路 1 号"
    assert (row["收货人"], row["电话"], row["买家说"]) == ("张三", "13900000000", "放门口")
    assert row["下单时间"].startswith(f"{order.placed_at.astimezone(VILLAGE):%Y-%m-%d %H:%M}")


@pytest.mark.parametrize("status", list(S))
def test_no_more_of_the_buyer_than_the_seller_may_see(signed_in, url, place, pack, steps, status):
    (order,) = place((pack, 2), method=method_of(status), at=now()).orders
    steps(order, *PATHS[status], at=now())
    noted(order)
    if status in {S.AWAITING_PAYMENT, S.EXPIRED}:
        answer = signed_in.send(url, days(village_day(now())))
        assert answer.status_code == 422
        assert "这些天没有人下单" in answer.text
        return
    (row,) = map(values, sheet_of_today(signed_in, url))
    seen = [each for each in PRIVATE if any(each in str(value) for value in row.values())]
    assert seen == list(SEEN.get(status, PRIVATE))
    assert row["收货人"] == ("张某" if seen == [] else "张三")
    assert (row["应收"] == 0) == (status in {S.CANCELLED, S.REFUSED_AT_DOOR, S.RETURNED})


def test_of_what_is_over_and_paid_the_surname_is_left(signed_in, url, place, pack, do, steps):
    (order,) = place((pack, 2), at=now()).orders
    steps(order, *PATHS[S.COMPLETED], "record_cash", at=now())
    (row,) = map(values, sheet_of_today(signed_in, url))
    assert (row["收货人"], row["电话"], row["地址"]) == ("张某", None, None)


def test_no_cell_becomes_a_formula(signed_in, url, place, pack):
    (order,) = place((pack, 1), at=now()).orders
    noted(order, note="=1+1", receiver="+张三", address="@SUM(A1)", phone="-1")
    (row,) = sheet_of_today(signed_in, url)
    for name in ("买家说", "收货人", "电话"):
        assert row[name].data_type == "s"
        assert row[name].value.startswith("'")
    assert {row[name].data_type for name in ("份数", "货款", "运费", "应收")} == {"n"}


@pytest.mark.both_engines
def test_the_days_are_those_of_the_village(producer, place, pack):
    day = date(2026, 11, 24)
    begins = datetime(2026, 11, 24, tzinfo=VILLAGE).astimezone(UTC)
    for when in (begins - MINUTE, begins, begins + DAY - MINUTE, begins + DAY):
        place((pack, 1), at=when)
    spans = [(day - DAY, day - DAY), (day, day), (day, day + DAY), (day + 2 * DAY, day + 2 * DAY)]
    assert count_placed(producer.id, spans) == [1, 2, 3, 0]
    placed = [each.placed_at for each in each_placed(producer.id, day, day)]
    assert placed == [begins, begins + DAY - MINUTE]


def test_only_ones_own(client, url, producer, shop, make, place, pack):
    (order,) = place((pack, 1), at=now()).orders
    other = shop.producer(producer.responsible)
    today = days(village_day(now()))
    assert client.get(url).location.startswith("/login")
    client.log_in(make.person())
    assert client.get(url).status_code == client.send(url, today).status_code == 404
    client.log_in(producer.responsible)
    assert client.send(f"/sell/{other.id}/orders/export", today).status_code == 422
    assert [values(row)["单号"] for row in read(client.send(url, today))] == [order.number]


def test_months_with_orders_are_offered(signed_in, url, place, pack):
    assert "按月" not in signed_in.get(url).text
    at = now()
    for when in (at, at, at - 100 * DAY, at - 600 * DAY):
        noted(place((pack, 1)).orders[0], placed_at=when)
    page = signed_in.get(url).text
    first = village_day(at - 100 * DAY).replace(day=1)
    assert page.count(" 单</button>") == 2
    assert f"{first.year}年{first.month}月：1 单" in page
    assert f'value="{first.isoformat()}"' in page
    home = signed_in.get(url.removesuffix("/export")).text
    assert f'href="{url}"' in home


def test_taking_one_is_noted_and_may_be_kept_by_nobody_else(signed_in, url, producer, place, pack):
    place((pack, 1), at=now())
    today = village_day(now())
    answer = signed_in.send(url, days(today))
    assert answer.headers["Cache-Control"] == "no-store"
    name = f"orders-{today.isoformat()}-{today.isoformat()}.xlsx"
    assert answer.headers["Content-Disposition"] == f"attachment; filename={name}"
    entry = db.session.scalars(select(Entry).where(Entry.action == "export_orders")).one()
    assert (entry.about_id, entry.person_id) == (producer.id, producer.responsible_id)


@pytest.mark.parametrize(
    ("begins", "until", "said"),
    [
        ("2026-11-02", "2026-11-01", "最后一天不能早于第一天"),
        ("2025-11-01", "2026-11-02", "一次最多导出一年"),
        ("0001-01-01", "0001-01-02", "日子看着不对"),
        ("9999-12-30", "9999-12-31", "日子看着不对"),
        ("", "", "请选日期"),
        ("x", "2026-11-31", ""),
    ],
)
def test_days_that_are_none(signed_in, url, place, pack, begins, until, said):
    place((pack, 1))
    answer = signed_in.send(url, begins=begins, until=until)
    assert answer.status_code == 422
    assert said in answer.text
    assert db.session.scalars(select(Entry).where(Entry.action == "export_orders")).all() == []


def test_a_whole_year_and_not_a_day_more():
    first = date(2024, 1, 1)
    assert why_not_export(first, first + 365 * DAY) is None
    assert why_not_export(first, first + 366 * DAY) == "一次最多导出一年"
    months = months_before(date(2026, 3, 31))
    assert months[:3] == [
        (date(2026, 3, 1), date(2026, 3, 31)),
        (date(2026, 2, 1), date(2026, 2, 28)),
        (date(2026, 1, 1), date(2026, 1, 31)),
    ]
    assert months[-1] == (date(2025, 4, 1), date(2025, 4, 30))
