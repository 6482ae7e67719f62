"""A branch with somebody who writes on its board."""

from datetime import timedelta

import pytest

from core.branches.models import Branch, OfficeRole
from core.bulletins import operations
from core.clock import now, village_day
from core.db import db, writing

TITLE = "自来水管检修"


@pytest.fixture
def at():
    return now().replace(hour=2, minute=0)


@pytest.fixture
def branch(make):
    return make.branch(name="桃源村党支部")


@pytest.fixture
def officer(make, branch):
    return make.officer(branch, role=OfficeRole.PUBLICITY)


@pytest.fixture
def writer(make, officer):
    return make.actor(officer)


@pytest.fixture
def post(branch, writer, at):
    """Return a hand that puts sheets up."""

    def put_up(**kw):
        usual = {"title": TITLE, "text": "明天停水。", "tell": False}
        usual["until"] = village_day(at) + timedelta(days=10)
        given = {**usual, "branch": branch, **kw}
        with writing():
            where = db.session.get(Branch, given.pop("branch").id)
            return operations.post(where, **given, by=writer, at=at)

    return put_up
