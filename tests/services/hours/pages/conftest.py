"""People at their devices, in the house as it is now."""

from datetime import UTC, datetime, time

import pytest
from sqlalchemy import select

from core.clock import now
from core.db import db
from services.hours.models import Attendance

SIX = time(10, 0, 30, tzinfo=UTC)  # in the evening, in the village


@pytest.fixture(autouse=True)
def evening(monkeypatch):
    """Pages ask the clock themselves: for them, too, a long day lies behind."""
    real = datetime.now(UTC)
    offset = datetime.combine(real.date(), SIX) - real
    monkeypatch.setenv("XINGCUN_CLOCK_OFFSET", str(round(offset.total_seconds())))


@pytest.fixture
def at(evening):
    return now().replace(microsecond=0)


@pytest.fixture
def as_person(app):
    """Return a client that is signed in as this person."""

    def enter(person):
        client = app.test_client()
        client.log_in(person)
        return client

    return enter


@pytest.fixture
def attendances():
    def look():
        db.session.rollback()
        db.session.expire_all()
        return db.session.scalars(select(Attendance).order_by(Attendance.id)).all()

    return look


@pytest.fixture
def officer(world, as_person):
    return as_person(world.officer)


@pytest.fixture
def wang(world):
    return world.person("王奶奶", phone="13912345678")


@pytest.fixture
def desk(world):
    return f"/desk/{world.branch.id}"
