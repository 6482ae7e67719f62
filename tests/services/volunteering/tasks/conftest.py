"""A branch with a village and an officer, who makes tasks; and a source of needs beside it."""

import pytest

from core.branches.models import OfficeRole
from core.clock import now
from core.db import db, writing
from core.house import Area
from services.volunteering.models import Signup, SignupHow, Source, Task
from services.volunteering.operations import tasks
from services.volunteering.rules.tasks import Plan
from tests.services.volunteering.tasks.world import Fields, hour
from wsgi import AREAS


@pytest.fixture
def at():
    return now()


@pytest.fixture
def fields():
    return Fields()


@pytest.fixture
def areas(fields):
    return [*AREAS, Area(name="fields", needs=(fields,))]


@pytest.fixture
def branch(make):
    return make.branch(name="桃源村党支部", phone="0576-01000101")


@pytest.fixture
def village(make, branch):
    return make.unit(branch, name="桃源村")


@pytest.fixture
def officer(make, branch, village):
    return make.officer(branch, role=OfficeRole.PUBLICITY, person=make.person(name="沈晓梅"))


@pytest.fixture
def by(make, officer):
    return make.actor(officer)


@pytest.fixture
def plan(at):
    """Return a hand that says what a task would be."""

    def say(**kw):
        usual = {
            "title": "给老人剪头发",
            "place": "村口文化礼堂",
            "words": "带上推子",
            "risks": "推子要拿稳",
            "first_start": hour(at, 2, 9),
            "first_end": hour(at, 2, 11),
            "capacity": 2,
        }
        return Plan(**{**usual, **kw})

    return say


@pytest.fixture
def task(branch, by, plan, at):
    """Return a hand that makes a task of the branch's own, or as told."""

    def do(*, branch=branch, by=by, at=at, **kw):
        source = {"source": Source.BRANCH}
        told = ("source", "source_kind", "source_ref", "served_id")
        source |= {name: kw.pop(name) for name in told if name in kw}
        with writing():
            made = tasks.make(plan(**kw), branch=branch, by=by, at=at, **source)
        return db.session.get(Task, made.id)

    return do


@pytest.fixture
def come(make, at):
    """Return a hand that lets somebody have a place in a shift."""

    def put_in(shift, person=None):
        person = person or make.person(name="吴德顺")
        row = Signup(shift_id=shift.id, person_id=person.id, how=SignupHow.TAP, signed_at=at)
        with writing():
            db.session.add(row)
            db.session.get(type(shift), shift.id).taken += 1
        return person

    return put_in


@pytest.fixture
def desk(client, officer, branch):
    client.log_in(officer)
    return f"/desk/{branch.id}/tasks/"


@pytest.fixture
def at_home(make, village, task):
    """Return a task in somebody's home."""
    served = make.resident(village, make.person(name="陈桂花"))
    source = {"source": Source.HELP, "source_kind": "help", "source_ref": 3}
    return task(private=True, place="三组 12 号", served_id=served.id, title="修水龙头", **source)
