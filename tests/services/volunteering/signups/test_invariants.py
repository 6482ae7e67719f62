"""Each invariant of places and questions finds the one defect that it is there for (I15)."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from core.cli import invariants
from core.db import db, writing
from core.house import HOUSE
from core.waitlists.invariants import INVARIANTS as WAITLISTS
from services.volunteering.operations import signups, turns
from services.volunteering.queries.counted import INVARIANTS

pytestmark = pytest.mark.both_engines
# The statement that puts one bad row in.
DEFECTS = {
    "volunteering.taken_is_its_signups": (
        "UPDATE volunteer_shift SET taken = taken - 1 WHERE id = :full"
    ),
    "volunteering.held_is_its_offers": "UPDATE volunteer_shift SET held = 0 WHERE id = :kept",
    "volunteering.in_and_waiting": (
        "UPDATE waitlist_wait SET person_id = (SELECT person_id FROM volunteer_signup"
        " WHERE shift_id = :full AND status = 'in') WHERE ref = :full"
    ),
    "volunteering.asked_beyond_places": (
        "UPDATE volunteer_shift SET capacity = 1 WHERE id = :asked"
    ),
    "volunteering.open_of_a_cancelled": (
        "UPDATE volunteer_shift SET cancelled_at = starts_at WHERE id = :asked"
    ),
    "volunteering.declined_asked_again": (
        "UPDATE volunteer_turn SET status = 'declined', ended_at = :earlier"
        " WHERE id = (SELECT min(id) FROM volunteer_turn)"
    ),
}


@pytest.fixture
def whole():
    """Here the house is broken on purpose."""


@pytest.fixture
def world(hands, do, at):
    """Return a full shift with one who waits, one with a kept place, and one that asks two."""
    full, kept, task = hands.shift(), hands.shift(), hands.task(in_turn=True)
    for shift in (full, kept):
        holder, waits = hands.crowd(2)
        hands.fill(shift, holder)
        do(signups.join_or_wait, shift, of_age=True, by=waits)
    do(signups.cannot_come, kept, by=holder)
    hands.volunteer()
    hands.volunteer()
    asked = hands.shift(task, capacity=2)
    again = hands.shift(task, capacity=1, starts=at + timedelta(days=5))
    do(turns.ask, asked)
    do(turns.ask, again, at=at + timedelta(minutes=5))
    return {"full": full.id, "kept": kept.id, "asked": asked.id}


def broken(at):
    db.session.rollback()
    return set(invariants.broken(at=at, only={*INVARIANTS, *WAITLISTS}))


def test_every_invariant_has_its_defect(app):
    unbreakable = {"volunteering.more_than_places"}  # the table's own check comes before
    assert {*DEFECTS, *unbreakable} == set(INVARIANTS)
    assert set(INVARIANTS) <= set(HOUSE.invariants)


@pytest.mark.parametrize("name", DEFECTS)
def test_a_defect_is_found(name, world, at):
    assert broken(at) == set(), "the house was broken before"
    facts = {"earlier": at + timedelta(minutes=1), **world}
    named = {key: each for key, each in facts.items() if f":{key}" in DEFECTS[name]}
    with writing():
        db.session.execute(text(DEFECTS[name]), named)
    assert broken(at) == {name}
