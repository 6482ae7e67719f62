"""Each invariant of waiting lists finds the one defect that it is there for."""

from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from core.cli import invariants
from core.db import db, writing
from core.house import HOUSE
from core.waitlists import operations
from core.waitlists.invariants import INVARIANTS

pytestmark = pytest.mark.both_engines
DEFECTS = {
    "waitlists.passed_by": (
        "UPDATE waitlist_wait SET status = 'waiting', offered_until = NULL"
        " WHERE id = (SELECT min(id) FROM waitlist_wait)"
    ),
    "waitlists.kept_too_long": "UPDATE waitlist_wait SET offered_until = joined_at"
    " WHERE status = 'offered'",
}


@pytest.fixture
def line(make, at):
    """Put in two who are offered a place, and one who waits."""
    people = [make.person().id for _each in range(3)]
    with writing():
        for person in people:
            operations.join("course", 7, person_id=person, at=at)
        for _each in people[:2]:
            operations.offer_next("course", 7, until=at + timedelta(hours=2), at=at)


def broken(at):
    db.session.rollback()
    return set(invariants.broken(at=at, only=INVARIANTS))


def test_every_invariant_has_its_defect(app):
    assert set(DEFECTS) == set(INVARIANTS)
    assert set(INVARIANTS) <= set(HOUSE.invariants)


@pytest.mark.parametrize("name", DEFECTS)
def test_a_defect_is_found(name, line, at):
    later = at + timedelta(hours=1)
    assert broken(later) == set(), "the house was broken before"
    with writing():
        db.session.execute(text(DEFECTS[name]))
    assert broken(later) == {name}


@pytest.mark.parametrize(
    "what", ["ended_at = joined_at", "status = 'left', offered_until = NULL"], ids=str
)
def test_the_database_knows_when_waiting_has_ended(line, what):
    with pytest.raises(IntegrityError, match=r"(?i)check"), writing():
        db.session.execute(text(f"UPDATE waitlist_wait SET {what}"))
