"""The migrations make exactly the tables of the models, and can be taken back, on both engines."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask_migrate import downgrade, upgrade
from sqlalchemy import inspect, text

from core.app import create_app
from core.db import Base, db
from tests.conftest import settings_in
from tests.house.doors import furnish
from wsgi import AREAS

pytestmark = pytest.mark.both_engines
OF_THE_MARKET = ("shop_", "sponsorship", "complaint", "qualification", "search_")
OF_BOOKING = ("safe", "sealed_field", "practitioner", "clinic", "appointment", "case_")
OF_THE_SCHOOL = ("training_", "stored_recording")
OF_SECOND_FACTOR = ("person_second_factor", "person_backup_code")
OF_HANDS = (
    "attendance",
    "certificate",
    "commendation",
    "help_",
    "hours_",
    "paid_work",
    "person_calendar",
    "proxy",
    "volunteer",
    "waitlist_",
)


@pytest.fixture
def empty_url(request, engine, tmp_path):
    if engine == "sqlite":
        yield f"sqlite:///{tmp_path}/empty.db"
        return
    server = request.getfixturevalue("postgres")
    name = server.create()
    yield server.sqlalchemy_url(name)
    server.drop(name)


@pytest.fixture
def empty(empty_url, tmp_path):
    app = create_app(AREAS, settings_in(tmp_path, empty_url))
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


def tables():
    return set(inspect(db.engine).get_table_names()) - {"alembic_version"}


def triggers():
    """Return what guards the tables that are only ever added to."""
    known = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger' ORDER BY 1",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal ORDER BY 1",
    }
    with db.engine.connect() as connection:
        return list(connection.scalars(text(known[db.engine.dialect.name])))


def checks():
    found = inspect(db.engine)
    return {
        (table, each["name"]) for table in tables() for each in found.get_check_constraints(table)
    }


def partial_indexes():
    found = inspect(db.engine)
    return {
        (each["name"], each["unique"], bool(each.get("dialect_options")))
        for table in tables()
        for each in found.get_indexes(table)
    }


def picture():
    return tables(), triggers(), checks(), partial_indexes()


def differences():
    options = {"compare_type": True, "compare_server_default": True}
    with db.engine.connect() as connection:
        return compare_metadata(MigrationContext.configure(connection, opts=options), Base.metadata)


def test_migrations_equal_models(empty):
    upgrade()
    assert tables() == set(Base.metadata.tables)
    assert differences() == []
    migrated = picture()
    downgrade(revision="base")
    assert tables() == set()
    Base.metadata.create_all(db.engine)
    assert picture() == migrated
    Base.metadata.drop_all(db.engine)
    upgrade()
    assert picture() == migrated


def test_a_furnished_house_goes_back_and_forth(empty):
    """What later rooms added goes with them; people and branches of before stay as they were."""
    upgrade()
    furnish()
    db.session.remove()
    before = rows()
    assert min(before[table] for table in ("person", "branch", "shop_product", "complaint")) > 3
    downgrade(revision="0001")
    left = rows()
    later = (*OF_THE_MARKET, *OF_HANDS, *OF_BOOKING, *OF_THE_SCHOOL, *OF_SECOND_FACTOR)
    assert set(left) == {table for table in before if not table.startswith(later)}
    assert left == {table: before[table] for table in left}
    upgrade()
    assert differences() == []
    assert rows() == {table: left.get(table, 0) for table in before}


def rows():
    """Count the rows of each table."""
    with db.engine.connect() as connection:
        return {
            table: connection.scalar(text(f'SELECT count(*) FROM "{table}"'))
            for table in sorted(tables())
        }


def test_a_difference_is_found(empty):
    Base.metadata.create_all(db.engine)
    assert differences() == []
    with db.engine.begin() as connection:
        connection.execute(text("ALTER TABLE branch ADD COLUMN forgotten INTEGER"))
    assert differences()
