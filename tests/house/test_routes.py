"""Every route says who may come in, and the front door opens nothing by itself."""

import os
import subprocess
import sys

import pytest
from flask import Blueprint

from core.app import create_app
from core.house import HOUSE, Area
from core.settings import TABLE
from tests.house.source import ROOT

BASKET = {"/cart/add", "/cart/change", "/cart/remove"}
BY_VISITORS = {"/language", "/elder"} | BASKET  # and the payment webhook, once it exists
WITHOUT_TOKEN = BY_VISITORS


def test_every_route_declares_access(app):
    undeclared = [n for n, view in app.view_functions.items() if not vars(view).get("access")]
    assert not undeclared


def test_the_house_does_not_open_with_an_undeclared_route(settings):
    bare = Blueprint("bare", __name__)
    bare.add_url_rule("/bare", view_func=lambda: "come in", endpoint="door")
    with pytest.raises(RuntimeError, match=r"bare\.door"):
        create_app([Area(name="bare", blueprints=(bare,))], settings)


def test_two_areas_do_not_share_a_name(settings):
    twice = [Area(name=name, jobs={"same": print}) for name in "ab"]
    with pytest.raises(RuntimeError, match="same"):
        create_app(twice, settings)


def addresses(app, views):
    return {rule.rule for rule in app.url_map.iter_rules() if rule.endpoint in views}


def test_only_visitors_switches_go_without_a_token(app):
    exempt = app.extensions["csrf"]._exempt_views  # noqa: SLF001 - nothing else tells
    views = {n for n, v in app.view_functions.items() if f"{v.__module__}.{v.__name__}" in exempt}
    marked = {n for n, view in app.view_functions.items() if vars(view).get("by_visitors")}
    assert addresses(app, views) == WITHOUT_TOKEN
    assert addresses(app, marked) == BY_VISITORS
    assert not app.extensions["csrf"]._exempt_blueprints  # noqa: SLF001


def unsafe(app):
    return [
        (rule, method)
        for rule in app.url_map.iter_rules()
        for method in sorted(rule.methods - {"GET", "HEAD", "OPTIONS"})
    ]


def test_only_get_and_post_are_spoken(app):
    assert {method for _rule, method in unsafe(app)} == {"POST"}


def test_every_post_is_stopped_without_a_token(app, client, make):
    """A token of another session, none at all, and one from a page of somebody else's."""
    client.look = False
    client.log_in(make.person())
    other = app.test_client()
    other.log_in(make.person())
    wrong = {"none": {}, "other's": {"csrf_token": other.token()}, "made up": {"csrf_token": "x"}}
    let_in = []
    for rule, _method in unsafe(app):
        with app.test_request_context():
            url = rule.build({name: part(rule, name) for name in rule.arguments})[1]
        for kind, data in wrong.items():
            answer = client.post(url, data=data)
            if answer.status_code not in {400, 403}:
                let_in.append((url, kind, answer.status_code))
    assert not let_in


def part(rule, name):
    """Return something that fits this part of the rule's address."""
    return 1 if f"<int:{name}>" in rule.rule else "rules" if name == "kind" else "x"


@pytest.mark.parametrize("url", sorted(BY_VISITORS - BASKET))  # the basket has tests of its own
def test_switches_of_visitors_refuse_other_sites(client, url):
    client.look = False
    field = {"/language": {"lang": "en"}, "/elder": {"elder": "1"}}[url]
    evil = [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site", "Origin": "http://localhost"},
        {},
    ]
    for headers in evil:
        answer = client.post(url, data=field, headers=headers)
        assert answer.status_code == 403, headers
        assert "Set-Cookie" not in answer.headers
    kind = {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}
    answer = client.post(url, data=field, headers=kind)
    assert answer.status_code in {302, 303}
    assert "Set-Cookie" in answer.headers


def test_every_menu_entry_leads_somewhere(app):
    missing = [entry.endpoint for entry in HOUSE.menu if entry.endpoint not in app.view_functions]
    assert not missing


LOOKING = """
import builtins, io, os, socket, sqlite3, sys
read, opened = [], []
class Watched(dict):
    def __getitem__(self, name):
        read.append(name); return super().__getitem__(name)
    def get(self, name, default=None):
        read.append(name); return super().get(name, default)
    def __contains__(self, name):
        read.append(name); return super().__contains__(name)
environ = dict(os.environ)
def hook(event, args):
    if event in {"sqlite3.connect", "socket.connect", "subprocess.Popen", "os.mkdir"}:
        opened.append((event, args))
    if event == "open" and isinstance(args[1], str) and set(args[1]) & set("wax+"):
        opened.append((event, args[0]))
sys.addaudithook(hook)
sys.dont_write_bytecode = True
import core.clock, core.settings
real, os.environ = os.environ, Watched(environ)
import wsgi
os.environ = real
from core.house import HOUSE
try:
    HOUSE.settings
except RuntimeError:
    pass
else:
    raise SystemExit("an app was made")
names = set(core.settings.TABLE)
assert not set(read) & names, set(read) & names
assert not opened, opened
assert "app" not in vars(wsgi)
try:
    wsgi.app
except SystemExit as refused:
    assert "SECRET_KEY" in str(refused), refused
else:
    raise SystemExit("it must not start without a secret")
"""


def test_importing_the_front_door_opens_nothing(tmp_path):
    kept = {name: value for name, value in os.environ.items() if name not in TABLE}
    done = subprocess.run(
        [sys.executable, "-c", LOOKING],
        cwd=tmp_path,
        env={**kept, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert not list(tmp_path.iterdir())
