"""A copy of what is kept about me, whole and mine alone; and an account gone for good."""

import csv
import json
import zipfile
from datetime import timedelta
from io import BytesIO, StringIO

import pytest
from sqlalchemy import select

from core.accounts import addresses, operations
from core.accounts.addresses import Destination
from core.accounts.models import GrantKind, Person
from core.branches.actors import find_signed_in
from core.cli import invariants
from core.clock import now
from core.db import Base, db, writing
from core.me.operations import close_account
from core.once.models import Once
from core.once.operations import once
from core.words import speaking
from tests.core.accounts.world import HASH, OURS

CANARY = "金丝雀"
PHONE = "13812345678"
MAIL = "canary@example.com"


@pytest.fixture
def full(make, client, at):
    """Return somebody of whom much is kept."""
    branch = make.branch()
    person = make.person(
        name=CANARY,
        phone=PHONE,
        email=MAIL,
        email_confirmed_at=at,
        password_hash=HASH,
        consent_note=f"{CANARY}同意",
    )
    make.member(branch, person)
    make.resident(make.unit(branch), person)
    actor, officer = make.actor(person), make.actor()
    for name in (CANARY, "=cmd|' /C calc'!A0"):
        to = Destination(
            receiver=name, phone=PHONE, district="110105", town="", detail=f"{CANARY}巷一号"
        )
        with writing():
            addresses.add(to, usual=False, by=actor, at=at)
    with writing():
        operations.print_code(person, by=officer, at=at)
    with writing():
        once("canary-key", "0" * 64, lambda: "/me/", by=actor, at=at)
    client.log_in(person)
    client.send("/me/settings", language="zh", elder="0")
    client.send("/me/name", name=CANARY)
    return person


def unpacked(answer):
    with zipfile.ZipFile(BytesIO(answer.data)) as archive:
        return {name: archive.read(name).decode("utf-8-sig") for name in archive.namelist()}


def test_the_copy_is_whole_and_holds_nobody_else(client, make, full):
    make.person(name="别人家", phone="13900000001")
    assert client.get("/me/data").status_code == 200
    answer = client.send("/me/data")
    assert (answer.mimetype, answer.headers["Cache-Control"]) == ("application/zip", "no-store")
    files = unpacked(answer)
    tables = json.loads(files["data.json"])
    assert tables["account"][0]["phone"] == PHONE
    assert "password_hash" not in tables["account"][0]
    assert len(tables["addresses"]) == 2
    assert tables["sessions"]
    assert tables["memberships"]
    assert tables["residence"]
    assert tables["notices"]
    assert tables["notice_choices"]
    assert {"print_code"} <= {line["action"] for line in tables["history"]}
    assert [form["effect"] for form in tables["forms"]] == ["/me/"]
    assert "别人家" not in str(files)
    assert set(files) == {"data.json", *(f"{name}.csv" for name in tables)}
    rows = list(csv.reader(StringIO(files["addresses.csv"])))
    assert len(rows) == 3
    assert any(row[0].startswith("'=cmd") for row in rows)


def test_a_copy_and_closing_want_a_fresh_sign_in(client, someone):
    client.log_in(someone(), confirmed_at=now() - timedelta(minutes=16))
    for url in ("/me/data", "/me/close"):
        assert client.get(url).location == f"/login/confirm?next={url}"
        assert client.send(url).location.startswith("/login/confirm")


def test_who_has_closed_is_nowhere_to_be_found(client, app, full, make):
    token = make.sign_in(full)
    assert client.get("/me/close").status_code == 200
    assert client.send("/me/close").status_code == 422
    assert found(CANARY)
    assert client.send("/me/close", sure="y").location == "/"
    assert client.get("/me/").status_code == 302
    assert find_signed_in(token, at=now()) is None
    for canary in (CANARY, PHONE, MAIL):
        assert found(canary) == []
    for who in (PHONE, MAIL):
        assert client.send("/login", who=who, password=OURS).status_code == 422
    assert db.session.get(Person, full.id).name == "已注销"
    assert db.session.scalars(select(Once.person_id)).all() == [None]
    assert not invariants.broken(at=now())


def found(word):
    """Return which tables hold the word anywhere."""
    db.session.rollback()
    return [
        table.name
        for table in Base.metadata.sorted_tables
        if any(word in str(tuple(row)) for row in db.session.execute(select(table)))
    ]


@pytest.mark.parametrize("holds", ["office", "right"])
def test_who_holds_an_office_or_a_right_hands_it_over_first(client, make, someone, holds):
    person = someone()
    if holds == "office":
        make.officer(person=person)
    else:
        make.admin(person, GrantKind.CLERK)
    client.log_in(person)
    assert "注销后" not in client.get("/me/close").text
    refused = client.send("/me/close", sure="y")
    assert refused.status_code == 422
    assert db.session.get(Person, person.id).closed_at is None


def test_the_name_of_the_closed_is_kept_in_chinese(app, make, at):
    actor = make.actor(language="en")
    with app.test_request_context("/"), speaking("en"), writing():
        close_account(by=actor, at=at)
    assert db.session.get(Person, actor.id).name == "已注销"


@pytest.mark.both_engines
def test_closing_on_both_engines(make, at):
    actor = make.actor()
    with writing():
        close_account(by=actor, at=at)
    assert db.session.get(Person, actor.id).closed_at == at
