"""What is asked for at home stays private; a sweep that fails at one task goes on with the next."""

from dataclasses import replace

import pytest
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from core.db import db, writing
from core.errors import Refused
from services.volunteering import jobs
from services.volunteering.models import Source, Task, TaskStatus
from services.volunteering.operations import tasks
from services.volunteering.operations.tasks import said_by
from tests.services.volunteering.tasks.world import hour

pytestmark = pytest.mark.both_engines


def test_nobody_makes_it_public(at_home, by, at):
    with writing():
        said = replace(said_by(at_home), private=False, title="修好水龙头")
        tasks.edit(at_home, said, version=at_home.version, by=by, at=at)
    db.session.refresh(at_home)
    assert (at_home.title, at_home.private) == ("修好水龙头", True)


def test_nor_does_the_database_let_it_be(at_home):
    with pytest.raises(IntegrityError), writing():
        db.session.execute(update(Task).values(private=False))


def test_the_desk_does_not_ask(client, desk, at_home, task):
    field = 'name="private"'
    assert field not in client.get(f"{desk}{at_home.id}/edit").text
    assert field in client.get(f"{desk}{task().id}/edit").text


def test_one_that_cannot_be_called_off_keeps_no_other_back(fields, village, task, at, monkeypatch):
    def from_need():
        need = fields.want(village, at)
        return task(source=Source.NEED, source_kind=need.kind, source_ref=need.ref)

    first, second, own = from_need(), from_need(), task()
    fields.needs.clear()
    cancel, end = tasks.cancel, tasks.end_over

    def stumble(step):
        def take(row, **kw):
            if row.id == first.id:
                raise Refused("不行")
            return step(row, **kw)

        return take

    monkeypatch.setattr(tasks, "cancel", stumble(cancel))
    monkeypatch.setattr(tasks, "end_over", stumble(end))
    jobs.recall(at)
    jobs.end_over(hour(at, 5, 9))
    status = [db.session.get(Task, each.id).status for each in (first, second, own)]
    assert status == [TaskStatus.OPEN, TaskStatus.CANCELLED, TaskStatus.ENDED]
