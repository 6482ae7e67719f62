"""The components of the house come alive, and serve without scripts and by keyboard."""

import pytest

from tests.journeys.measure import barriers_on, sizes_of


@pytest.fixture
def visit(town):
    """Open a page as somebody who was never here."""

    def visit(path, **kw):
        page = town.visitor(**kw)
        town.open(page, path)
        return page

    return visit


def test_the_measure_finds_what_is_small_and_wide(visit):
    page = visit("/style", elder=True)
    page.evaluate(
        """() => {
          document.querySelector("main .btn").style.minHeight = "30px";
          document.querySelector("main .btn").style.padding = "0";
          document.querySelector(".meta").style.fontSize = "12px";
          document.querySelector("main").style.width = "900px";
        }"""
    )
    found = " ".join(sizes_of(page))
    assert "small" in found
    assert "text" in found
    assert "sideways" in found


def test_barriers_and_breaches_are_seen(visit):
    page = visit("/style")
    page.evaluate(
        """() => {
          document.querySelector("main input[type=password]").labels[0].remove();
          const script = document.createElement("script");
          script.textContent = "window.broken = 1";
          document.body.append(script);
          const picture = document.createElement("img");
          picture.src = "http://elsewhere.invalid/x.png";
          document.querySelector("main").append(picture);
        }"""
    )
    page.wait_for_timeout(100)
    assert {"label", "image-alt"} <= {rule for rule, _html in barriers_on(page)}
    assert "Content Security Policy" in " ".join(page.said)
    assert page.evaluate("window.broken") is None


def test_behaviours_come_alive(visit):
    page = visit("/style", width=1280)
    secret = page.get_by_label("密码", exact=True)
    page.get_by_role("button", name="显示").click()
    assert secret.get_attribute("type") == "text"
    page.get_by_role("button", name="隐藏").click()
    assert secret.get_attribute("type") == "password"
    count = page.locator(".quantity input")
    page.get_by_role("button", name="多一个").click()
    assert count.input_value() == "3"
    for _time in range(2):
        page.get_by_role("button", name="少一个").click()
    assert count.input_value() == "1"
    assert page.get_by_role("button", name="少一个").is_disabled()
    page.get_by_text("申请退货退款").click()
    assert page.get_by_role("button", name="去申请").is_visible()
    page.get_by_role("button", name="先不了").last.click()
    assert not page.get_by_role("button", name="去申请").is_visible()
    assert page.said == []
    assert page.strangers == []


def test_all_of_it_works_without_scripts(visit):
    page = visit("/style", scripts=False)
    page.get_by_text("申请退货退款").click()
    assert page.get_by_role("button", name="去申请").is_visible()
    assert page.get_by_label("几个人").get_attribute("type") == "number"
    page.get_by_text("看数字").first.click()
    assert page.get_by_role("table", name="近三周销量").is_visible()


def test_the_keyboard_reaches_the_content_first(visit):
    page = visit("/branches/", width=1280)
    page.keyboard.press("Tab")
    link = page.locator(":focus")
    assert link.inner_text() == "跳到正文"
    ring = link.evaluate("e => getComputedStyle(e).outlineWidth")
    assert ring == "3px"
    page.keyboard.press("Enter")
    assert page.url.endswith("#main")
