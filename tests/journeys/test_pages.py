"""Every page of the house, drawn in a real browser for whom it is meant, and measured."""

import re

import pytest
from sqlalchemy import select

from core.accounts.demo import find_demo_person
from core.branches.models import Branch
from core.db import db
from tests.counting import queries_in
from tests.journeys.apart import (
    FIRST_VIEWS,
    IN_ENGLISH,
    IN_ENGLISH_SIGNED_IN,
    IN_STORIES,
    NO_PAGES,
    ONLY_WITH_SCRIPTS,
)
from tests.journeys.conftest import PHONE, fill_with_demo
from tests.journeys.measure import barriers_on, chinese_on, sizes_of, weight_of
from tests.journeys.names import names_in
from tests.journeys.places import (
    ADMIN,
    ANSWERS,
    KEY,
    PERSON,
    PLACES,
    SECRETARY,
    VISITOR,
    WHO,
)
from tests.journeys.stories import press


@pytest.fixture(scope="module")
def names(whole_town):
    """Return what stands for each name in an address."""
    admin = whole_town.page_of(WHO[ADMIN])
    admin.goto("/admin/people")
    admin.locator("main input[name=who]").fill(
        whole_town.ask("SELECT phone FROM person WHERE name = '刘小雨'")
    )
    press(admin, "查这个账号")  # whoever was not looked up is not shown
    return names_in(whole_town.ask)


def places(table):
    return [
        pytest.param(who, path, id=f"{who}{path}") for who, paths in table.items() for path in paths
    ]


def open_page(town, names, who, path, **kw):
    """Return the page as this one sees it, with all that belongs to it."""
    page = town.page_of(WHO[who], **kw)
    page.set_viewport_size(PHONE)  # it is kept, and may have been measured at a desk
    assert town.open(page, path.format(**names)) == ANSWERS.get((who, path), 200)
    return page


def measured(page, *, barriers_at):
    """Return what is wrong at each width."""
    found = {}
    for width in (390, 1280, 360):
        page.set_viewport_size({"width": width, "height": 844})
        found[width] = sizes_of(page) + (barriers_on(page) if width in barriers_at else [])
    return found


@pytest.mark.parametrize(("who", "path"), places(PLACES))
def test_a_page_is_well_made(town, names, who, path):
    """The key pages are asked for barriers at a desk, too; of all others `make prove` does."""
    page = open_page(town, names, who, path)
    at = (390, 1280) if path in KEY.get(who, []) else (390,)
    assert measured(page, barriers_at=at) == {390: [], 1280: [], 360: []}
    assert page.said == []
    assert page.strangers == []


@pytest.mark.prove
@pytest.mark.parametrize(("who", "path"), places(PLACES))
def test_every_page_is_without_barriers_at_a_desk(town, names, who, path):
    page = open_page(town, names, who, path)
    page.set_viewport_size({"width": 1280, "height": 844})
    assert barriers_on(page) == []


def for_elders(town, names, who, path):
    page = open_page(town, names, who, path, elder=True)
    assert page.evaluate("document.documentElement.hasAttribute('data-elder')")
    at = 390 if path in KEY.get(who, []) else None
    assert measured(page, barriers_at=(at,)) == {390: [], 1280: [], 360: []}
    assert page.said == []


@pytest.mark.parametrize(("who", "path"), places(KEY))
def test_a_page_is_well_made_for_elders(town, names, who, path):
    for_elders(town, names, who, path)


@pytest.mark.prove
@pytest.mark.parametrize(("who", "path"), places(PLACES))
def test_every_page_is_well_made_for_elders(town, names, who, path):
    for_elders(town, names, who, path)


def test_no_page_is_left_out(app):
    adapter = app.url_map.bind("localhost")
    paths = {
        re.sub(r"{\w+}", "1", path).partition("?")[0] for each in PLACES.values() for path in each
    }
    seen = {adapter.match(path)[0] for path in paths - {"/no-such-page"}}
    pages = {rule.endpoint for rule in app.url_map.iter_rules() if "GET" in rule.methods}
    assert len(seen) > 100
    assert pages - seen - IN_STORIES - NO_PAGES == set()
    assert pages >= IN_STORIES | NO_PAGES


CONTROLS = """() => [...document.querySelectorAll("a, button, summary, label")]
  .filter((e) => e.checkVisibility()).map((e) => e.textContent.trim())"""


@pytest.mark.parametrize(("who", "path"), places(KEY))
def test_without_scripts_nothing_is_missing(town, names, who, path):
    plain = open_page(town, names, who, path, scripts=False)
    alive = open_page(town, names, who, path)
    assert alive.evaluate(CONTROLS)
    assert set(alive.evaluate(CONTROLS)) - set(plain.evaluate(CONTROLS)) <= ONLY_WITH_SCRIPTS
    hidden = plain.locator("main [hidden]").all_text_contents()
    assert {words.strip() for words in hidden} <= ONLY_WITH_SCRIPTS | {""}


@pytest.mark.parametrize("path", IN_ENGLISH)
def test_english_is_whole(town, names, path):
    page = open_page(town, names, VISITOR, path, language="en-GB")
    assert page.locator("html").get_attribute("lang") == "en"
    assert chinese_on(page, town.names()) == []
    assert measured(page, barriers_at=(390,)) == {390: [], 1280: [], 360: []}


@pytest.mark.parametrize("path", IN_ENGLISH_SIGNED_IN)
def test_english_is_whole_for_who_is_signed_in(town, names, path):
    page = open_page(town, names, PERSON, path)
    assert page.locator("html").get_attribute("lang") == "en"
    assert chinese_on(page, town.names()) == []


def test_chinese_is_seen(town, names):
    page = open_page(town, names, VISITOR, "/login")
    assert "登录" in chinese_on(page, town.names())


@pytest.mark.parametrize("path", FIRST_VIEWS)
def test_the_first_view_is_light(town, names, path, record_property):
    page = town.visitor()
    page.goto("/about")  # connections stand
    weight = weight_of(page, path.format(**names))
    record_property("bytes", weight)
    assert weight <= 100 * 1024


@pytest.mark.parametrize(
    ("path", "who", "most"),
    [
        ("/", VISITOR, 6),
        ("/branches/{branch}", VISITOR, 6),
        ("/login", VISITOR, 6),
        ("/", SECRETARY, 6),
        ("/branches/{branch}", SECRETARY, 6),
    ],
)
def test_a_page_asks_little_of_the_database(app, client, path, who, most, record_property):
    fill_with_demo()
    query = select(Branch.id).where(Branch.name == "桃源村党支部")
    url = path.format(branch=db.session.scalar(query))
    if who != VISITOR:
        client.get(url)  # a visitor came before: what all see alike is made
        client.log_in(find_demo_person(WHO[who]))
    questions = queries_in(lambda: client.get(url)) - 1  # the BEGIN asks nothing
    record_property("queries", questions)
    assert questions <= most
