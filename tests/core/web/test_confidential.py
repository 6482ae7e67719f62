"""Confidential pages: kept by nobody, named to nobody, shut again after a quarter of an hour."""

import json
import re
from datetime import UTC, datetime, timedelta

import pytest
from flask import Blueprint
from sqlalchemy import select

from core.access import Permission, anyone
from core.accounts import operations, resets, sessions
from core.accounts.models import Code, Person, SignIn
from core.accounts.passwords import hash_password
from core.clock import now
from core.db import db, writing
from core.house import Area
from core.web.confidential import keep_to_oneself, takes_what_was_typed
from core.web.guard import needs, public

shut, open_ = Blueprint("shut", __name__), Blueprint("open_", __name__)
keep_to_oneself(shut)
keep_to_oneself(open_, asks_again=False)
ANYONE = Permission("probe.anyone", "谁都行", any_of=(anyone,))
MINUTE = timedelta(minutes=1)


@shut.get("/shut/<name>")
@needs(ANYONE)
def page(name):
    return name


@shut.post("/shut/<name>/read")
@needs(ANYONE)
def read(name):
    return name


@shut.route("/shut/<name>/write", methods=["GET", "POST"])
@takes_what_was_typed
@needs(ANYONE)
def write(name):
    return f"kept {name}"


@shut.get("/shut/all")
@public
def everybody():
    return "all"


@open_.get("/left-open")
@needs(ANYONE)
def left_open():
    return "open"


@pytest.fixture
def areas():
    return [Area(name="probe", blueprints=(shut, open_))]


@pytest.fixture
def person(client, make):
    client.look = False
    return make.person(password_hash="x")


@pytest.fixture
def away(client, person):
    """Sign in somebody who was last seen so many minutes ago."""

    def since(minutes):
        at = now()
        seen = at - minutes * MINUTE
        client.log_in(person, created_at=seen, confirmed_at=seen, seen_at=seen)

    return since


def confirmed_at():
    db.session.rollback()
    return db.session.scalars(select(SignIn.confirmed_at).order_by(SignIn.id.desc())).first()


@pytest.mark.parametrize("url", ["/shut/a", "/shut/all", "/left-open"])
def test_no_cache_and_no_other_site_hears_of_it(client, person, url):
    for _signed_in in range(2):
        answer = client.get(url)
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        client.log_in(person)
    assert client.get("/nowhere").headers["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize(
    ("minutes", "is_let_in"), [(0, True), (14, True), (16, False), (60, False)]
)
def test_whoever_was_away_gives_the_password(client, away, minutes, is_let_in):
    away(minutes)
    answer = client.get("/shut/a?b=1")
    if is_let_in:
        assert answer.text == "a"
    else:
        assert answer.location == "/login/confirm?next=/shut/a?b%3D1"
    assert client.get("/left-open").text == "open"


def test_another_page_in_between_does_not_open_it(client, away):
    """To be seen again is not to have given the password."""
    away(16)
    for _time in range(2):
        assert client.get("/left-open").text == "open"
        assert client.get("/shut/a").location.startswith("/login/confirm")
    assert confirmed_at() == datetime(1970, 1, 1, tzinfo=UTC)


def test_confirming_opens_it(client, away, person):
    away(16)
    assert client.get("/shut/a").status_code == 302
    known = hash_password("a good long password")
    with writing():
        db.session.merge(person).password_hash = known
    answer = client.send("/login/confirm", password="a good long password", next="/shut/a")
    assert answer.location == "/shut/a"
    assert client.get("/shut/a").text == "a"


def test_a_post_that_reads_leads_back_to_a_page(client, away):
    away(16)
    assert client.send("/shut/a/read").location == "/login/confirm?next=/shut/a"
    away(14)
    assert client.send("/shut/a/read").text == "a"


