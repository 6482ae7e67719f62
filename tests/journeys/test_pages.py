"""Every page of the house, drawn in a real browser for whom it is meant, and measured."""

import re

import pytest

from tests.counting import queries_in
from tests.journeys.measure import CHINESE, barriers_on, sizes_of, weight_of

VISITOR, PERSON, SECRETARY, ABOVE, ADMIN = "visitor", "person", "secretary", "above", "admin"
WHO = {VISITOR: "", PERSON: "王小满", SECRETARY: "周建国", ABOVE: "赵明远", ADMIN: "林涛"}
PLACES = {
    VISITOR: [
        "/",
        "/branches/",
        "/branches/{branch}",
        "/branches/{branch}/bulletins/{bulletin}",
        "/login",
        "/register",
        "/reset",
        "/reset/slip",
        "/about",
        "/contact",
        "/rules",
        "/rules/1",
        "/privacy",
        "/privacy/1",
        "/style",
        "/no-such-page",
    ],
    PERSON: [
        "/",
        "/me/",
        "/me/name",
        "/me/password",
        "/me/contact",
        "/me/addresses",
        "/me/addresses/new",
        "/me/sessions",
        "/me/settings",
        "/me/data",
        "/me/close",
        "/me/branch",
        "/inbox",
        "/branches/{other}/join",
        "/login/confirm",
        "/desk/",
    ],
    SECRETARY: [
        "/desk/",
        "/desk/{branch}/",
        "/desk/{branch}/week",
        "/desk/{branch}/members",
        "/desk/{branch}/members/add",
        "/desk/{branch}/memberships/{asked}",
        "/desk/{branch}/people",
        "/desk/{branch}/people?q=nobody",
        "/desk/{branch}/people/new",
        "/desk/{branch}/people/settle",
        "/desk/{branch}/people/{resident}",
        "/desk/{branch}/people/{resident}/home",
        "/desk/{branch}/people/{resident}/number",
        "/desk/{branch}/bulletins/",
        "/desk/{branch}/bulletins/new",
        "/desk/{branch}/bulletins/{bulletin}",
        "/desk/{branch}/offices",
        "/desk/{branch}/offices/new",
        "/desk/{branch}/offices/{term}/extend",
        "/desk/{branch}/offices/{term}/stand-in",
        "/desk/{branch}/offices/{term}/hand-over",
        "/desk/{branch}/units",
        "/desk/{branch}/units/new",
        "/desk/{branch}/units/{unit}",
        "/desk/{branch}/roster/",
    ],
    ABOVE: ["/desk/{above}/below"],
    ADMIN: [
        "/admin/",
        "/admin/people",
        "/admin/people/{person}",
        "/admin/people/{person}/disable",
        "/admin/branches",
        "/admin/branches/new",
        "/admin/branches/{branch}",
        "/admin/branches/{branch}/move",
        "/admin/branches/{branch}/secretary",
        "/admin/clerks",
        "/admin/facts",
        "/admin/facts/licence",
        "/admin/mail",
        "/admin/history",
        "/admin/sheets",
        "/admin/sheets/rules",
        "/admin/workers",
    ],
}
KEY = {
    VISITOR: ["/", "/branches/", "/branches/{branch}", "/login", "/register", "/no-such-page"],
    PERSON: ["/me/", "/me/addresses/new", "/inbox"],
    SECRETARY: ["/desk/", "/desk/{branch}/people", "/desk/{branch}/bulletins/new"],
}
FIRST_VIEWS = ["/", "/branches/", "/branches/{branch}", "/login"]
IN_ENGLISH = [
    *FIRST_VIEWS,
    "/register",
    "/reset",
    "/reset/slip",
    "/about",
    "/contact",
    "/no-such-page",
]
# Pages that only a story leads to: they are measured where it is told.
IN_STORIES = {
    "accounts.new_password",
    "accounts.register_code",
    "accounts.register_open",
    "accounts.reset_code",
    "me.contact_code",
    "me.edit_address",
    "roster.show",
}
NO_PAGES = {"accounts.open_link", "files.show", "files.show_size", "roster.template", "static"}
NO_PAGES |= {"site.favicon", "site.robots", "machines.alive", "machines.ready", "machines.figures"}
ITSELF = re.compile(r"Failed to load resource: .* (40[34]|409)\b")


@pytest.fixture(scope="module")
def names(whole_town):
    """Return what stands for each name in an address."""
    ask = whole_town.ask
    branch = ask("SELECT id FROM branch WHERE name = '桃源村党支部'")
    return {
        "branch": branch,
        "other": ask("SELECT id FROM branch WHERE name = '柳湾村党支部'"),
        "above": ask("SELECT id FROM branch WHERE name = '桃源镇党委'"),
        "bulletin": ask("SELECT min(id) FROM branch_bulletin WHERE branch_id = ?", branch),
        "asked": ask("SELECT id FROM branch_membership WHERE branch_id = ? AND status = 'asked'", branch),
        "resident": ask("SELECT id FROM person WHERE name = '刘小雨'"),
        "person": ask("SELECT id FROM person WHERE name = '刘小雨'"),
        "term": ask(
            "SELECT id FROM branch_office WHERE branch_id = ? AND role = 'publicity'", branch
        ),
        "unit": ask("SELECT min(id) FROM branch_unit WHERE branch_id = ?", branch),
    }


def places(table):
    return [
        pytest.param(who, path, id=f"{who}{path}")
        for who, paths in table.items()
        for path in paths
    ]


def open_page(town, names, who, path, **kw):
    """Return the page as this one sees it, with all that belongs to it."""
    page = town.page_of(WHO[who], **kw)
    town.open(page, path.format(**names))
    return page


@pytest.mark.parametrize(("who", "path"), places(PLACES))
def test_a_page_is_well_made(town, names, who, path):
    page = open_page(town, names, who, path)
    found = {}
    for width in (390, 1280, 360):
        page.set_viewport_size({"width": width, "height": 844})
        found[width] = sizes_of(page) + (barriers_on(page) if width != 360 else [])
    page.set_viewport_size({"width": 390, "height": 844})
    assert found == {390: [], 1280: [], 360: []}
    assert [line for line in page.said if not ITSELF.match(line)] == []
    assert page.strangers == []


@pytest.mark.parametrize(("who", "path"), places(PLACES))
def test_a_page_is_well_made_for_elders(town, names, who, path):
    page = open_page(town, names, who, path, elder=True)
    found = {}
    for width in (390, 1280, 360):
        page.set_viewport_size({"width": width, "height": 844})
        key = path in KEY.get(who, []) and width != 360
        found[width] = sizes_of(page) + (barriers_on(page) if key else [])
    assert page.evaluate("document.documentElement.hasAttribute('data-elder')") or "week" in path
    assert found == {390: [], 1280: [], 360: []}
