"""A course whose lessons are watched and heard, and the teacher who builds it."""

import pytest

from tests.training.courses.recordings.world import World


@pytest.fixture
def world(make, at):
    return World(make, at)


@pytest.fixture
def teacher(client, world):
    client.log_in(world.teacher)
    return client
