"""Making tasks from what is real, changing what they say, ending them."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from core.branches.models import BranchKind
from core.cache.operations import house_version
from core.db import db, writing
from core.errors import Overtaken, Refused
from core.history.models import Entry
from core.notices.models import Notice
from core.search.models import SearchDue
from services.volunteering import jobs
from services.volunteering.models import Shift, Source, Task, TaskStatus
from services.volunteering.operations import tasks as operations
from services.volunteering.operations.tasks import said_by
from services.volunteering.queries import tasks as queries
from services.volunteering.rules import tasks as rules
from tests.services.volunteering.tasks.world import PAID, hour

pytestmark = pytest.mark.both_engines
WEEK = timedelta(weeks=1)


def all_tasks():
    return db.session.scalars(select(Task).order_by(Task.id)).all()


def shifts(task):
    query = select(Shift).where(Shift.task_id == task.id).order_by(Shift.starts_at)
    return db.session.scalars(query).all()


def history(about):
    query = select(Entry.action).where(Entry.about == about).order_by(Entry.id)
    return db.session.scalars(query).all()


def test_all_weeks_are_made_at_once(task, at, by, branch, village):
    before = house_version()
    made = task(repeats=12, capacity=3)
    first = hour(at, 2, 9)
    assert [each.starts_at for each in shifts(made)] == [first + n * WEEK for n in range(12)]
    assert {(each.capacity, each.taken, each.held) for each in shifts(made)} == {(3, 0, 0)}
    assert (made.branch_id, made.unit_id, made.made_by) == (branch.id, village.id, by.id)
    assert made.status is TaskStatus.OPEN
    assert history("volunteer_task") == ["make_task"]
    assert house_version() == before + 1
    assert db.session.scalars(select(SearchDue.ref).where(SearchDue.kind == "task")).all() == [
        made.id
    ]


def test_what_the_rules_refuse_is_not_made(task, at):
    for given, field in (
        ({"risks": ""}, "risks"),
        ({"dangerous": True, "risks": rules.NO_RISKS}, "risks"),
        ({"first_start": at - timedelta(minutes=1)}, "begins"),
        ({"capacity": 0}, "capacity"),
        ({"repeats": 13}, "repeats"),
    ):
        with pytest.raises(Refused) as refused:
            task(**given)
        assert refused.value.field == field
    assert all_tasks() == []


def test_a_closed_branch_makes_none(task, make, at):
    with pytest.raises(Refused, match="撤销"):
        task(branch=make.branch(closed_at=at))


def test_the_village_is_one_of_the_branch(task, make, branch, village):
    assert task(unit_id=village.id).unit_id == village.id
    second = make.unit(branch)
    assert task().unit_id is None, "of two villages nobody can tell which"
    assert task(unit_id=second.id).unit_id == second.id
    elsewhere = make.unit()
    with pytest.raises(Refused) as refused:
        task(unit_id=elsewhere.id)
    assert refused.value.field == "unit_id"


def test_a_township_without_villages_says_where_itself(task, make):
    town = make.branch(kind=BranchKind.TOWNSHIP)
    assert task(branch=town).unit_id is None


# From a request, from a need


@pytest.fixture
def request_of(task, make, village):
    """Return a hand that makes a task from the request of this number."""
    villager = make.resident(village, make.person(name="陈桂花"))

    def do(ref, **kw):
        source = {"source": Source.HELP, "source_kind": "help", "source_ref": ref}
        return task(**source, served_id=villager.id, private=True, **kw)

    return do


def test_a_request_names_who_is_served_and_where_they_live(request_of, make, branch, village):
    make.unit(branch)
    made = request_of(7)
    assert made.unit_id == village.id
    assert queries.find_live("help", 7).id == made.id
    assert queries.find_live("help", 8) is None


def test_of_one_request_there_is_one_open_task(request_of, by, at):
    first = request_of(7)
    with pytest.raises(Refused, match="已经发出去了"):
        request_of(7)
    with writing():
        operations.cancel(first, why="改天", by=by, at=at)
    again = request_of(7)
    assert [each.id for each in all_tasks()] == [first.id, again.id]


def test_one_that_is_over_makes_room_at_once(request_of, at):
    first = request_of(7)
    later = hour(at, 2, 11)
    again = request_of(7, first_start=hour(at, 4, 9), first_end=hour(at, 4, 10), at=later)
    assert db.session.get(Task, first.id).status is TaskStatus.ENDED
    assert again.status is TaskStatus.OPEN


def test_the_database_has_the_last_word_on_two_of_one_request(request_of, branch, by, at):
    """Two officers tap in the same instant, and neither sees the other's yet."""
    first = request_of(7)
    names = ("branch_id", "title", "place", "source", "source_kind", "source_ref", "served_id")
    told = {name: getattr(first, name) for name in names}
    with pytest.raises(IntegrityError), writing():
        db.session.add(Task(**told, made_by=by.id, made_at=at))


@pytest.fixture
def from_need(task):
    def do(need, **kw):
        source = {"source": Source.NEED, "source_kind": need.kind, "source_ref": need.ref}
        return task(**source, **kw)

    return do


def test_a_need_in_hardship_becomes_a_task(from_need, fields, village, at):
    need = fields.want(village, at)
    made = from_need(need)
    assert (made.source, made.source_kind, made.source_ref) == (Source.NEED, "fields", need.ref)
    assert made.served_id is None


