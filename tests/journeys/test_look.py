"""The look, measured in a real browser: sizes, contrast, accessibility, weight, policy."""

import os
import shutil

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

from tests.conftest import make_tables
from tests.server import Server

ARGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PAGES = ["/", "/branches/", "/login", "/style", "/no-such-page"]
MEASURE = """least => {
  const found = [], elder = document.documentElement.hasAttribute("data-elder");
  const seen = (e) => e.checkVisibility({ visibilityProperty: true, opacityProperty: true })
    && !e.closest(".visually-hidden, .visually-hidden-focusable");
  const say = (what, e, size) => found.push(`${what} ${e.tagName}.${e.className} ${size}`);
  if (document.documentElement.scrollWidth > innerWidth) found.push("scrolls sideways");
  const spoken = (e) => e.tagName === "A" && getComputedStyle(e).display === "inline"
    && e.parentElement.textContent.trim().length > e.textContent.trim().length + 1;
  for (const e of document.querySelectorAll("a, button, input, select, textarea, summary")) {
    if (!seen(e) || e.type === "hidden" || spoken(e)) continue;
    if (["radio", "checkbox"].includes(e.type)) e.labels.forEach((label) => {
      if (label.getBoundingClientRect().height < least - 0.5) say("small", label, "");
    });
    else {
      const whole = e.closest(".tile h3, .tile h2") ? e.closest(".tile") : e;
      const box = whole.getBoundingClientRect();
      if (box.width && box.height < least - 0.5) say("small", e, Math.round(box.height));
    }
  }
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (elder && walk.nextNode()) {
    const e = walk.currentNode.parentElement;
    if (!walk.currentNode.data.trim() || !seen(e)) continue;
    const size = parseFloat(getComputedStyle(e).fontSize);
    if (size < 18) say("text", e, size);
    if (size > 30 && /^H[1-6]$/.test(e.tagName)) say("heading", e, size);
  }
  return found;
}"""


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    folder = tmp_path_factory.mktemp("look")
    url = f"sqlite:///{folder}/house.db"
    make_tables(url, folder)
    server = Server(folder, url, workers=1).start()
    server.wait()
    yield server
    server.stop()


@pytest.fixture(scope="module")
def browser():
    path = os.environ.get("CHROMIUM") or shutil.which("chromium")
    assert path, "no Chromium: `make test` finds or installs one"
    with sync_playwright() as p:
        browser = p.chromium.launch(executable_path=path, args=ARGS)
        yield browser
        browser.close()


@pytest.fixture
def visit(browser, server):
    """Open pages as one visitor; everything that leaves this machine is stopped and told."""
    opened = []

    def visit(path, *, width=390, elder=False, scripts=True):
        context = browser.new_context(
            viewport={"width": width, "height": 800}, java_script_enabled=scripts, locale="zh-CN"
        )
        opened.append(context)
        context.set_default_timeout(15000)
        if elder:
            context.add_cookies([{"name": "elder", "value": "1", "url": server.url}])
        page = context.new_page()
        page.said, page.strangers = [], []

        def watch(route):
            if route.request.url.startswith((server.url, "data:")):
                route.continue_()
            else:
                page.strangers.append(route.request.url)
                route.abort()

        context.route("**/*", watch)
        page.on("console", lambda message: page.said.append(message.text))
        page.on("pageerror", lambda error: page.said.append(str(error)))
        page.goto(server.url + path, wait_until="networkidle")
        return page

    yield visit
    for context in opened:
        context.close()


@pytest.mark.parametrize("elder", [False, True], ids=["standard", "elder"])
@pytest.mark.parametrize("width", [360, 390, 1280])
@pytest.mark.parametrize("path", PAGES)
def test_sizes_and_accessibility(visit, path, width, elder):
    page = visit(path, width=width, elder=elder)
    assert page.evaluate("document.documentElement.hasAttribute('data-elder')") == elder
    assert page.evaluate(MEASURE, 60 if elder else 44) == []
    found = Axe().run(page).response["violations"]
    assert [(each["id"], each["nodes"][0]["html"][:200]) for each in found] == []


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
    found = " ".join(page.evaluate(MEASURE, 60))
    assert "small" in found
    assert "text" in found
    assert "sideways" in found


def test_nothing_breaks_the_policy_and_nothing_comes_from_elsewhere(visit):
    page = visit("/style", width=1280)
    for name in ("显示", "多一个"):
        page.get_by_role("button", name=name).first.click()
    assert page.said == []
    assert page.strangers == []


@pytest.mark.parametrize("path", PAGES)
def test_the_first_view_is_light(visit, path):
    page = visit("/about")  # a page of the same visitor's, so that connections stand
    page.context.clear_cookies()
    sizes = []
    cdp = page.context.new_cdp_session(page)
    cdp.send("Network.enable")
    cdp.send("Network.setCacheDisabled", {"cacheDisabled": True})
    kinds = {}
    cdp.on("Network.responseReceived", lambda e: kinds.update({e["requestId"]: e["type"]}))
    cdp.on(
        "Network.loadingFinished",
        lambda e: sizes.append((kinds.get(e["requestId"]), e["encodedDataLength"])),
    )
    page.goto(page.url.replace("/about", path), wait_until="networkidle")
    weights = [size for kind, size in sizes if kind != "Image"]
    assert len(weights) >= 3
    assert sum(weights) <= 100 * 1024


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


def test_all_of_it_works_without_scripts(visit):
    page = visit("/style", scripts=False)
    page.get_by_text("申请退货退款").click()
    assert page.get_by_role("button", name="去申请").is_visible()
    assert page.get_by_label("几个人").get_attribute("type") == "number"
    page.get_by_text("看数字").first.click()
    assert page.get_by_role("table", name="近三周销量").is_visible()


def test_the_keyboard_reaches_the_content_first(visit):
    page = visit("/style", width=1280)
    page.keyboard.press("Tab")
    link = page.locator(":focus")
    assert link.inner_text() == "跳到正文"
    ring = link.evaluate("e => getComputedStyle(e).outlineWidth")
    assert ring == "3px"
    page.keyboard.press("Enter")
    assert page.url.endswith("#main")
