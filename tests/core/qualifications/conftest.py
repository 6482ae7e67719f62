"""A branch with a secretary, an officer and a villager."""

import pytest

from core.branches.models import OfficeRole
from core.clock import now


@pytest.fixture
def at():
    return now()


@pytest.fixture
def branch(make):
    return make.branch(name="桃源村党支部")


@pytest.fixture
def secretary(make, branch):
    return make.officer(branch)


@pytest.fixture
def officer(make, branch):
    return make.officer(branch, role=OfficeRole.PUBLICITY, person=make.person(name="周宣"))


@pytest.fixture
def villager(make, branch):
    return make.resident(make.unit(branch), make.person(name="陈阿福"))


@pytest.fixture
def desk(client, officer, branch):
    client.log_in(officer)
    return f"/desk/{branch.id}/qualifications/"
