"""On PostgreSQL the app's own role cannot change tables, nor history."""

import secrets

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import ProgrammingError

from core.db import db
from core.db.roles import limit, limit_role, powers

pytestmark = pytest.mark.parametrize("engine", ["postgresql"], indirect=True)


@pytest.fixture
def role(app):
    name = f"app_{secrets.token_hex(4)}"
    with db.engine.connect() as connection:
        connection.execute(text(f"CREATE ROLE {name} LOGIN"))
        connection.commit()
    yield name
    with db.engine.connect() as connection:
        connection.execute(text(f"DROP OWNED BY {name}"))
        connection.execute(text(f"DROP ROLE {name}"))
        connection.commit()


def test_the_app_role_writes_rows_only(role, make):
    person = make.person()
    assert "superuser" in powers()
    limit_role(role)
    engine = create_engine(db.engine.url.set(username=role))
    insert = "INSERT INTO history_entry (at, action, about) VALUES (now(), 'x', 'x')"
    with engine.connect() as connection:
        connection.execute(text("UPDATE person SET name = '甲' WHERE id = :id"), {"id": person.id})
        connection.execute(text(insert))
        connection.commit()
        for statement in (
            "UPDATE history_entry SET action = 'y'",
            "DELETE FROM history_entry",
            "TRUNCATE history_entry",
            "CREATE TABLE more (id int)",
            "ALTER TABLE person ADD COLUMN rank int",
            "DROP TABLE person",
        ):
            with pytest.raises(ProgrammingError, match=r"permission denied|must be owner"):
                connection.execute(text(statement))
            connection.rollback()
    engine.dispose()


def test_a_role_has_a_plain_name(app):
    with pytest.raises(ValueError, match="letters"):
        limit('x"; DROP TABLE person; --')