def test_no_sellers_need_becomes_one_while_it_is_to_be_paid(from_need, fields, village, at):
    """PROCEDURES 3.0: never for who is in no hardship; a form that was open long is no way in."""
    need = fields.want(village, at)
    fields.change(need.ref, **PAID)
    with pytest.raises(Refused, match="请付工钱"):
        from_need(need)
    strange = replace(need, kind="nobody's")
    with pytest.raises(Refused, match="收回"):
        from_need(strange)
    del fields.needs[need.ref]
    with pytest.raises(Refused, match="收回"):
        from_need(need)
    assert all_tasks() == []


def test_a_task_whose_need_is_to_be_paid_now_is_cancelled(
    from_need, fields, village, task, come, at
):
    """The hardship ended, the need was taken back: volunteers serve no profit."""
    stays, paid, gone = (from_need(fields.want(village, at)) for _ in range(3))
    own = task()
    come(shifts(paid)[0])
    jobs.recall(at)
    assert {each.status for each in all_tasks()} == {TaskStatus.OPEN}
    fields.change(paid.source_ref, **PAID)
    del fields.needs[gone.source_ref]
    before = house_version()
    jobs.recall(at)
    status = {each.id: each.status for each in all_tasks()}
    open_, cancelled = TaskStatus.OPEN, TaskStatus.CANCELLED
    assert status == {stays.id: open_, paid.id: cancelled, gone.id: cancelled, own.id: open_}
    assert "不再符合" in db.session.get(Task, paid.id).end_why
    assert house_version() == before + 2  # each in a transaction of its own
    jobs.recall(at)
    assert house_version() == before + 2


def test_nothing_is_cancelled_because_an_area_is_away(from_need, fields, village, at):
    made = from_need(fields.want(village, at))
    fields.kind = "called otherwise"
    jobs.recall(at)
    assert db.session.get(Task, made.id).status is TaskStatus.OPEN


# Changing


def edit(task, by, at, *, version=None, **kw):
    with writing():
        row = db.session.get(Task, task.id)
        said = replace(said_by(row), **kw)
        operations.edit(row, said, version=version or row.version, by=by, at=at)
    db.session.refresh(task)


def test_who_comes_hears_of_each_change_once(task, come, by, at, make):
    made = task(repeats=2)
    comes, other = come(shifts(made)[0]), come(shifts(task())[0])
    stays = make.person()
    for place in ("村委会二楼", "村委会三楼"):
        edit(made, by, at, place=place)
    assert (made.place, made.version) == ("村委会三楼", 3)
    told = db.session.execute(select(Notice.person_id, Notice.event, Notice.url)).all()
    event, url = "volunteering.task_changed", f"/volunteer/{made.id}"
    assert told == [(comes.id, event, url)] * 2
    assert not {other.id, stays.id} & {each[0] for each in told}
    facts = db.session.scalars(select(Notice.facts)).all()
    assert facts == [{"title": made.title}] * 2, "a notice names no place and nobody"


def test_the_second_of_two_writers_sees_both(task, by, at):
    made = task()
    edit(made, by, at, version=1, place="甲写的地方")
    with pytest.raises(Overtaken) as overtaken:
        edit(made, by, at, version=1, place="乙写的地方")
    assert "甲写的地方" in overtaken.value.theirs
    assert "乙写的地方" in overtaken.value.mine
    db.session.refresh(made)
    assert (made.place, made.version) == ("甲写的地方", 2)


def test_what_cannot_be_made_cannot_be_written_later(task, by, at):
    made = task()
    for given in ({"dangerous": True}, {"min_age": 9}, {"title": ""}):
        with pytest.raises(Refused):
            edit(made, by, at, **given)
    db.session.refresh(made)
    assert made.version == 1


def test_nothing_is_changed_of_what_was_cancelled(task, by, at):
    made = task()
    with writing():
        operations.cancel(made, why="下雨", by=by, at=at)
    with pytest.raises(Refused, match="已经取消"):
        edit(made, by, at, place="别处")


# Ending


def test_a_task_ends_two_hours_after_its_last_shift(task, at):
    once, twice = task(), task(repeats=2)
    over = hour(at, 2, 11) + rules.OVER_AFTER
    jobs.end_over(over - timedelta(minutes=1))
    assert {each.status for each in all_tasks()} == {TaskStatus.OPEN}
    jobs.end_over(over)
    assert [each.status for each in all_tasks()] == [TaskStatus.ENDED, TaskStatus.OPEN]
    before = house_version()
    jobs.end_over(over)
    assert house_version() == before
    jobs.end_over(over + WEEK)
    assert {each.status for each in all_tasks()} == {TaskStatus.ENDED}
    assert history("volunteer_task").count("end_task") == 2
    assert once.id != twice.id


def test_a_task_all_of_whose_other_shifts_were_cancelled_ends_with_the_rest(task, by, at):
    made = task(repeats=2)
    with writing():
        operations.cancel_shift(shifts(made)[1], why="农忙", by=by, at=at)
    jobs.end_over(hour(at, 2, 11) + rules.OVER_AFTER)
    assert db.session.get(Task, made.id).status is TaskStatus.ENDED


def test_one_sweep_ends_so_many_and_the_next_the_rest(task, at, monkeypatch):
    monkeypatch.setattr(jobs, "AT_ONCE", 2)
    for _ in range(3):
        task()
    over = hour(at, 2, 11) + rules.OVER_AFTER
    jobs.end_over(over)
    assert [each.status.value for each in all_tasks()] == ["ended", "ended", "open"]
    jobs.end_over(over)
    assert {each.status for each in all_tasks()} == {TaskStatus.ENDED}
