"""The desk of a branch with a legal clinic, at the moment that the server's clock says."""

import pytest

from core.branches.models import OfficeRole
from core.clock import now
from services.clinics.models import ClinicKind, PractitionerKind
from tests.services.clinics.desk.forms import form_of


@pytest.fixture
def at():
    """A moment that the server would agree with."""
    return now().replace(microsecond=0)


@pytest.fixture
def desk(client, world):
    """The desk's address; a second officer is at it, the secretary has set everything up."""
    other = world.make.person(name="沈晓梅")
    world.other = world.make.officer(world.branch, role=OfficeRole.PUBLICITY, person=other)
    client.log_in(world.other)
    return f"/desk/{world.branch.id}/clinics"


@pytest.fixture
def counselling(world):
    """A counselling room with a counsellor who can be booked."""
    clinic = world.make_clinic(ClinicKind.COUNSELLING, title="桃源疏导室")
    world.counsellor = world.practitioner(
        world.make.person(name="何咨询"), PractitionerKind.COUNSELLOR
    )
    world.make_service(world.counsellor, clinic)
    return clinic


@pytest.fixture
def talks(world, desk):
    """A service for groups, and its address."""
    made = world.make_service(hours=(), seats=30, minutes=60, after=0)
    return made, f"{desk}/services/{made.id}"


@pytest.fixture
def fill(client):
    """Return a hand that opens a page, changes some fields and sends the form as a browser does."""

    def send(url, action="", **changed):
        sent = form_of(client.get(url), action)
        for name, value in changed.items():
            if value is None:
                sent.pop(name, None)
            else:
                sent[name] = value
        return client.post(action or url, data=sent)

    return send
