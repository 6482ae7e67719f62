"""The one-time link by which the first administrator comes."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from core.accounts import letters, resets
from core.accounts.models import Code, Grant, GrantKind, SignIn
from core.clock import now
from core.db import db, writing
from core.errors import Refused
from tests.core.accounts.world import ANOTHER, newest_code


def signs_in(client, person, password):
    return (
        client.send("/login", who=person.phone or person.email, password=password).status_code
        == 302
    )


def admin_link(name="林涛", address="lin@example.com"):
    with writing():
        return letters.link_of(resets.make_admin_link(name, address, at=now()))


@pytest.mark.parametrize("address", ["lin@example.com", "13800138000"])
def test_the_first_administrator_comes_by_a_link(client, post, address):
    link = admin_link(address=address)
    assert link.startswith("http://localhost/link/")
    assert len(link.split("key=")[1]) >= 43
    assert post() == []
    page = client.get(link.removeprefix("http://localhost")).location
    assert "林涛" in client.get(page).text
    assert client.send(page, password=ANOTHER).location == "/me/"
    grant = db.session.scalars(select(Grant)).one()
    assert grant.kind is GrantKind.ADMIN
    assert client.get(link.removeprefix("http://localhost")).location == "/reset"
    assert client.send("/login", who=address, password=ANOTHER).status_code == 302
    row = db.session.scalars(select(SignIn)).first()
    assert row.idle_minutes == 30


def test_somebody_who_has_an_account_becomes_administrator(client, someone, app):
    person = someone(phone="13800138000")
    link = admin_link(address="13800138000").removeprefix("http://localhost")
    page = client.get(link).location
    assert client.send(page, password=ANOTHER).location == "/me/"
    assert db.session.scalars(select(Grant)).one().person_id == person.id
    assert signs_in(app.test_client(), person, ANOTHER)


def test_an_administrators_link_lives_a_day(client):
    link = admin_link().removeprefix("http://localhost")
    row = newest_code()
    assert row.expires_at - row.made_at == timedelta(hours=24)
    with writing():
        db.session.execute(update(Code).values(expires_at=now()))
    assert client.get(link).location == "/reset"


def test_an_administrators_link_needs_a_name_and_an_address(app):
    for name, address in (("", "lin@example.com"), ("林涛", "lin")):
        with pytest.raises(Refused):
            admin_link(name, address)
