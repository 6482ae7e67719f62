"""A form takes its own fields and no others: whatever else is sent changes no column."""

import re
import sqlite3
from contextlib import closing
from functools import cache

import pytest

from core.db import Base
from tests.house.attack import filled, forms_for
from tests.house.crawl import forms_of, tree_of

EXTRA = {
    "id": "1",
    "role": "secretary",
    "is_admin": "1",
    "admin": "y",
    "kind": "admin",
    "branch_id": "1",
    "unit_id": "1",
    "person_id": "1",
    "owner_id": "1",
    "user_id": "1",
    "status": "confirmed",
    "state": "confirmed",
    "verified": "1",
    "phone_confirmed_at": "2026-01-01 00:00:00",
    "email_confirmed_at": "2026-01-01 00:00:00",
    "password_hash": "x",
    "granted_at": "2026-01-01",
    "disabled_at": "2026-01-01",
    "posted_by": "1",
    "keeper_id": "1",
    "producer_id": "1",
    "product_id": "1",
    "pack_id": "1",
    "responsible_id": "1",
    "own_unit_id": "1",
    "sponsorship_id": "1",
    "put_under_at": "2026-01-01 00:00:00",
    "put_under_by": "1",
    "steward_id": "1",
    "decided_at": "2026-01-01 00:00:00",
    "handed_in_at": "2026-01-01 00:00:00",
    "checked_at": "2026-01-01 00:00:00",
    "blocked_at": "",
    "removed_at": "",
    "closed_at": "",
    "hidden_at": "",
    "proxy_id": "1",
    "recorded_by": "1",
    "consented_at": "2026-01-01 00:00:00",
    "stopped_at": "",
    "is_on": "y",
    "is_public": "y",
    "delivers": "y",
    "sells": "y",
    "fen": "1",
    "price_fen": "1",
    "least_fen": "1",
    "delta": "1000",
    "views": "1000",
    "level": "with_operator",
    "score": "100",
    "minutes": "900",
    "starts_at": "2020-01-01 00:00:00",
    "by_hand": "1",
    "a[b]": "1",
    "__class__": "x",
}
STORING = {"visitor": 1, "person": 35, "officer": 30, "clerk": 5, "admin": 25}
MADE_AT_RANDOM = {"token_hash", "handle", "code_hash", "body_hash", "effect", "password_hash"}
MADE_AT_RANDOM |= {"attendance.ref", "help_request.ref", "case_envelope.number", "appointment.ref"}
MADE_AT_RANDOM |= {"training_attempt.ref", "training_attempt.seed", "training_attempt.paper"}
# Sealed anew each time; that no other field gets in there is tested where it is sealed.
MADE_AT_RANDOM |= {"safe.ref", "safe.wrapped", "safe.manifest", "sealed_field.sealed"}
MOMENT = re.compile(
    r'\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d[\d.:+]*|"when": "[^"]*"|/help/[\w-]{20,}'
    r"|/(?:appointments|learn/attempts)/[\w-]{20,}|XC-[0-9A-Z-]{12}|:\d{14}\b"
)


@cache
def without_moments(text):
    return MOMENT.sub("*", text)


def rows(path):
    """Return every row of the house, less moments and what is random by design."""
    found = {}
    with closing(sqlite3.connect(path)) as connection:
        for table in Base.metadata.tables:
            if table in {"throttle", "once"}:
                continue
            read = connection.execute(f'SELECT * FROM "{table}" ORDER BY 1')
            names = [each[0] for each in read.description]
            found[table] = [
                tuple(
                    "*"
                    if {n, f"{table}.{n}"} & MADE_AT_RANDOM
                    else without_moments(v)
                    if isinstance(v, str)
                    else v
                    for n, v in zip(names, row, strict=True)
                )
                for row in read
            ]
    return found


@pytest.mark.parametrize("role", STORING)
def test_other_fields_change_nothing(role, client_of, doors, pristine, tmp_path, record_property):
    forms = [f for f in forms_for(client_of(role), doors, role).values() if f.method == "post"]
    changed, wrong = 0, []
    pristine.put_back()
    before = rows(tmp_path / "house.db")
    for known in forms:
        stored = []
        for extra in (set(), set(EXTRA) - set(known.fields)):
            pristine.put_back()
            client = client_of(role)
            page = client.get(known.page)
            fresh = [
                f for f in forms_of(tree_of(page.text), known.page) if f.action == known.action
            ]
            fields = filled(fresh[0] if fresh else known, form_key="the-same-key-twice")
            fields |= {name: EXTRA[name] for name in extra}
            headers = {"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"}
            answer = client.send(known.action, fields, headers=headers)
            stored.append((answer.status_code, rows(tmp_path / "house.db")))
        changed += stored[0][1] != before
        if stored[0] != stored[1]:
            differing = [t for t in stored[0][1] if stored[0][1][t] != stored[1][1][t]]
            wrong.append((known.action, stored[0][0], stored[1][0], differing))
    record_property("forms", len(forms))
    record_property("forms that stored", changed)
    assert changed >= STORING[role], "too few forms stored anything: this proves nothing"
    assert not wrong


@pytest.mark.parametrize("role", ["person", "officer", "clerk", "admin"])
def test_fields_twice_and_json_are_no_trouble(role, client_of, doors, pristine):
    for known in forms_for(client_of(role), doors, role).values():
        if known.method != "post":
            continue
        client = client_of(role)
        twice = {n: [v, "-5"] for n, v in filled(known).items() if n != "csrf_token"}
        answer = client.post(known.action, data={**twice, "csrf_token": client.token()})
        assert answer.status_code < 500, known.action
        pristine.put_back()
        client = client_of(role)
        as_json = client.post(
            known.action, json=filled(known), headers={"X-CSRFToken": client.token()}
        )
        assert as_json.status_code < 500, known.action
        pristine.put_back()
