"""Public pages: what visitors are given from the cache, and what is never kept."""

import gzip
from datetime import timedelta

import pytest
from flask import Blueprint, abort, request

from core.access import SYSTEM
from core.cache.operations import bump, house_version
from core.clock import now
from core.db import db, writing
from core.house import HOUSE, Area
from core.site import operations
from core.site.models import SheetKind
from core.site.pages import public_page
from core.site.shell import shell
from core.web.guard import actor_or_none, for_all, public
from wsgi import AREAS

bp = Blueprint("trial", __name__)
loads = []


@bp.get("/trial")
@public
def trial():
    def load():
        loads.append(request.args.get("after", ""))
        if request.args.get("after") == "gone":
            abort(404)
        return {
            "title": "试验",
            "endpoint": "site.rules",
            "shown": None,
            "in_force": 0,
            "text": "",
            "coming": [],
            "versions": [],
            "at": now(),
        }

    after = request.args.get("after", "")
    return public_page("core/site/sheet.html", load, args={"after": after})


@bp.get("/trial/form")
@public
def trial_form():
    return public_page("core/admin/mail.html", dict)


@bp.get("/trial/who")
@public
def trial_who():
    return public_page("core/site/about.html", lambda: {"me": actor_or_none()})


@bp.get("/trial/doors")
@public
def trial_doors():
    return public_page("core/site/about.html", lambda: {"doors": shell().doors})


@pytest.fixture
def areas():
    loads.clear()
    return (*AREAS, Area(name="trial", blueprints=(bp,)))


@pytest.fixture(autouse=True)
def still(monkeypatch):
    """Let the minute stand still, or a test that begins at its end would see two."""
    moment = now()
    monkeypatch.setattr("core.site.pages.now", lambda: moment)


def test_visitors_share_one_page(client):
    first, second = client.get("/trial").text, client.get("/trial").text
    assert first == second
    assert len(loads) == 1
    assert "试验" in first


def test_what_the_page_does_not_read_makes_no_new_page(client):
    for query in ("", "?junk=1", "?utm=2&x=y"):
        client.get(f"/trial{query}")
    assert len(loads) == 1
    client.get("/trial?after=3")
    assert loads == ["", "3"]


def test_each_language_and_size_has_its_own(client):
    client.get("/trial")
    client.get("/trial?lang=en")
    client.set_cookie("elder", "1")
    client.get("/trial")
    assert len(loads) == 3


def test_a_new_house_version_makes_it_new_at_once(client):
    client.get("/trial")
    with writing():
        bump()
    client.get("/trial")
    assert len(loads) == 2


def test_the_next_minute_makes_it_new(client, monkeypatch):
    client.get("/trial")
    later = now() + timedelta(minutes=1)
    monkeypatch.setattr("core.site.pages.now", lambda: later)
    client.get("/trial")
    assert len(loads) == 2


def test_who_is_signed_in_gets_the_same_body_and_leaves_nothing(client, app, make):
    signed_in = app.test_client()
    signed_in.log_in(make.person(name="独一无二"))
    for _time in range(2):
        assert signed_in.get("/trial").headers["Cache-Control"] == "no-store"
    assert len(loads) == 1
    assert "csrf_token" not in client.get("/trial").text
    assert len(loads) == 1


def test_what_is_not_there_is_not_kept(client):
    for _time in range(2):
        assert client.get("/trial?after=gone").status_code == 404
    assert len(loads) == 2


@pytest.mark.parametrize("url", ["/trial/form", "/trial/who", "/trial/doors"])
def test_a_form_or_a_person_is_never_kept(client, app, make, url):
    app.config["PROPAGATE_EXCEPTIONS"] = False
    signed_in, kept = app.test_client(), []
    signed_in.log_in(make.person())
    HOUSE.cache.set, original = lambda *given: kept.append(given), HOUSE.cache.set
    try:
        assert [each.get(url).status_code for each in (client, signed_in)] == [500, 500]
    finally:
        HOUSE.cache.set = original
    assert kept == []


def test_after_a_page_for_all_one_asks_again_who_is_there(app, client):
    app.config["PROPAGATE_EXCEPTIONS"] = False
    with app.test_request_context("/"):
        with pytest.raises(RuntimeError, match="who is looking"), for_all():
            actor_or_none()
        assert actor_or_none() is None


def test_a_cache_that_forgets_changes_nothing(client):
    HOUSE.cache.get, original = lambda _key: None, HOUSE.cache.get
    try:
        pages = {client.get("/trial").text for _time in range(3)}
    finally:
        HOUSE.cache.get = original
    assert len(pages) == 1
    assert len(loads) == 3


def test_a_published_text_is_there_in_the_same_minute(client, at):
    assert "还没有公布" in client.get("/rules").text
    with writing():
        operations.publish(
            SheetKind.RULES,
            text="## 全新的一条",
            summary="第一版",
            effective=at,
            based_on=0,
            by=SYSTEM,
            at=at,
        )
    assert "全新的一条" in client.get("/rules").text


def test_reading_changes_nothing(client):
    before = house_version()
    client.get("/trial")
    assert house_version() == before
    assert not db.session.dirty


def test_one_visitors_address_stands_in_nobody_elses_page(client):
    first = client.get("/trial?after=3&junk=elsewhere&lang=zh").text
    assert "junk" not in first
    assert 'value="/trial?after=3"' in first
    assert client.get("/trial?junk=elsewhere").text.count('value="/trial"') == 2


def test_who_cannot_unpack_gets_the_page_plain(client):
    client.look = False  # at bytes that nobody can read yet
    squeezed = client.get("/trial", headers={"Accept-Encoding": "gzip"})
    plain = client.get("/trial", headers={"Accept-Encoding": "identity"})
    assert squeezed.headers["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in plain.headers
    assert gzip.decompress(squeezed.data) == plain.data
    assert {"Cookie", "Accept-Language", "Accept-Encoding"} <= set(squeezed.vary)
    assert len(loads) == 1


def test_who_is_signed_in_leaves_no_name_in_a_visitors_page(client, app, make):
    signed_in = app.test_client()
    signed_in.log_in(make.person(name="独一无二"))
    assert "/login" not in signed_in.get("/trial").text
    assert 'href="/login"' in client.get("/trial").text
    assert 'href="/login"' not in signed_in.get("/trial").text
