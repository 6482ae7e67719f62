"""Acting in another's name: what is let in, what is refused, and how it ends."""

import pytest
from flask import Blueprint
from sqlalchemy import event, select

from core.access import Permission, anyone, holds, owner
from core.area import CORE
from core.clock import now
from core.db import db, writing
from core.history.models import Entry
from core.history.operations import record
from core.house import Area
from core.proxy import operations
from core.proxy.models import Proxy
from core.web.guard import by_visitors, current_actor, needs, public, public_steps
from wsgi import AREAS

probe = Blueprint("probe", __name__, url_prefix="/probe")
ASK = Permission("probe.ask", "求助", any_of=(anyone,), scope="ask")
OWN = Permission("probe.own", "自己的事", any_of=(anyone,))
OFFICE = Permission("probe.office", "支部的事", any_of=(holds(),), scope="ask")
THING = Permission("probe.thing", "自己的东西", any_of=(owner,), scope="ask")


@probe.route("/ask", methods=["GET", "POST"])
@needs(ASK)
def ask():
    actor = current_actor()
    return f"{actor.id} {actor.person} {actor.name} {actor.for_name} {actor.unit_id}"


@probe.route("/own", methods=["GET", "POST"])
@needs(OWN)
def own():
    return "own"


@probe.get("/office")
@needs(OFFICE)
def office():
    return "office"


@probe.get("/thing/<int:proxy_id>")
@needs(THING, of=lambda proxy_id: db.session.get(Proxy, proxy_id))
def thing(found):
    return "thing"


@probe.get("/open")
@public
def gate():
    return "open"


@probe.get("/mine")
@public(scope="ask")
def mine():
    return "mine"


@probe.post("/open")
@public
def post_open():
    return "posted"


@probe.route("/steps", methods=["GET", "POST"])
@public_steps
def steps():
    return "steps"


@probe.post("/cookie")
@by_visitors
def cookie():
    return "cookie"


@probe.post("/basket")
@by_visitors(scope="ask")
def basket():
    return "basket"


@pytest.fixture
def areas():
    return [*AREAS, Area(name="probe", blueprints=(probe,), acts={"probe.ask": "试了试"})]


OURS = {"Origin": "http://localhost"}
LET_IN = [("GET", "ask"), ("POST", "ask"), ("GET", "mine"), ("POST", "basket"), ("GET", "open")]
KEPT_OUT = [
    ("GET", "own"),
    ("POST", "own"),
    ("GET", "office"),
    ("POST", "open"),
    ("GET", "steps"),
    ("POST", "steps"),
    ("POST", "cookie"),
]


def opened(client, method, path):
    client.look = False
    url = f"/probe/{path}"
    return client.get(url) if method == "GET" else client.send(url, headers=OURS)


@pytest.mark.parametrize(("method", "path"), LET_IN)
def test_what_is_in_the_scope_is_let_in(acting, grant, villager, helper, method, path):
    client = acting(grant(villager, helper, "ask"))
    assert opened(client, method, path).status_code == 200


@pytest.mark.parametrize(("method", "path"), KEPT_OUT)
def test_what_is_not_is_refused(acting, grant, villager, helper, method, path):
    """Officers, too, do nothing of their office meanwhile."""
    client = acting(grant(villager, helper, "order", "list", "enrol", "book", "ask"))
    assert opened(client, method, path).status_code == 403


@pytest.mark.parametrize(("method", "path"), LET_IN[:-1])
def test_another_scope_does_not_do(acting, grant, villager, helper, method, path):
    client = acting(grant(villager, helper, "order"))
    answer = opened(client, method, path)
    assert answer.status_code == 403
    assert "不在说好的范围里" in answer.text


@pytest.mark.parametrize(("method", "path"), [*LET_IN, *KEPT_OUT])
def test_who_acts_for_themselves_is_let_in_everywhere(make, client, branch, method, path):
    client.log_in(make.officer(branch))
    assert opened(client, method, path).status_code == 200


def test_the_actor_is_the_villager_without_any_office(acting, grant, villager, make, branch):
    officer = make.clerk(make.admin(make.officer(branch, person=make.person(name="王干"))))
    make.member(branch, officer)
    client = acting(grant(villager, officer, "ask"), person=officer)
    unit_id = make.actor(villager).unit_id
    said = f"{officer.id} {villager.id} 王干 张桂兰 {unit_id}"
    assert opened(client, "GET", "ask").text == said
    assert opened(client, "GET", "office").status_code == 403


