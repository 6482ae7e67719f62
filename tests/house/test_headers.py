"""Errors tell nothing, a host that is not ours is refused, and a cookie goes nowhere else."""

import re
from http.cookies import SimpleCookie

import pytest
from flask import Blueprint

from core.house import Area
from core.web.guard import public
from tests.house.carried import lacking
from wsgi import AREAS

broken = Blueprint("broken", __name__)


@broken.get("/broken")
@public
def fail():
    raise ZeroDivisionError("canary-secret /var/lib SELECT 1")


@pytest.fixture
def areas():
    return [*AREAS, Area(name="broken", blueprints=(broken,))]


def errors(client):
    """Return an answer of each kind of error that anybody can cause."""
    huge = b"name=" + b"a" * 12 * 1024 * 1024
    form = "application/x-www-form-urlencoded"
    return {
        400: client.get("/?q=%00"),
        404: client.get("/nowhere"),
        405: client.post("/about"),
        413: client.post("/login", data=huge, content_type=form),
        500: client.get("/broken"),
    }


def test_errors_carry_them_and_tell_nothing(client_of, caplog):
    client = client_of("visitor", look=True)
    for status, answer in errors(client).items():
        assert answer.status_code == status
        assert not lacking(answer), status
        assert "<h1" in answer.text
        assert not re.search(
            r"Traceback|/site-packages|werkzeug|sqlalchemy|canary|SELECT", answer.text
        )
        assert (
            "no-store" in answer.headers["Cache-Control"]
            or "no-cache" in answer.headers["Cache-Control"]
        )
    failed = [each for each in caplog.records if "unforeseen" in each.getMessage()]
    assert len(failed) == 1, "one line in the log for the one that failed"
    shown = errors(client)[500]
    assert shown.headers.get("X-Request-Id", "?")[:8] in shown.text


@pytest.mark.parametrize("method", ["TRACE", "TRACK", "CONNECT", "PUT", "DELETE", "PATCH"])
def test_methods_nobody_uses(client_of, method):
    answer = client_of("visitor").open("/about", method=method)
    assert answer.status_code in {400, 405}
    assert not lacking(answer)


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example", "localhost:80@evil", "127.0.0.2"]
)
def test_a_host_that_is_not_ours(client_of, host):
    answer = client_of("visitor").get("/reset", headers={"Host": host})
    assert answer.status_code == 400
    assert host not in answer.text


def test_a_forwarded_host_is_not_believed(client_of):
    forged = {
        "X-Forwarded-Host": "evil.example",
        "X-Forwarded-Proto": "https",
        "Forwarded": "host=evil",
    }
    answer = client_of("visitor").get("/login", headers=forged)
    assert "evil" not in answer.text + str(answer.headers)


def flags(answer):
    """Return the flags of every cookie that an answer sets."""
    for line in answer.headers.getlist("Set-Cookie"):
        for name, morsel in SimpleCookie(line).items():
            yield name, morsel, len(line)


def all_cookies(client):
    """Sign in, switch language and size, and out again; return every cookie on the way."""
    base = client.application.config["PREFERRED_URL_SCHEME"] + "://localhost"
    kind = {"Origin": base, "Sec-Fetch-Site": "same-origin", "Referer": f"{base}/login"}
    found = []
    for url, fields in (
        ("/language", {"lang": "en"}),
        ("/elder", {"elder": "1"}),
        ("/login/demo", {"name": "周建国"}),
        ("/language", {"lang": "zh"}),
        ("/logout", {}),
    ):
        page = client.get("/login", base_url=base)
        found += flags(page)
        answer = client.post(
            url, data={**fields, "csrf_token": token(client, base)}, headers=kind, base_url=base
        )
        assert answer.status_code in {302, 303}, (url, answer.status_code)
        found += flags(answer)
    return found


def token(client, base):
    page = client.get("/login", base_url=base).text
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page) or re.search(
        r'name="csrf_token"[^>]*value="([^"]+)"', client.get("/me/", base_url=base).text
    )
    return found[1] if found else ""


def test_cookies_at_home(client_of):
    seen = all_cookies(client_of("visitor"))
    assert {name for name, _, _ in seen} == {"session", "lang", "elder"}
    for name, morsel, size in seen:
        assert morsel["httponly"], name
        assert morsel["samesite"] == "Lax", name
        assert morsel["path"] == "/", name
        assert not morsel["domain"], name
        assert size < 4096


class TestInPublic:
    @pytest.fixture
    def values(self):
        return {"PUBLIC_URL": "https://localhost"}

    def test_cookies_are_bound_to_this_host(self, app, client_of):
        app.config["PREFERRED_URL_SCHEME"] = "https"
        seen = all_cookies(client_of("visitor"))
        assert {name for name, _, _ in seen} == {"__Host-session", "__Host-lang", "__Host-elder"}
        for name, morsel, _size in seen:
            assert morsel["secure"], name
            assert morsel["httponly"], name
            assert morsel["path"] == "/", name
            assert not morsel["domain"], name

    def test_browsers_are_told_to_stay_with_https(self, client_of):
        answer = client_of("visitor").get("/", base_url="https://localhost")
        assert answer.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"
