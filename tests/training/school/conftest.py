"""One course on show at a moment that the server agrees with."""

import pytest

from core.clock import now
from tests.training.school.world import World


@pytest.fixture
def at():
    return now().replace(microsecond=0)


@pytest.fixture
def world(make, at):
    return World(make, at)


@pytest.fixture
def still(monkeypatch, at):
    """Let the minute stand still, or a test that begins at its end would see two."""
    monkeypatch.setattr("core.site.pages.now", lambda: at)