def test_what_was_typed_for_longer_is_kept(client, away):
    away(40)
    assert client.get("/shut/a/write").location.startswith("/login/confirm")
    assert client.send("/shut/a/write").text == "kept a"
    assert client.get("/shut/a").location.startswith("/login/confirm")


def test_a_visitor_signs_in_first(client):
    client.look = False
    assert client.get("/shut/a").location == "/login?next=/shut/a"


@pytest.mark.parametrize("url", ["/shut/a", "/shut/all", "/left-open"])
def test_no_log_and_no_figure_names_who_looked_at_what(client, person, capsys, url):
    client.log_in(person)
    before = counted(client)
    capsys.readouterr()
    assert client.get(url).status_code == 200
    told = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert [(line["endpoint"], line["person"]) for line in told] == [("confidential", None)]
    figures = client.get("/metrics").text
    assert counted(client) == before + 1
    assert not re.search(r'endpoint="(shut|open_)\.', figures)


def test_who_is_refused_there_is_not_named_either(client, person, make, capsys):
    officer = make.actor()
    with writing():
        operations.print_code(person, by=officer, at=now())
    client.log_in(person)
    capsys.readouterr()
    assert client.get("/shut/a").status_code == 403
    told = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert {line["event"] for line in told} == {"request", "refused"}
    assert {(line["endpoint"], line["person"]) for line in told} == {("confidential", None)}


def counted(client):
    """Return how many pages of these were counted that were answered well."""
    line = r'xingcun_requests_total\{endpoint="confidential",method="GET",status="200"\} ([\d.]+)'
    found = re.search(line, client.get("/metrics").text)
    return float(found[1]) if found else 0


class TestPrintedCode:
    """Whoever hands out codes could come in as another: for a week there is nothing to see."""

    @pytest.fixture
    def officer(self, make):
        return make.actor()

    @pytest.fixture
    def printed(self, officer, person):
        def run(at):
            with writing():
                return operations.print_code(person, by=officer, at=at)

        return run

    def test_the_slip_opens_nothing_for_a_week(self, client, person, printed):
        printed(now())
        code = db.session.scalars(select(Code).where(Code.person_id == person.id)).one()
        with writing():
            code = db.session.get(Code, code.id)
            owner = resets.set_password(code, password_hash="y", at=now())
            sessions.start(owner, user_agent="", at=now())
        client.log_in(person)
        answers = [client.get("/shut/a"), client.send("/shut/a/read"), client.send("/shut/a/write")]
        assert [each.status_code for each in answers] == [403] * 3
        for each in answers:
            assert "条子" in each.text
            assert "12356" in each.text
            assert each.headers["Cache-Control"] == "no-store"
        assert client.get("/left-open").text == "open"

    @pytest.mark.parametrize(("days", "status"), [(0, 403), (6, 403), (8, 200)])
    def test_it_ends_by_itself(self, client, person, printed, days, status):
        printed(now() - timedelta(days=days))
        client.log_in(person)
        assert client.get("/shut/a").status_code == status

    def test_the_answer_tells_nothing_of_what_lies_there(self, client, person, printed):
        printed(now())
        client.log_in(person)
        said = {
            re.sub(r"[0-9a-f]{16}", "", client.get(url).text.split("<main")[1].split("</main")[0])
            for url in ("/shut/a", "/shut/b", "/shut/all")
        }
        assert len(said) == 1

    def test_only_this_account_is_shut(self, client, make, officer, printed):
        printed(now())
        for each in (make.person(), db.session.get_one(Person, officer.id)):
            client.log_in(each)
            assert client.get("/shut/a").status_code == 200

    def test_a_code_to_ones_own_number_shuts_nothing(self, client, person, make):
        own = make.person(password_hash="x", phone_confirmed_at=now())
        with writing():
            code = resets.ask_for_reset(own.phone, language="zh", at=now())
        with writing():
            code = db.session.get(Code, code.id)
            resets.set_password(code, password_hash="y", at=now())
        client.log_in(own)
        assert client.get("/shut/a").text == "a"
