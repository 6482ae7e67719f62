"""Each invariant of tasks and licences finds the one defect that it is there for."""

import pytest
from sqlalchemy import delete, update

from core.cli import invariants
from core.db import db, writing
from core.house import HOUSE
from services.volunteering.models import Licence, Shift, Signup, SignupHow, Source, Task, TaskStatus
from services.volunteering.operations import licences, tasks
from services.volunteering.operations.licences import Paper
from services.volunteering.operations.tasks import said_by
from services.volunteering.queries.task_invariants import INVARIANTS


def broken(at):
    db.session.rollback()
    return set(invariants.broken(at=at, only=INVARIANTS))


def change(table, row_id, **values):
    with writing():
        db.session.execute(update(table).where(table.id == row_id).values(**values))


class Defects:
    """Puts one bad row in; the name is that of the invariant, what it says is also found."""

    def __init__(self, make, task, branch, village, by, at):
        self.make, self.task, self.branch, self.by, self.at = make, task, branch, by, at
        self.villager = make.resident(village)

    def task_without_shift(self):
        made = self.task()
        with writing():
            db.session.execute(delete(Shift).where(Shift.task_id == made.id))

    def cancelled_without_why(self):
        made = self.task()
        with writing():
            tasks.cancel(made, why="下雨", by=self.by, at=self.at)
        change(Task, made.id, end_why="")

    def cancelled_but_to_come(self):
        change(Task, self.task().id, status=TaskStatus.ENDED)

    def someone_in_a_cancelled_shift(self):
        shift = self.task(repeats=2).shifts[0]
        with writing():
            tasks.cancel_shift(shift, why="下雨", by=self.by, at=self.at)
        row = Signup(shift_id=shift.id, person_id=self.villager.id, how=SignupHow.TAP)
        row.signed_at = self.at
        self.make.add(row)

    def need_serves_somebody(self):
        made = self.task()
        told = {"source": Source.NEED, "source_kind": "fields", "source_ref": 1}
        change(Task, made.id, served_id=self.villager.id, **told)

    def own_licence_seen(self):
        paper = Paper(kind="driver", number="1", valid_until=None)
        with writing():
            made = licences.see(self.branch, self.villager, paper, by=self.by, at=self.at)
        change(Licence, made.id, seen_by=self.villager.id)

    def changed_unnoted(self):
        change(Task, self.task().id, version=2, place="别处")


DEFECTS = [name for name in vars(Defects) if not name.startswith("_")]


@pytest.fixture
def defects(make, task, branch, village, by, at):
    return Defects(make, task, branch, village, by, at)


def test_every_invariant_has_its_defect():
    assert {f"volunteering.{name}" for name in DEFECTS} == set(INVARIANTS)


@pytest.mark.both_engines
@pytest.mark.parametrize("name", DEFECTS)
def test_a_defect_is_found(name, defects, task, by, at):
    made = task(repeats=3)
    with writing():
        tasks.edit(made, said_by(made), version=1, by=by, at=at)
        tasks.cancel_shift(made.shifts[0], why="下雨", by=by, at=at)
    with writing():
        tasks.cancel(db.session.get(Task, made.id), why="不办了", by=by, at=at)
    assert broken(at) == set(), "the house was broken before"
    getattr(defects, name)()
    assert broken(at) == {f"volunteering.{name}"}


def test_the_house_asks_all_of_them(app):
    assert set(INVARIANTS) <= set(HOUSE.invariants)
