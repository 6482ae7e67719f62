"""A walk through every page as every role changes nothing, and every answer is well guarded."""

import hashlib
import sqlite3
from contextlib import closing

import pytest
from sqlalchemy import event, text

from core.db import Base, db
from tests.house.carried import lacking
from tests.house.crawl import starts_of, walk
from tests.house.furnish import ROLES

# Who knows the address of a calendar reads it; who may break a clinic's glass reads of which case.
KNOWN = ("/calendar/", "/practice/glass")
# What is noted of a visit: who was refused, and when somebody was last here (once in 5 minutes).
OF_A_VISIT = {"history_entry", "person_session"}


def pictures(path):
    """Return a checksum of the rows of each table."""
    with closing(sqlite3.connect(path)) as connection:
        return {
            table: hashlib.sha256(
                repr(connection.execute(f'SELECT * FROM "{table}" ORDER BY 1').fetchall()).encode()
            ).hexdigest()
            for table in Base.metadata.tables
            if table not in OF_A_VISIT
        }


@pytest.fixture
def writes(app):
    """Watch for every statement that writes; refused visits alone may leave one."""
    seen = []

    def watch(_connection, _cursor, statement, *_more):
        verb = statement.split(None, 1)[0].upper()
        if verb in {"INSERT", "UPDATE", "DELETE", "REPLACE", "CREATE", "DROP", "ALTER"}:
            seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", watch)
    yield seen
    event.remove(db.engine, "before_cursor_execute", watch)


@pytest.mark.parametrize("role", ROLES)
def test_a_walk_changes_nothing(role, client_of, doors, tmp_path, writes, record_property):
    client, before = client_of(role, look=True), pictures(tmp_path / "house.db")
    pages, broken, strange = 0, [], of_others(doors.house, role)
    for url, answer, _tree in walk(client, starts_of(doors, role)):
        body = b"" if url.startswith(KNOWN) else answer.get_data()
        broken += [(url, each) for each in strange if each not in url and each.encode() in body]
        pages += answer.status_code == 200
        if answer.status_code >= 500 and url != "/readyz":
            broken.append((url, answer.status_code))
        broken += [(url, each) for each in lacking(answer) + kept_too_long(role, url, answer)]
    record_property("pages", pages)
    assert not broken
    assert pages >= 12
    assert pictures(tmp_path / "house.db") == before
    careless = [each for each in writes if not each.startswith("INSERT INTO history_entry")]
    assert not careless


def of_others(house, role):
    """Return the addresses of what others have booked and said: no list and no line has one."""
    booked = (
        "SELECT a.ref, a.person_id, p.person_id FROM appointment a"
        " JOIN practitioner p ON p.id = a.practitioner_id"
    )
    said = (
        "SELECT c.number, c.client_id, coalesce(p.person_id, c.contact_id) FROM case_envelope c"
        " LEFT JOIN practitioner p ON p.id = c.practitioner_id"
    )
    found = [row for query in (booked, said) for row in db.session.execute(text(query)).all()]
    db.session.rollback()
    me = house.people[role].id if role in house.people else 0
    strange = [word for word, *people in found if me not in people]
    assert len(strange) > 10, "there is nothing that could be seen: this proves nothing"
    return strange


def kept_too_long(role, url, answer):
    """Return what a cache might keep that belongs to somebody."""
    kept = answer.headers["Cache-Control"]
    # Pictures and recordings, and what reads no session: it says the same to everybody.
    if url.startswith(("/files/", "/recordings/", "/favicon", "/search/suggest", "/sw.js")):
        return []
    if "public" in kept or (role != "visitor" and "no-store" not in kept):
        return [kept]
    return []


def test_a_change_is_seen(house, tmp_path, app):
    before = pictures(tmp_path / "house.db")
    with closing(sqlite3.connect(tmp_path / "house.db")) as connection:
        connection.execute("UPDATE person SET name = 'x' WHERE id = 1")
        connection.commit()
    after = pictures(tmp_path / "house.db")
    assert {table for table in before if before[table] != after[table]} == {"person"}


def test_each_page_leaves_the_session_clean(app, client_of, doors):
    """No view leaves a change lying in the session, where the next transaction would store it."""
    dirty = []

    @app.teardown_request
    def look(_error):
        session = db.session()
        if session.new or session.dirty or session.deleted:
            dirty.append(list(session.new) + list(session.dirty) + list(session.deleted))

    for role in ("visitor", "officer", "admin"):
        for url in starts_of(doors, role):
            client_of(role).get(url)
    assert not dirty
