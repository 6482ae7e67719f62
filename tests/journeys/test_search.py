"""Finding things in the masthead: with titles to choose from, by keys or by tapping, or without."""

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import until
from tests.journeys.stories import is_titled, looks_right

PEACH = "向阳坡水蜜桃 夏天才有"


def field(page):
    return page.get_by_role("combobox", name="搜索")


def options(page):
    return page.get_by_role("option")


def send(page):
    with page.expect_navigation():
        page.get_by_role("search").get_by_role("button", name="搜索").click()


@pytest.fixture
def page(town):
    """A visitor at the home page, once the worker has made the index."""
    page = town.visitor(width=360)
    until(lambda: page.request.get("/search/suggest?q=smt").json(), seconds=90)
    page.goto("/")
    return page


def test_a_title_is_chosen_with_the_keys(page):
    field(page).press_sequentially("shuimi", delay=30)
    expect(options(page).first).to_be_visible()
    expect(field(page)).to_have_attribute("aria-expanded", "true")
    looks_right(page)
    field(page).press("ArrowDown")
    expect(options(page).first).to_have_attribute("aria-selected", "true")
    chosen = field(page).get_attribute("aria-activedescendant")
    assert chosen == options(page).first.get_attribute("id")
    assert field(page).input_value() == PEACH
    field(page).press("ArrowUp")
    assert field(page).input_value() == "shuimi"
    assert field(page).get_attribute("aria-activedescendant") is None
    field(page).press("ArrowDown")
    field(page).press("Escape")
    expect(options(page)).to_have_count(0)
    assert field(page).input_value() == "shuimi"
    field(page).press_sequentially("t", delay=30)
    expect(options(page).first).to_be_visible()
    field(page).press("ArrowDown")
    field(page).press("Enter")
    is_titled(page, f"找“{PEACH}”")
    expect(page.get_by_role("link", name=PEACH)).to_be_visible()
    looks_right(page)


def test_a_title_is_tapped(page):
    field(page).fill("绿")
    options(page).first.click()
    page.wait_for_url("**/search?q=*")
    looks_right(page)


def test_a_wrong_sign_is_put_right_and_the_page_says_so(page):
    field(page).fill("水密桃")
    send(page)
    expect(page.locator("main").get_by_role("status")).to_have_text(
        "没有找到“水密桃”，下面是“水蜜桃”的结果。"
    )
    expect(page.get_by_role("link", name=PEACH)).to_be_visible()
    looks_right(page)


def test_without_signal_the_field_is_a_field(page):
    page.route("**/search/suggest*", lambda route: route.abort())
    field(page).fill("水蜜桃")
    page.wait_for_timeout(400)
    expect(options(page)).to_have_count(0)
    send(page)
    is_titled(page, "找“水蜜桃”")


def test_without_scripts(town, page):
    plain = town.visitor(width=360, scripts=False)
    plain.goto("/")
    plain.get_by_role("searchbox", name="搜索").fill("mitao")
    send(plain)
    is_titled(plain, "找“mitao”")
    expect(plain.get_by_role("link", name=PEACH)).to_be_visible()
    plain.goto("/search?q=拖拉机")
    expect(plain.locator(".empty-title")).to_have_text("没有找到“拖拉机”")
    assert plain.locator("main .door").count() > 1
