"""Nobody but an administrator comes in, and for each act the password is fresh."""

from datetime import timedelta

import pytest

from core.admin.operations import look_up
from core.clock import now
from core.db import writing

ADDRESSES = (
    "/admin/",
    "/admin/mail",
    "/admin/people",
    "/admin/people/{person}",
    "/admin/people/{person}/disable",
    "/admin/clerks",
    "/admin/branches",
    "/admin/branches/new",
    "/admin/branches/{branch}",
    "/admin/branches/{branch}/move",
    "/admin/branches/{branch}/secretary",
    "/admin/facts",
    "/admin/facts/licence",
    "/admin/sheets",
    "/admin/sheets/rules",
    "/admin/sheets/privacy",
    "/admin/workers",
    "/admin/history",
    "/admin/classes/",
    "/admin/classes/{product_class}",
)
ACTS = (
    "/admin/people/{person}/enable",
    "/admin/people/{person}/end-sessions",
    "/admin/people/{person}/end-clerk",
    "/admin/branches/{branch}/close",
    "/admin/facts/licence/remove",
    "/admin/notices/retry",
)
# Nothing is done there: no password is asked for again.
LOOKED_AT = {"/admin/", "/admin/branches", "/admin/sheets", "/admin/workers", "/admin/classes/"}
ONLY_SHOWN = {*LOOKED_AT, "/admin/people/{person}"}  # no form is sent there


@pytest.fixture
def names(make):
    return {"person": make.person(), "branch": make.branch()}


@pytest.fixture
def fill(names):
    ids = {name: row.id for name, row in names.items()}
    return lambda address: address.format(**ids, product_class="fresh")


@pytest.fixture
def admin(make, names):
    """An administrator who has just looked the person up by their full number."""
    admin = make.admin()
    by = make.actor(admin)
    with writing():
        look_up(names["person"], by=by, at=now())
    return admin


def everybody(make):
    branch = make.branch()
    return {
        "person": make.person(),
        "officer": make.officer(branch),
        "clerk": make.clerk(),
        "upper": make.officer(make.branch()),
    }


def test_all_addresses_are_tried(app):
    rules = {str(rule) for rule in app.url_map.iter_rules() if str(rule).startswith("/admin")}
    plain = {
        address.format(
            person="<int:person_id>", branch="<int:branch_id>", product_class="<product_class>"
        )
        for address in (*ADDRESSES, *ACTS, "/admin/notices/<int:notice_id>/retry")
    }
    plain -= {"/admin/sheets/rules", "/admin/sheets/privacy"}
    assert rules == plain | {"/admin/sheets/<any(rules, privacy):kind>"}


def test_who_may_not(app, make, fill):
    for who, person in everybody(make).items():
        client = app.test_client()
        client.log_in(person)
        for address in ADDRESSES:
            denied = 404 if "{" in address else 403
            assert client.get(fill(address)).status_code == denied, (who, address)
            if address not in ONLY_SHOWN:
                assert client.send(fill(address)).status_code == denied, (who, address)
        for address in ACTS:
            denied = 404 if "{" in address else 403
            assert client.send(fill(address)).status_code == denied, (who, address)


def test_a_visitor_is_sent_to_log_in(client, fill):
    for address in ADDRESSES:
        assert client.get(fill(address)).location.startswith("/login")


def test_an_administrator_opens_every_page(client, admin, fill):
    client.log_in(admin)
    for address in ADDRESSES:
        assert client.get(fill(address)).status_code == 200, address
    for address in ADDRESSES:
        if "{" in address:
            gone = address.format(person=99999, branch=99999, product_class="gold")
            assert client.get(gone).status_code == 404, address


def test_a_password_of_twenty_minutes_ago_is_asked_for_again(client, admin, fill):
    client.log_in(admin, confirmed_at=now() - timedelta(minutes=16))
    for address in (*ADDRESSES, *ACTS):
        if address in LOOKED_AT:
            assert client.get(fill(address)).status_code == 200
            continue
        call = client.get if address in ONLY_SHOWN else client.send
        answer = call(fill(address))
        assert answer.status_code == 302, address
        assert "/confirm" in answer.location, address


def test_only_an_administrator_sees_the_way(client, make):
    client.log_in(make.person())
    assert "/admin/" not in client.get("/me/").text
    client.log_in(make.admin())
    assert 'href="/admin/"' in client.get("/me/").text
