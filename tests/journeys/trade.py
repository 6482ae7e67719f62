"""What each of those does through whom goods come from a field to a table, page by page."""

import json
import re

from playwright.sync_api import expect

from tests.journeys.conftest import until
from tests.journeys.stories import follow, is_titled, looks_right, press, says

OURS = "桃源村党支部"


class Trade:
    """The people of one story, each at a page of their own, measured where scripts run."""

    def __init__(self, town, *, scripts, elder):
        self.town, self.scripts = town, scripts
        self.how = {"scripts": scripts, "elder": elder}
        self.met = {}

    def of(self, name):
        """Return the page of this person."""
        self.met[name] = self.town.page_of(name, **self.how)
        return self.met[name]

    def look(self, page):
        if self.scripts:
            looks_right(page)

    def choose(self, page, field, label):
        """Choose from a list that leads on to the next one, by itself where scripts run."""
        with page.expect_navigation():
            page.locator(f"select[name={field}]").select_option(label=label)
            if not self.scripts:
                page.get_by_role("button", name="选好了，接着选下一级").click()


# How a farm comes to the market


def register(trade, farmer, name):
    """Open a shop, with what it costs to send; return its number."""
    page = trade.of(farmer)
    page.goto("/sell/apply")
    page.locator("input[name=kind][value=household]").check()
    page.locator("input[name=name]").fill(name)
    page.locator("input[name=classes][value=fresh]").check()
    page.locator("select[name=unit]").select_option(label=f"桃源村（{OURS}）")
    page.locator("input[name=address]").fill("桃源村上园 21 号")
    page.locator("input[name=phone]").fill("0576-0100 1021")
    press(page, "登记")
    is_titled(page, name)
    trade.look(page)
    (number,) = re.findall(r"/sell/(\d+)/$", page.url)
    page.goto(f"/sell/{number}/freight")
    press(page, "就用这一套")
    return int(number)


def list_goods(trade, farmer, farm, title):
    """Put goods in the shop in three screens; nobody else sees them yet. Return their number."""
    page = trade.of(farmer)
    page.goto(f"/sell/{farm}/products/new")
    press(page, "先不放照片")
    page.locator("select[name=category]").select_option("citrus")
    page.locator("input[name=title]").fill(title)
    page.locator("input[name=name]").fill("5 斤装")
    page.locator("input[name=amount]").fill("5")
    page.locator("input[name=price]").fill("30")
    page.locator("input[name=stock]").fill("20")
    trade.look(page)
    press(page, "下一步")
    trade.choose(page, "city", "杭州市")
    page.locator("select[name=origin]").select_option(label="西湖区")
    page.locator("input[name=all_year]").check()
    page.locator("input[name=return_policy]").first.check()
    trade.look(page)
    press(page, "上架")
    is_titled(page, title)
    says(page, "不过买家还看不到")
    return int(re.search(r"/sell/products/(\d+)/", page.url)[1])


def ask_the_branch(trade, farmer, farm):
    page = trade.of(farmer)
    page.goto(f"/me/places/producer/{farm}")
    page.locator("textarea[name=note]").fill("上午都在家")
    press(page, "申请核验")
    says(page, "申请交上去了")


def verify(trade, farm, *, secretary, steward):
    """Send somebody, go there and look, decide; return where the branch keeps it."""
    asked = trade.town.ask(
        "SELECT max(id) FROM sponsorship WHERE kind = 'producer' AND ref = ?", farm
    )
    branch = trade.town.ask("SELECT id FROM branch WHERE name = ?", OURS)
    here = f"/desk/{branch}/sponsorships/{asked}"
    lead, hand = trade.of(secretary), trade.of(steward)
    lead.goto(here)
    follow(lead, "定包联人")
    trade.look(lead)
    chosen = lead.locator("select[name=who] option", has_text=steward).inner_text()
    lead.locator("select[name=who]").select_option(label=chosen)
    press(lead, "定下来")
    visit(trade, hand, here)
    lead.goto(here)
    follow(lead, "看走访表，决定")
    says(lead, "橘子树挂着果")
    lead.locator("input[name=verdict][value=verify]").check()
    lead.locator("input[name=kinship][value=none]").check()
    trade.look(lead)
    press(lead, "定下来")
    says(lead, "核验好了")
    return here


