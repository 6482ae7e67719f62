"""How stories are told: what one presses, what one then sees, and sheets for the roster."""

from playwright.sync_api import expect

from core.storage.exports import write_xlsx
from tests.journeys.measure import barriers_on, sizes_of

HEADING = ("姓名", "手机号", "户号", "是否党员", "备注")


def press(page, name):
    """Press the button and wait for the page that comes of it."""
    with page.expect_navigation():
        page.locator("main").get_by_role("button", name=name, exact=True).click()


def follow(page, name, **kw):
    """Go where the link leads."""
    with page.expect_navigation():
        page.get_by_role("link", name=name, **kw).click()


def says(page, text):
    """Wait until the page says so."""
    expect(page.get_by_text(text).first).to_be_visible()


def is_titled(page, title):
    expect(page.locator("h1")).to_have_text(title)


def complains(page, text=""):
    """Wait until the form sums up what is wrong."""
    expect(page.get_by_role("alert")).to_contain_text(text)


def looks_right(page):
    """Measure the page as it stands."""
    assert sizes_of(page) + barriers_on(page) == []


def roster(folder, name, *lines):
    """Write a spreadsheet as a village keeps it; return its path."""
    path = folder / name
    path.write_bytes(write_xlsx([HEADING, *lines], title="花名册"))
    return path
