"""A township with a village below it for every test here, and a secretary at the desk."""

import pytest

from tests.core.branches.world import village

__all__ = ["village"]


@pytest.fixture
def desk(client, village):
    """The address of the village branch's desk, with its secretary signed in."""
    client.log_in(village.secretary)
    return f"/desk/{village.branch.id}"
