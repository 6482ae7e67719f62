"""The whole journey on a phone: from a farmer's new goods to what their buyer says of them."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import until
from tests.journeys.listing import (
    SECRETARY,
    Listing,
    ask_the_branch,
    list_with_a_picture,
    open_a_farm,
    put_under,
    visit_and_verify,
)
from tests.journeys.stories import follow, looks_right, press, says

BUYER = "孙雅"
# What the buyer wants besides, of two other producers.
BESIDES = ("谷雨大叶绿茶 家常口粮", "柳湾新米 下单再碾")
TOLD = {
    "scripts": Listing(
        farm="小满家坡地",
        title="向阳坡冻柿子",
        farmer="王小满",
        steward="李秀英",
        shelf="柿子石榴",
    ),
    "plain": Listing(
        farm="秀英家菜园",
        title="里坞红菜薹",
        farmer="李秀英",
        steward="王小满",
        shelf="叶菜",
    ),
    "elder": Listing(
        farm="桂花家后园",
        title="竹林边老姜",
        farmer="陈桂花",
        steward="李秀英",
        shelf="葱姜蒜辣椒",
    ),
}


@pytest.mark.parametrize("told", TOLD)
def test_from_the_field_to_the_review(town, told):
    listing, way = TOLD[told], {"scripts": told != "plain", "elder": told == "elder"}
    names = (listing.farmer, listing.steward, SECRETARY, BUYER)
    farmer, steward, secretary, buyer = (town.page_of(name, **way) for name in names)

    farm = open_a_farm(farmer, listing)
    list_with_a_picture(farmer, listing)
    ask_the_branch(farmer, farm)
    visit_and_verify(town, listing, secretary, steward)
    put_under(steward, listing)
    until(lambda: not town.ask("SELECT count(*) FROM search_due"), seconds=90)  # the worker's part

    find(buyer, listing.title)
    ask_and_answer(buyer, farmer, farm)
    order = buy_from_three(buyer, town, listing, scripts=way["scripts"])
    send(farmer, listing, farm)
    receive_and_say(buyer, farmer, order)

    anybody = town.visitor(**way)
    find(anybody, listing.title)
    says(anybody, "没有一个压坏的")
    for page in (farmer, steward, secretary, buyer, anybody):
        assert page.said == []
        assert page.strangers == []


def find(page, title):
    """Look for it in the masthead, and open it."""
    page.goto("/")
    search = page.get_by_role("search")
    search.locator("input[name=q]").fill(title)
    with page.expect_navigation():
        search.get_by_role("button", name="搜索").click()
    with page.expect_navigation():
        page.locator("main").get_by_role("link", name=title).first.click()
    expect(page.locator("h1")).to_have_text(title)


def ask_and_answer(buyer, farmer, farm):
    """Before buying: a question that all may read, and its answer."""
    product = buyer.url
    follow(buyer, "问商家")
    buyer.locator("textarea[name=text]").fill("是今年新收的吗？")
    press(buyer, "问一问")
    farmer.goto(f"/sell/{farm}/questions")
    follow(farmer, "回答：是今年新收的吗？")
    farmer.locator("textarea[name=answer]").fill("是，上礼拜才收完。")
    press(farmer, "回答")
    buyer.goto(product)
    says(buyer, "是，上礼拜才收完。")


def buy_from_three(page, town, listing, *, scripts):
    """Fill the basket from three producers and order in one go; return the first one's order."""
    put_in_basket(page, count=2)
    for title in BESIDES:
        find(page, title)
        put_in_basket(page)
    for seller in (listing.farm, "桃源茶果专业合作社", "柳湾稻米专业合作社"):
        expect(page.get_by_role("heading", name=seller)).to_be_visible()
    looks_right(page) if scripts else None
    press(page, "去结算")
    expect(page.locator("#receiver")).not_to_have_value("")
    looks_right(page) if scripts else None
    page.get_by_role("checkbox").check()
    with page.expect_navigation():
        page.get_by_role("button", name=re.compile("提交订单")).click()
    purchase = re.search(r"/orders/purchases/([\w-]+)$", page.url)[1]
    expect(page.get_by_role("link", name=re.compile("^看这一单"))).to_have_count(3)
    looks_right(page) if scripts else None
    follow(page, f"看这一单：{listing.farm}")
    says(page, "等商家接单")
    parts = "SELECT count(DISTINCT o.producer_id) FROM shop_order o JOIN shop_purchase p"
    assert town.ask(f"{parts} ON p.id = o.purchase_id WHERE p.ref = ?", purchase) == 3
    return page.url


def put_in_basket(page, count=1):
    page.locator("input[name=count]").fill(str(count))
    press(page, "放进购物车")
    says(page, "放进购物车了")


def send(page, listing, farm):
    """Take the order on, pack it, and hand it to the carrier."""
    page.goto("/sell/")
    follow(page, f"{listing.farm}：等接单 1 单")
    with page.expect_navigation():
        page.locator("main").get_by_role("link", name=re.compile(listing.title)).first.click()
    press(page, "接单")
    press(page, "打包好了")
    follow(page, "寄出")
    page.locator("input[name=number]").fill("9876543210")
    press(page, "寄出了")
    says(page, "9876543210")


def receive_and_say(buyer, farmer, order):
    """It came: the buyer says so, writes to the farmer, who reads it, and says how it was."""
    buyer.goto(order)
    says(buyer, "9876543210")
    press(buyer, "收到了，确认收货")
    follow(buyer, re.compile("问商家"))
    buyer.locator("textarea[name=text]").fill("收到了，比去年的大")
    press(buyer, "发出去")
    says(buyer, "比去年的大")
    farmer.reload()
    follow(farmer, re.compile("给买家留言"))
    says(farmer, "比去年的大")
    buyer.goto(order)
    follow(buyer, re.compile("评价"))
    buyer.locator("input[name=stars]").first.check()
    buyer.locator("textarea[name=text]").fill("没有一个压坏的")
    press(buyer, "发出评价")
    says(buyer, "没有一个压坏的")
