"""The guard at each door, and where it sends people."""

from datetime import timedelta
from io import BytesIO

import pytest
from flask import Blueprint, request
from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError

from core.access import SYSTEM, Permission, anyone, holds
from core.branches.queries import find_branch
from core.clock import now
from core.db import db, writing
from core.history.models import Entry
from core.history.operations import record
from core.house import Area
from core.web.guard import by_visitors, local, needs, public

probe = Blueprint("probe", __name__)
ANYONE = Permission("probe.anyone", "谁都行", any_of=(anyone,))
OFFICER = Permission("probe.officer", "委员", any_of=(holds(),))
SECRETARY = Permission("probe.secretary", "书记", any_of=(holds("secretary"),))


@probe.get("/open")
@public
def gate():
    return "open"


@probe.route("/signed", methods=["GET", "POST"])
@needs(ANYONE)
def signed():
    return "signed"


@probe.get("/officers")
@needs(OFFICER)
def officers():
    return "officers"


@probe.get("/branch/<int:branch_id>")
@needs(SECRETARY, of=find_branch)
def branch(branch):
    return branch.name


@probe.route("/fresh", methods=["GET", "POST"])
@needs(ANYONE, fresh=True)
def fresh():
    return "fresh"


@probe.post("/cookie")
@by_visitors
def cookie():
    return "kept"


RUNS, READ = [], []


class GaveWay(Exception):
    """What PostgreSQL's driver raises for the one of two that has to give way."""

    sqlstate = "40001"


@probe.get("/giving-way/<when>")
@public
def giving_way(when):
    RUNS.append(when)
    if when == "after":
        with writing():
            record("probe", "probe", by=SYSTEM, at=now())
    if len(RUNS) == 1:
        raise OperationalError("SELECT 1", {}, GaveWay())
    return "done"


@probe.post("/uploading")
@public
def uploading():
    READ.append([each.read() for each in request.files.getlist("picture")])
    if len(READ) == 1:
        raise OperationalError("SELECT 1", {}, GaveWay())
    return "done"


@pytest.fixture
def areas():
    return [Area(name="probe", blueprints=(probe,))]


def test_a_visitor_is_sent_to_sign_in_and_back(client):
    client.look = False
    assert client.get("/open").text == "open"
    assert client.get("/signed?a=1").location == "/login?next=/signed?a%3D1"
    sent = client.send("/signed", headers={"Referer": "http://localhost/open?x=1"})
    assert sent.location == "/login?next=/open"
    assert client.send("/signed", headers={"Referer": "http://evil/x"}).location == "/login"


def test_a_function_is_denied_with_403_and_an_object_with_404(client, make):
    mine, other = make.branch(), make.branch()
    client.log_in(make.person())
    client.look = False
    assert client.get("/officers").status_code == 403
    assert client.get(f"/branch/{mine.id}").status_code == 404
    client.log_in(make.officer(mine))
    assert client.get("/officers").status_code == 200
    assert client.get(f"/branch/{mine.id}").text == mine.name
    denied, missing = client.get(f"/branch/{other.id}"), client.get("/branch/9")
    assert (denied.status_code, missing.status_code) == (404, 404)
    assert len(denied.text) == len(missing.text)


def test_some_acts_want_the_password_of_just_now(client, make):
    client.look = False
    client.log_in(make.person(), confirmed_at=now() - timedelta(minutes=16))
    assert client.get("/fresh").location == "/login/confirm?next=/fresh"
    client.log_in(make.person(), confirmed_at=now() - timedelta(minutes=14))
    assert client.get("/fresh").text == "fresh"


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Origin": "http://localhost"}, 200),
        ({"Sec-Fetch-Site": "same-origin"}, 200),
        ({"Sec-Fetch-Site": "same-origin", "Origin": "http://localhost"}, 200),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({}, 403),
    ],
)
def test_a_visitor_posts_from_our_own_pages_only(client, headers, status):
    client.look = False
    assert client.post("/cookie", headers=headers).status_code == status


def test_with_a_session_the_token_is_asked_for(client, make):
    client.look = False
    client.log_in(make.person())
    origin = {"Origin": "http://localhost"}
    assert client.post("/cookie", headers=origin).status_code == 400
    assert client.send("/cookie", headers=origin).status_code == 200


@pytest.mark.parametrize(
    "target",
    [
        "//evil",
        "/\\evil",
        "https:evil",
        "\\\\evil",
        "@evil",
        "http://good@evil",
        "",
        None,
        "/\tevil",
        "evil",
        "/a\nb",
        "javascript:alert(1)",
        "/a b",
    ],
)
def test_nobody_is_led_elsewhere(target):
    assert local(target) == "/"


@pytest.mark.parametrize("target", ["/", "/desk/?a=1", "/branches/3#top", "/%09/evil"])
def test_our_own_pages_are_led_to(target):
    assert local(target) == target


@pytest.mark.parametrize(
    ("when", "runs", "lines"), [("before", ["before", "before"], 0), ("after", ["after"], 1)]
)
def test_what_was_stored_is_not_done_again(client, when, runs, lines):
    client.look = False
    RUNS.clear()
    with writing():  # what another request stored is none of this one's doing
        record("else", "probe", by=SYSTEM, at=now())
    answer = client.get(f"/giving-way/{when}")
    assert (answer.status_code == 200) is (when == "before")
    assert runs == RUNS
    stored = select(func.count()).where(Entry.action == "probe")
    assert db.session.scalar(stored) == lines


def test_what_was_sent_along_is_read_again(client):
    client.look = False
    READ.clear()
    pictures = [(BytesIO(data), "a.jpg") for data in (b"one", b"two")]
    sent = {"picture": pictures, "csrf_token": client.token()}
    answer = client.post("/uploading", data=sent, content_type="multipart/form-data")
    assert answer.text == "done"
    assert READ == [[b"one", b"two"]] * 2


def test_a_garbled_address_from_outside_is_from_elsewhere(client, make):
    garbled = {"Referer": "https://[", "Origin": "https://["}
    assert client.post("/signed", headers=garbled).status_code == 400  # the token is missing
    assert client.post("/cookie", headers=garbled).status_code == 403
    assert client.get("/signed", headers=garbled).location == "/login?next=/signed"
    assert local("//[") == local("https://[") == "/"
