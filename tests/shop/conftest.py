"""Hands to furnish the market."""

import pytest

from tests.make_shop import MakeShop


@pytest.fixture
def shop(make):
    return MakeShop(make)
