"""A story of two: a buyer on a phone orders and asks, a farmer packs and sends, it arrives."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.stories import follow, looks_right, press, says

BUYER, FARMER = "孙雅", "王小满"
FARM = "王小满家庭农场"


@pytest.fixture(scope="module")
def place(whole_town):
    """Return where the story happens: a product of the farm, the farm, and an order of before."""
    ask = whole_town.ask
    farm = ask("SELECT id FROM shop_producer WHERE name = ?", FARM)
    return {
        "farm": farm,
        "product": ask("SELECT id FROM shop_product WHERE title LIKE '向阳坡早熟蜜橘%'"),
        "before": ask(
            "SELECT o.ref FROM shop_order o JOIN person p ON p.id = o.person_id"
            " WHERE p.name = ? AND o.way = 'parcel' ORDER BY o.id LIMIT 1",
            BUYER,
        ),
    }


@pytest.mark.parametrize(
    ("scripts", "elder"),
    [(True, False), (False, False), (True, True)],
    ids=["scripts", "plain", "elder"],
)
def test_from_the_basket_to_the_review(town, place, scripts, elder):
    buyer = town.page_of(BUYER, scripts=scripts, elder=elder)
    farmer = town.page_of(FARMER, scripts=scripts, elder=elder)
    order = buy(buyer, town, place, scripts=scripts)
    ask_the_farmer(buyer, order)
    send(farmer, town, place, order, scripts=scripts)
    receive_and_say(buyer, order, scripts=scripts)
    assert buyer.said == farmer.said == []
    assert buyer.strangers == farmer.strangers == []


def buy(page, town, place, *, scripts):
    """Put two boxes in the basket, look at what it costs, and order; return the order's ref."""
    page.goto(f"/market/{place['product']}")
    page.locator("input[name=count]").fill("2")
    press(page, "放进购物车")
    says(page, "放进购物车了")
    looks_right(page) if scripts else None
    with page.expect_navigation():
        page.get_by_role("link", name="去结算").or_(
            page.get_by_role("button", name="去结算")
        ).first.click()
    page.goto(f"/checkout?receiver={place['before']}")
    expect(page.locator("#receiver")).not_to_have_value("")
    looks_right(page) if scripts else None
    page.get_by_role("checkbox").first.check()
    with page.expect_navigation():
        page.get_by_role("button", name=re.compile("提交订单")).click()
    assert "/orders/purchases/" in page.url
    looks_right(page) if scripts else None
    return town.ask("SELECT ref FROM shop_order ORDER BY id DESC LIMIT 1")


def ask_the_farmer(page, order):
    page.goto(f"/orders/{order}")
    says(page, "等商家接单")
    follow(page, re.compile("问商家"))
    page.locator("textarea").fill("麻烦挑甜一点的")
    page.locator("main form[enctype] button[type=submit]").first.click()
    says(page, "麻烦挑甜一点的")


def send(page, town, place, order, *, scripts):
    """Accept, pack, and hand it to the carrier."""
    number = town.ask("SELECT id FROM shop_order WHERE ref = ?", order)
    page.goto(f"/sell/{place['farm']}/orders/{number}")
    looks_right(page) if scripts else None
    press(page, "接单")
    press(page, "打包好了")
    follow(page, "寄出")
    page.locator("input[name=number]").fill("9876543210")
    with page.expect_navigation():
        page.locator("main form button[type=submit]").last.click()
    expect(page.get_by_text("9876543210").first).to_be_visible()
    page.goto(f"/sell/{place['farm']}/orders")
    looks_right(page) if scripts else None


def receive_and_say(page, order, *, scripts):
    """Say that it came, and how it was."""
    page.goto(f"/orders/{order}")
    says(page, "9876543210")
    looks_right(page) if scripts else None
    press(page, "收到了，确认收货")
    follow(page, re.compile("评价"))
    page.locator("input[name=stars]").first.check()
    page.locator("textarea[name=text]").fill("很甜，没有压坏的")
    press(page, "发出评价")
    says(page, "很甜，没有压坏的")