def visit(trade, page, here):
    """Fill in what was seen at the place, and hand it in."""
    page.goto(here)
    follow(page, "填走访表")
    trade.look(page)
    for point in page.locator("fieldset", has=page.locator("input[value=yes]")).all():
        point.locator("input[value=yes]").check()
    page.locator("textarea[name=note]").fill("橘子树挂着果，两间屋堆筐，筐上写着采的日子。")
    page.locator("input[name=kinship][value=none]").check()
    press(page, "交上去")
    says(page, "走访表交上去了")


def put_on_the_market(trade, steward, here, title):
    """Look at the goods, and let everybody see them."""
    page = trade.of(steward)
    page.goto(here)
    follow(page, title)
    trade.look(page)
    press(page, "放上来")
    says(page, "放上来了")


# How somebody buys there, and elsewhere with it


def find(trade, buyer, title):
    """Search until the worker has taken the new goods in, and go there."""
    page = trade.of(buyer)
    page.goto("/")
    page.get_by_role("search").locator("input[name=q]").fill(title)
    with page.expect_navigation():
        page.get_by_role("search").get_by_role("button", name="搜索").click()
    until(lambda: page.reload() and page.get_by_role("link", name=title).count(), seconds=90)
    trade.look(page)
    follow(page, title)
    is_titled(page, title)
    trade.look(page)


def ask_and_answer(trade, buyer, farmer, farm):
    """Ask before buying, and read what the farmer says."""
    page, theirs = trade.of(buyer), trade.of(farmer)
    goods = page.url
    follow(page, "问商家")
    page.locator("textarea[name=text]").fill("甜不甜？")
    press(page, "问一问")
    says(page, "甜不甜？")
    theirs.goto(f"/sell/{farm}/questions")
    follow(theirs, "回答：甜不甜？")
    theirs.locator("textarea[name=answer]").fill("霜打过的甜一些。")
    press(theirs, "回答")
    page.goto(goods)
    says(page, "霜打过的甜一些。")


def fill_basket(trade, buyer, *goods):
    page = trade.of(buyer)
    for each in goods:
        page.goto(f"/market/{each}")
        press(page, "放进购物车")
        says(page, "放进购物车了")
    trade.look(page)


def order_all(trade, buyer, before):
    """Order what lies in the basket for whom it was sent before; return the orders by producer."""
    page = trade.of(buyer)
    press(page, "去结算")
    page.goto(f"/checkout?receiver={before}")
    expect(page.locator("#receiver")).not_to_have_value("")
    trade.look(page)
    page.get_by_role("checkbox").first.check()
    press(page, re.compile("^提交订单"))
    is_titled(page, "下好单了")
    trade.look(page)
    ref = page.url.rpartition("/")[2]
    return trade.town.ask(
        "SELECT json_group_object(producer_id, ref) FROM shop_order WHERE purchase_id ="
        " (SELECT id FROM shop_purchase WHERE ref = ?)",
        ref,
        read=lambda found: {int(farm): order for farm, order in json.loads(found).items()},
    )


def talk(trade, buyer, order):
    page = trade.of(buyer)
    page.goto(f"/orders/{order}")
    says(page, "等商家接单")
    trade.look(page)
    follow(page, re.compile("问商家"))
    page.locator("textarea[name=text]").fill("麻烦挑甜一点的")
    press(page, "发出去")
    says(page, "麻烦挑甜一点的")


# How it is sent, and comes


def send(trade, seller, farm, order, number):
    """Accept, pack, and hand it to the carrier."""
    page = trade.of(seller)
    order_id = trade.town.ask("SELECT id FROM shop_order WHERE ref = ?", order)
    page.goto(f"/sell/{farm}/orders/{order_id}")
    trade.look(page)
    press(page, "接单")
    press(page, "打包好了")
    follow(page, "寄出")
    page.locator("input[name=number]").fill(number)
    press(page, "寄出了")
    says(page, number)
    page.goto(f"/sell/{farm}/orders")
    trade.look(page)


def receive(trade, buyer, order, number):
    page = trade.of(buyer)
    page.goto(f"/orders/{order}")
    says(page, number)
    trade.look(page)
    press(page, "收到了，确认收货")
    says(page, "记下了：都收到了")


def review(trade, buyer, order, words):
    """Say how it was, and read it where everybody does."""
    page = trade.of(buyer)
    page.goto(f"/orders/{order}")
    follow(page, re.compile("^评价："))
    page.locator("input[name=stars]").first.check()
    page.locator("textarea[name=text]").fill(words)
    trade.look(page)
    press(page, "发出评价")
    says(page, words)
    follow(page, "这一单")
    expect(page.get_by_role("link", name=re.compile("^我的评价："))).to_be_visible()
