"""A buyer's story: from the season on the home page to who went to look, and what it costs."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.measure import barriers_on, sizes_of
from tests.journeys.stories import follow, is_titled, looks_right, says

FARM = "王小满家庭农场"


@pytest.fixture(scope="module")
def goods(whole_town):
    """Return what stands for each name in an address: a product with all that a page can show."""
    ask = whole_town.ask
    farm = ask("SELECT id FROM shop_producer WHERE name = ?", FARM)
    return {
        "farm": farm,
        "product": ask(
            "SELECT p.id FROM shop_product p JOIN shop_pack k ON k.product_id = p.id"
            " WHERE p.producer_id = ? AND p.is_on AND p.sponsorship_id IS NOT NULL"
            " GROUP BY p.id ORDER BY count(*) DESC, p.id LIMIT 1",
            farm,
        ),
        "ahead": ask("SELECT product_id FROM shop_pack WHERE ship_by IS NOT NULL LIMIT 1"),
        "away": ask(
            "SELECT p.id FROM shop_product p JOIN shop_producer f ON f.id = p.producer_id"
            " WHERE f.away_until IS NOT NULL AND p.sponsorship_id IS NOT NULL AND p.is_on LIMIT 1"
        ),
        "village": ask("SELECT id FROM branch_unit WHERE name = '桃源村'"),
    }


PAGES = [
    "/",
    "/market/",
    "/market/?category=fruit&season=now&region=u{village}&sort=cheap",
    "/market/?category=craft&season=2",
    "/market/?q=%E8%9C%9C%E6%A9%98",
    "/market/#filter",
    "/market/{product}",
    "/market/{product}?district=33",
    "/market/{ahead}",
    "/market/{away}",
    "/market/{product}/card",
    "/market/farms/{farm}",
    "/market/seasons/{village}",
    "/market/farms/{farm}/card",
    "/market/999999",
]


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "plain"])
@pytest.mark.parametrize("elder", [False, True], ids=["usual", "elder"])
@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_well_made(town, goods, path, elder, scripts):
    page = town.page_of("", elder=elder, scripts=scripts)
    status = town.open(page, path.format(**goods))
    assert status == (404 if path.endswith("999999") else 200)
    found = {}
    for width in (390, 1280, 360):
        page.set_viewport_size({"width": width, "height": 844})
        found[width] = sizes_of(page)
        if scripts and width != 360:
            found[width] += barriers_on(page)
    assert found == {390: [], 1280: [], 360: []}
    assert page.said == []
    assert page.strangers == []


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "plain"])
def test_a_buyer_looks_around(town, goods, scripts):
    """Everything here goes without scripts and without signing in."""
    page = town.visitor(scripts=scripts)
    page.goto("/")
    follow(page, "逛逛当季市集")
    is_titled(page, "市集")
    narrow_down(page)
    look_at_a_product(page, goods, scripts=scripts)
    visit_the_farm(page, goods)
    assert page.said == []
    assert page.strangers == []


def narrow_down(page):
    """Filter in the sheet that a link opens, and take one condition away again."""
    page.get_by_role("link", name="筛选").click()
    sheet = page.locator("#filter")
    expect(sheet).to_be_visible()
    with page.expect_navigation():
        sheet.get_by_role("link", name=re.compile("水果坚果")).click()
    is_titled(page, "水果坚果")
    expect(sheet).to_be_hidden()
    page.get_by_role("link", name="筛选").click()
    with page.expect_navigation():
        sheet.get_by_role("link", name=re.compile("桃源村")).click()
    shown = page.locator(".good")
    counted = int(re.search(r"\d+", page.locator(".market-head .meta").inner_text())[0])
    assert shown.count() == min(counted, 24)
    for each in shown.all():
        expect(each).to_contain_text("桃源村")
    with page.expect_navigation():
        page.locator(".active-filters").get_by_role("link", name="水果坚果").click()
    is_titled(page, "桃源村")
    assert page.locator(".good").count() > shown.count() - 1
    follow(page, "便宜的在前")
    prices = [
        float(each.inner_text().strip("¥ 起\n")) for each in page.locator(".good .price").all()
    ]
    assert prices == sorted(prices)


def look_at_a_product(page, goods, *, scripts):
    """Read what it costs to have it sent, and who went to look, before signing in."""
    page.goto(f"/market/{goods['product']}")
    with page.expect_navigation():
        page.locator("#district").select_option(label="浙江省")
        if not scripts:
            page.get_by_role("button", name="看运费").click()
    assert "district=33" in page.url
    expect(page.locator(".sending")).to_contain_text("¥")
    expect(page.locator("#district")).to_have_value("33")
    page.locator("details.seal summary").click()
    says(page, "谁去看的")
    says(page, re.compile("包联人"))
    looks_right(page) if scripts else None
    following = page.locator("a[href='#picture-2']")
    if following.count():
        following.click()
        expect(page.locator("#picture-2")).to_be_in_viewport()
    follow(page, "问商家")
    page.go_back()


def visit_the_farm(page, goods):
    follow(page, "看这家")
    is_titled(page, FARM)
    says(page, "经营者信息")
    says(page, "统一社会信用代码")
    assert page.locator(".good").count()
    follow(page, "分享")
    expect(page.locator(".share-code .qr svg")).to_be_visible()
    follow(page, "返回")
    is_titled(page, FARM)


def test_what_is_gone_leads_back(town):
    page = town.visitor()
    page.goto("/market/999999")
    follow(page, "回市集看看")
    is_titled(page, "市集")


def test_the_sheet_of_filters_closes_with_the_way_back(town):
    page = town.visitor()
    page.goto("/market/")
    page.get_by_role("link", name="筛选").click()
    expect(page.locator("#filter")).to_be_visible()
    page.go_back()
    expect(page.locator("#filter")).to_be_hidden()
