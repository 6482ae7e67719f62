"""What one may do for another: every address, with the right scope, another, none, and too late.

`scopes.csv` was written by hand from what the house promises. Its last column is the scope that
lets in, `any` where it is all the same for whom one acts, `none` for a public page that shows
something of a person. What does not stand there is refused, but for looking at public pages.
"""

import csv
from pathlib import Path

import pytest

from core.accounts import demo
from core.house import HOUSE
from core.proxy.acting import ACTING
from core.proxy.models import Scope
from tests.house.doors import methods
from tests.house.test_access import LINES, agrees, answered

TABLE = Path(__file__).with_name("scopes.csv")
ROWS = list(csv.DictReader(TABLE.read_text(encoding="utf-8").splitlines()))
SCOPES = {(row["endpoint"], row["method"]): row["scope"] for row in ROWS}
REFUSED = ("这件事不能代办", "代办已经结束")
SCOPED = sorted({scope for scope in SCOPES.values() if scope in set(Scope)})
WRONG = ["enrol", "order", "list", "ask", "book"]


@pytest.fixture
def acting(app, house):
    """Return a client of somebody who acts for `person`, trusted with so much."""

    def make(name):
        token, proxy_id = house.proxies.acting[name]
        client = app.test_client()
        client.look = False
        with client.session_transaction() as session:
            session.update({"_user_id": token, "_fresh": True, ACTING: proxy_id})
        return client

    return make


def opened(client, doors, line):
    """Ask for what the line says, as `person` would."""
    url = doors.url(line["endpoint"], line["method"], line["object"], "person")
    if line["method"] == "GET":
        return client.get(url)
    fields = dict(pair.split("=") for pair in line["sends"].split())
    fields = {n: demo.PEOPLE[0].name if v == "@demo" else v for n, v in fields.items()}
    return client.send(url, fields, headers={"Origin": "http://localhost"})


def is_refused(answer):
    return answer.status_code == 403 and any(words in answer.text for words in REFUSED)


def lines():
    """Yield one line for each address and method."""
    seen = set()
    for line in LINES:
        key = line["endpoint"], line["method"]
        if key not in seen:
            seen.add(key)
            yield key, line


def is_free(app, key):
    """Tell whether everybody may look there, whoever they act for."""
    access = vars(app.view_functions[key[0]])["access"]
    return access == "machine" or (access == "public" and key[1] == "GET" and key not in SCOPES)


def test_the_table_is_what_the_routes_say(app):
    said = {}
    for rule in app.url_map.iter_rules():
        view = vars(app.view_functions[rule.endpoint])
        for method in methods(rule):
            if scope := "any" if view.get("whoever") else view["scope"]:
                said[rule.endpoint, method] = scope
    listed = {key: scope for key, scope in SCOPES.items() if scope != "none"}
    assert listed == said
    assert len(ROWS) == len(SCOPES)


def test_what_is_never_done_for_another():
    """Passwords, devices, settings, notices, the account itself, and what a member is."""
    never = ("inbox.", "accounts.", "membership.", "proxy.", "admin.", "me.password", "me.contact")
    never += ("me.settings", "me.sessions", "me.end_", "me.data", "me.close", "me.name", "me.home")
    never += ("me.second_factor", "me.new_second_factor", "me.backup_codes")
    scoped = [key for key, scope in SCOPES.items() if scope in set(Scope)]
    assert not [key for key in scoped if key[0].startswith(never)]
    desks = {key[0].partition(".")[0] for key in scoped if "_desk." in key[0]}
    assert desks == {"orders_desk", "questions_desk"}, "no desk of a branch, only that of a seller"


def test_every_post_with_a_scope_has_words(app):
    posts = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if "POST" in rule.methods and vars(app.view_functions[rule.endpoint])["scope"]
    }
    assert posts == set(HOUSE.acts)


@pytest.mark.parametrize("name", [*WRONG, "stopped", "expired"])
def test_without_the_scope_nothing_is_let_in(name, app, acting, doors, pristine, record_property):
    held, wrong, tried = set(name.split(",")), [], 0
    for key, line in lines():
        scope = SCOPES.get(key)
        if is_free(app, key) or scope == "any" or scope in held:
            continue
        tried += 1
        answer = opened(acting(name), doors, line)
        if not is_refused(answer):
            wrong.append((*key, answer.status_code))
        if line["method"] == "POST":
            pristine.put_back()
    record_property("tried", tried)
    assert tried > 150
    assert not wrong


@pytest.mark.parametrize("scope", SCOPED)
def test_with_the_scope_it_is_as_for_the_person(scope, acting, doors, pristine, record_property):
    """Let in, sent on, or not found: whatever the villager's own cell of `access.csv` says."""
    wrong, tried = [], 0
    for line in LINES:
        if SCOPES.get((line["endpoint"], line["method"])) != scope:
            continue
        tried += 1
        answer = opened(acting(scope), doors, line)
        found = answered(answer)
        if is_refused(answer) or not agrees(line["person"], found):
            wrong.append((line["endpoint"], line["method"], line["object"], found))
        if line["method"] == "POST":
            pristine.put_back()
    record_property("tried", tried)
    assert tried
    assert not wrong


def test_everybody_may_look_at_public_pages(app, acting, doors):
    client, wrong = acting("enrol"), []
    for key, line in lines():
        if is_free(app, key) and key[1] == "GET":
            answer = opened(client, doors, line)
            if is_refused(answer) or not agrees(line["person"], answered(answer)):
                wrong.append((*key, answer.status_code))
    assert not wrong


@pytest.mark.parametrize("name", ["stopped", "expired"])
def test_too_late_only_the_way_out_is_open(name, acting, doors, pristine):
    for key, line in lines():
        if SCOPES.get(key) == "any":
            assert not is_refused(opened(acting(name), doors, line)), key
            pristine.put_back()
    client = acting(name)
    assert is_refused(client.get("/"))
    assert client.get("/").status_code == 200
    assert client.get("/me/").status_code == 200


def test_control_who_acts_for_nobody_is_let_in(acting, doors, app):
    """The same person, with the same session, in their own name."""
    client = acting("stopped")
    client.get("/")
    for url in ("/me/", "/me/settings", "/inbox", "/cart", "/sell/", "/me/complaints"):
        assert client.get(url).status_code == 200
