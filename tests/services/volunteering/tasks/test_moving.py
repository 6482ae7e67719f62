"""A shift that is moved to another time: everybody hears of it, whom it is done for as well."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from core.clock import village_day
from core.db import db, writing
from core.errors import Refused
from core.notices.models import Notice
from core.waitlists.models import Wait
from services.volunteering.models import Shift, Signup, SignupStatus, Source
from services.volunteering.operations import shifts, tasks
from services.volunteering.rules.signups import KIND
from tests.services.volunteering.tasks.world import hour

HOUR = timedelta(hours=1)


def told(event):
    query = select(Notice).where(Notice.event == f"volunteering.{event}").order_by(Notice.id)
    return {each.person_id: each.facts for each in db.session.scalars(query)}


@pytest.fixture
def move(by, at):
    def do(shift, times, *, at=at):
        with writing():
            shifts.move_shift(db.session.get_one(Shift, shift.id), times, by=by, at=at)
        return db.session.get_one(Shift, shift.id, populate_existing=True)

    return do


def test_who_comes_waits_and_has_another_then_hears_it(task, come, make, move, at):
    made, other = task(), task(title="扫雪", first_start=hour(at, 3, 9), first_end=hour(at, 3, 11))
    shift, busy = made.shifts[0], make.person()
    comes, waits = come(shift), make.person()
    come(shift, busy)
    come(other.shifts[0], busy)
    make.add(Wait(kind=KIND, ref=shift.id, person_id=waits.id, joined_at=at))
    moved = move(shift, (hour(at, 3, 10), hour(at, 3, 12)))
    assert (moved.starts_at, moved.ends_at) == (hour(at, 3, 10), hour(at, 3, 12))
    assert told("moved").keys() == {comes.id, waits.id}
    assert told("moved_onto_another")[busy.id]["title"] == "扫雪"
    assert moved.taken == 2


@pytest.mark.parametrize(
    ("start", "end", "field"),
    [((2, 9), (2, 11), "begins"), ((2, 9), (2, 8), "ends"), ((9, 9), (9, 11), "begins")],
)
def test_the_rules_refuse(task, move, at, start, end, field):
    made = task(repeats=2)
    with pytest.raises(Refused) as refused:
        move(made.shifts[0], (hour(at, *start), hour(at, *end)))
    assert refused.value.field == field


def test_what_has_begun_or_is_cancelled_stays(task, move, by, at):
    made, times = task(repeats=2), (hour(at, 4, 9), hour(at, 4, 11))
    first, second = made.shifts
    with pytest.raises(Refused, match="已经开始"):
        move(first, times, at=hour(at, 2, 9))
    with writing():
        tasks.cancel_shift(second, why="下雨", by=by, at=at)
    with pytest.raises(Refused, match="取消"):
        move(second, times)


def test_the_source_hears_of_it_and_of_one_more(task, fields, village, by, move, at):
    need = fields.want(village, at)
    made = task(source=Source.NEED, source_kind=need.kind, source_ref=need.ref)
    move(made.shifts[0], (hour(at, 3, 9), hour(at, 3, 11)))
    with writing():
        times = (hour(at, 4, 9), hour(at, 4, 11))
        added = shifts.add(made, times, capacity=1, by=by, at=at)
    first = made.shifts[0].id
    assert fields.heard == [
        ("moved", need.ref, first, hour(at, 3, 9)),
        ("added", need.ref, added.id, hour(at, 4, 9)),
    ]


def test_at_the_desk(client, desk, task, come, at):
    made = task()
    guest = come(made.shifts[0])
    url = f"{desk}{made.id}"
    here = f"{url}/shifts/{made.shifts[0].id}/move"
    assert f'href="{here}"' in client.get(url).text
    assert "吴德顺" in client.get(here).text
    day = (village_day(at) + timedelta(days=3)).isoformat()
    sent = {"form_key": "12345678", "day": day, "begins": "14:00", "ends": "16:00"}
    assert "已经过了" in client.send(here, {**sent, "day": "2020-01-01"}).text
    for _twice in range(2):
        assert client.send(here, sent).location == url
    assert told("moved").keys() == {guest.id}
    signups = db.session.scalars(select(Signup.status)).all()
    assert signups == [SignupStatus.IN]
