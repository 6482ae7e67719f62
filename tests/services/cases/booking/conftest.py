"""Clinics as people open them, on the real clock."""

import pytest

from core.clock import now
from tests.services.clinics.world import Clinics


@pytest.fixture
def at():
    """A moment that the server would agree with."""
    return now().replace(microsecond=0)


@pytest.fixture
def clinics(make, at):
    return Clinics(make, at)


@pytest.fixture
def guest(clinics, client):
    """Return the guest, who has signed in."""
    client.log_in(clinics.guest)
    return clinics.guest