def test_what_is_the_villagers_is_found_and_what_is_ones_own_is_not(
    acting, grant, villager, helper
):
    hers = grant(villager, helper, "ask")
    his = grant(helper, villager, "ask")
    client = acting(hers)
    client.look = False
    assert client.get(f"/probe/thing/{hers.id}").text == "thing"
    assert client.get(f"/probe/thing/{his.id}").status_code == 404


def test_every_page_says_for_whom_and_how_to_end_it(acting, grant, villager, helper):
    client = acting(grant(villager, helper, "order"))
    for url in ("/", "/branches/", "/market/", "/me/addresses", "/me/proxies/now", "/nowhere"):
        page = client.get(url).text
        assert "您正在代 张桂兰 办理" in page, url
        assert 'action="/me/proxies/end"' in page
        assert "我的</a>" not in page
        assert 'action="/elder"' not in page
        assert 'action="/language"' not in page


def test_what_all_share_does_not_keep_it(app, acting, grant, villager, helper, make):
    client = acting(grant(villager, helper, "order"))
    assert "您正在代" in client.get("/market/").text
    visitor, other = app.test_client(), app.test_client()
    other.log_in(make.person())
    for each in (visitor, other):
        assert "您正在代" not in each.get("/market/").text


def test_the_menus_lead_only_where_one_is_let_in(acting, grant, villager, helper):
    client = acting(grant(villager, helper, "order"))
    page = client.get("/me/proxies/now").text
    assert 'href="/me/addresses"' in page
    assert 'href="/orders/"' in page
    for url in ("/me/", "/me/settings", "/me/sessions", "/inbox", "/sell/", "/me/complaints"):
        assert f'href="{url}"' not in page, url


def test_a_refusal_offers_the_way_out_and_is_remembered(acting, grant, villager, helper):
    client = acting(grant(villager, helper, "order"))
    answer = client.get("/me/settings")
    assert answer.status_code == 403
    assert "这件事不能代办" in answer.text
    assert "结束代办" in answer.text
    entry = db.session.scalars(select(Entry).where(Entry.action == "denied")).one()
    assert (entry.by_id, entry.person_id, entry.about) == (helper.id, villager.id, "core.me.change")


def test_that_somebody_begins_stands_in_history(acting, grant, villager, helper):
    proxy = grant(villager, helper)
    acting(proxy)
    entry = db.session.scalars(select(Entry).where(Entry.action == "start_acting")).one()
    assert (entry.by_id, entry.person_id, entry.about_id) == (helper.id, villager.id, proxy.id)


def test_acting_costs_one_query_more_and_not_acting_none(client, acting, grant, villager, helper):
    seen = []

    def note(_connection, _cursor, statement, *_more):
        if not statement.startswith(("PRAGMA", "BEGIN")):
            seen.append(statement)

    def count(url):
        client.get(url)
        seen.clear()
        client.get(url)
        return len(seen)

    event.listen(db.engine, "before_cursor_execute", note)
    client.log_in(helper)
    own = {url: count(url) for url in ("/me/addresses", "/branches/")}
    assert not any("proxy" in statement for statement in seen)
    acting(grant(villager, helper, "order"))
    assert {url: count(url) for url in own} == {url: cost + 1 for url, cost in own.items()}
    event.remove(db.engine, "before_cursor_execute", note)


def test_core_hands_over_words_for_every_post_with_a_scope(app):
    assert CORE.acts
    posts = {r.endpoint for r in app.url_map.iter_rules() if "POST" in r.methods}
    mine = {e for e in posts if vars(app.view_functions[e])["scope"] and e.startswith("me.")}
    assert mine <= set(CORE.acts)


def test_history_keeps_both_names(acting, grant, villager, helper, make):
    proxy = grant(villager, helper)
    acting(proxy)
    with writing():
        actor = operations.owner_of_paper(proxy, by=make.actor(helper))
        record("tried", "probe", by=actor, at=now())
    entry = db.session.scalars(select(Entry).where(Entry.action == "tried")).one()
    assert (entry.by_id, entry.person_id) == (helper.id, villager.id)
