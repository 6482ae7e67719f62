"""Each invariant of help finds the one defect that it is there for."""

import pytest
from sqlalchemy import text

from core.db import db, writing
from services.help.queries.invariants import INVARIANTS
from tests.services.help.conftest import broken

DEFECTS = {
    "help.planned_without_task": "UPDATE volunteer_task SET source = 'branch', source_kind = '',"
    " source_ref = NULL",
    "help.serves_another": "UPDATE volunteer_task SET served_id = made_by",
    "help.task_of_nothing": "INSERT INTO volunteer_task (branch_id, source, source_kind,"
    " source_ref, title, words, place, private, skill, licence, min_age, risks, dangerous,"
    " insurance, in_turn, served_id, served_tries, status, end_why, made_by, made_at, version)"
    " SELECT branch_id, source, source_kind, 999, title, words, place, private, skill, licence,"
    " min_age, risks, dangerous, insurance, in_turn, served_id, served_tries, status, end_why,"
    " made_by, made_at, version FROM volunteer_task",
    "help.taken_back_and_to_come": "UPDATE help_request SET status = 'withdrawn',"
    " ended_at = asked_at",
}


@pytest.fixture
def whole():
    """Here the house is broken on purpose."""


def test_each_has_its_defect():
    assert set(DEFECTS) == set(INVARIANTS)


@pytest.mark.both_engines
@pytest.mark.parametrize("name", DEFECTS)
def test_it_is_found(name, world, at):
    world.arrange(world.ask())
    assert broken(at) == {}
    with writing():
        db.session.execute(text(DEFECTS[name]))
    assert set(broken(at)) == {name}
