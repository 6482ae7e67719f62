"""A village in which people ask for help now, as the server's clock says."""

from datetime import timedelta

import pytest

from core.clock import now
from tests.services.help.world import HOUR


@pytest.fixture
def at():
    """A moment that the server would agree with."""
    return now().replace(microsecond=0)


@pytest.fixture
def whole():
    """Here the server's clock counts."""


@pytest.fixture
def been(world):
    """A request for which somebody was there an hour ago, and the attendance."""
    request = world.ask()
    task = world.arrange(request, start=world.at + HOUR)
    shift = world.come(task)
    world.move_back(shift, timedelta(hours=4))
    return request, world.work(shift)
