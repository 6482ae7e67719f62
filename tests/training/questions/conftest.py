"""A course to ask about; after each test nothing that must hold of questions is broken."""

import pytest

from core.cli import invariants
from core.clock import now
from core.db import db, writing
from tests.training.questions.world import World
from training.questions import operations
from training.questions.queries.invariants import INVARIANTS


@pytest.fixture
def at():
    return now().replace(microsecond=0)


@pytest.fixture
def world(make, at):
    return World(make, at)


@pytest.fixture
def learner(client, world):
    client.log_in(world.learner)
    return client


@pytest.fixture
def teacher(app, world):
    client = app.test_client()
    client.log_in(world.teacher)
    return client


@pytest.fixture
def ask(world, at):
    """Return a hand that asks under a lesson, as the learner unless said."""

    def put(text="水要烧到多热？", person=None, key=1, at=at):
        person = person or world.learner
        with writing():
            mine = world.studying(person, key)
            return operations.ask(mine, text=text, by=world.actor(person), at=at)

    return put


@pytest.fixture
def answer(world, at):
    def put(question, text="要烧到六十度以上。", version=None, person=None, at=at):
        with writing():
            by = world.actor(person or world.teacher)
            mine = db.session.merge(question)
            seen = mine.version if version is None else version
            operations.answer(mine, text=text, version=seen, by=by, at=at)

    return put


@pytest.fixture
def hide(world, at):
    def put(question, why="写了别人的电话", at=at):
        with writing():
            mine = db.session.merge(question)
            operations.hide(mine, why=why, by=world.actor(world.teacher), at=at)

    return put


@pytest.fixture(autouse=True)
def whole(app, at):
    yield
    db.session.rollback()
    assert invariants.broken(at=at, only=INVARIANTS) == {}
