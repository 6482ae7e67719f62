"""A course with learners who go on, who are stuck, and who have passed."""

import pytest

from core.clock import now
from tests.training.figures.world import World


@pytest.fixture
def at():
    return now().replace(microsecond=0)


@pytest.fixture
def world(make, at):
    return World(make, at)


@pytest.fixture
def teacher(app, world):
    client = app.test_client()
    client.log_in(world.teacher)
    return client


@pytest.fixture
def officer(app, world):
    client = app.test_client()
    client.log_in(world.officer)
    return client
