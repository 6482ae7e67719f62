"""At the same instant: whoever enrols does not land in what is removed or closed beside them."""

import time

import pytest

from core.db import db
from tests.shop.orders.races.conftest import at_once, gate  # noqa: F401 - fixtures
from training.courses.models import Course, Organiser
from training.courses.operations import organisers, publishing
from training.courses.queries.organisers import find_open
from training.learning.operations import enrolling

pytestmark = pytest.mark.both_engines
AFTERWARDS = 0.3  # seconds until the other one has looked at the house and waits
COURSES = "UPDATE training_course SET learners = learners"
COHORTS = "UPDATE training_cohort SET taken = taken"


@pytest.fixture
def removing(world):
    """Return two who act: one enrols in a cohort, the other removes the course."""
    course, cohort, by = world.course.id, world.cohort().id, world.actor()
    teacher, at = world.actor(world.teacher), world.at

    def enrol():
        enrolling.enrol(course, cohort_id=cohort, is_grown=True, by=by, at=at)

    def remove():
        time.sleep(AFTERWARDS)
        publishing.remove(db.session.get_one(Course, course), by=teacher, at=at)

    return enrol, remove


@pytest.fixture
def closing(world):
    """Return two who act: one enrols, the other closes the organiser."""
    course, organiser, by = world.course.id, world.organiser.id, world.actor()
    teacher, at = world.actor(world.teacher), world.at

    def enrol():
        enrolling.enrol(course, is_grown=True, by=by, at=at)

    def close():
        time.sleep(AFTERWARDS)
        organisers.close(find_open(organiser), by=teacher, at=at)

    return enrol, close


def test_no_course_is_removed_under_who_enrols(world, at_once, removing):  # noqa: F811
    enrolled, removed = at_once(*removing, row=COHORTS)
    assert enrolled != removed
    assert len(world.enrolments()) == enrolled
    assert (db.session.get_one(Course, world.course.id).removed_at is not None) == removed


def test_no_organiser_closes_over_who_enrols(world, at_once, closing):  # noqa: F811
    enrolled, closed = at_once(*closing, row=COURSES)
    assert enrolled != closed
    assert len(world.enrolments()) == enrolled
    assert (db.session.get_one(Organiser, world.organiser.id).closed_at is not None) == closed


@pytest.mark.parametrize(
    ("step", "pair", "row"),
    [("_hold_course", "removing", COHORTS), ("_hold_organiser", "closing", COURSES)],
)
def test_control_without_holding_both_happen(at_once, monkeypatch, request, step, pair, row):  # noqa: F811
    """On PostgreSQL; SQLite has one writer, who sees what was stored before."""
    monkeypatch.setattr(enrolling, step, lambda _course: None)
    came = at_once(*request.getfixturevalue(pair), row=row)
    both = db.engine.dialect.name == "postgresql"
    assert (came == [True, True]) == both
