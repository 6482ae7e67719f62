"""The class before a village's screen: what it completes, never more than three, never a test."""

import pytest
from sqlalchemy.exc import IntegrityError

from core.db import db, writing
from core.errors import Refused
from tests.training.classes.world import CLASS, FILM, HOUR, PAPER, TEST, TEXT
from training.classes.models import ClassShown
from training.classes.operations import attending, screening
from training.classes.queries import roll

pytestmark = pytest.mark.both_engines


@pytest.fixture
def held(world, do):
    held = world.screen()
    both = [world.mine.id, world.other.id]
    do(attending.enter, held, both, by=world.actor(world.teacher))
    return held


def sign(world, do, held, ids=None):
    ids = ids or [each.id for each in world.entries(held)]
    shown = roll.list_shown(held.id)
    return do(attending.countersign, held, ids, shown=shown, by=world.actor(world.second))


def asked(world, do, held, times=2):
    for number in range(times):
        whom = (world.mine, world.other)[number % 2]
        by = world.actor(world.teacher)
        do(screening.ask, held, whom.id, f"第{number}问", is_right=number % 2 == 0, by=by)


def test_completes_what_was_shown_and_no_more(world, do, held):
    do(screening.show, held, [FILM, TEXT], by=world.actor(world.teacher))
    asked(world, do, held)
    sign(world, do, held)
    assert world.keys_done(world.mine) == [TEXT, FILM]
    assert world.keys_done(world.other) == [TEXT, FILM]


def test_not_signed_before_it_is_said_what_was_shown_and_asked(world, do, held):
    with pytest.raises(Refused):
        sign(world, do, held)
    do(screening.show, held, [FILM], by=world.actor(world.teacher))
    asked(world, do, held, times=1)
    with pytest.raises(Refused):  # two people were there: two questions
        sign(world, do, held)
    asked(world, do, held, times=1)
    assert sign(world, do, held) == 2


@pytest.mark.parametrize("keys", [[], [CLASS], [TEST], [TEXT, TEST], [99], [0]])
def test_only_what_can_be_shown(world, do, held, keys):
    with pytest.raises(Refused) as refused:
        do(screening.show, held, keys, by=world.actor(world.teacher))
    assert refused.value.field == "shown"


def test_never_more_than_three(world, do, held, monkeypatch):
    monkeypatch.setattr("training.classes.rules.MOST_SHOWN", 2)
    with pytest.raises(Refused):
        do(screening.show, held, [TEXT, FILM, PAPER], by=world.actor(world.teacher))
    monkeypatch.undo()
    do(screening.show, held, [TEXT, FILM, PAPER], by=world.actor(world.teacher))
    assert roll.list_shown(held.id) == [TEXT, FILM, PAPER]
    with pytest.raises(IntegrityError), writing():
        db.session.add(ClassShown(class_id=held.id, slot=4, lesson_key=CLASS))


def test_not_more_than_there_was_time_for(world, do):
    short = world.screen(lasts=HOUR / 4)
    with pytest.raises(Refused):
        do(screening.show, short, [TEXT, FILM], by=world.actor(world.teacher))
    do(screening.show, short, [TEXT], by=world.actor(world.teacher))


def test_what_was_signed_stays(world, do, held):
    by = world.actor(world.teacher)
    do(screening.show, held, [TEXT], by=by)
    do(screening.show, held, [FILM], by=by)
    asked(world, do, held)
    first, _second = [each.id for each in world.entries(held)]
    sign(world, do, held, [first])
    with pytest.raises(Refused):
        do(screening.show, held, [FILM, TEXT], by=by)
    assert world.keys_done(world.mine) == [FILM]


def test_only_who_was_there_is_asked(world, do):
    held, by = world.screen(), world.actor(world.teacher)
    do(attending.enter, held, [world.mine.id], by=by)
    with pytest.raises(Refused) as refused:
        do(screening.ask, held, world.other.id, "怎么洗手", is_right=True, by=by)
    assert refused.value.field == "whom"
    with pytest.raises(Refused):
        do(screening.ask, held, world.mine.id, "", is_right=True, by=by)


def test_of_another_class_nothing_is_shown_nor_asked(world, do):
    held, by = world.meeting(), world.actor(world.teacher)
    do(attending.enter, held, [world.mine.id], by=by)
    with pytest.raises(Refused):
        do(screening.show, held, [TEXT], by=by)
    with pytest.raises(Refused):
        do(screening.ask, held, world.mine.id, "怎么洗手", is_right=True, by=by)


def test_so_many_questions_and_no_more(world, do, held, monkeypatch):
    monkeypatch.setattr("training.classes.rules.MOST_ASKED", 1)
    asked(world, do, held, times=1)
    with pytest.raises(Refused):
        asked(world, do, held, times=1)


def test_who_noted_what_was_shown_or_asked_does_not_sign(world, do, held, make):
    do(screening.show, held, [FILM], by=world.actor(world.second))
    asked(world, do, held)
    with pytest.raises(Refused, match="另一位老师"):
        sign(world, do, held)
    do(screening.show, held, [FILM], by=world.actor(world.teacher))
    by = world.actor(world.second)
    do(screening.ask, held, world.mine.id, "还有一问", is_right=True, by=by)
    with pytest.raises(Refused, match="另一位老师"):
        sign(world, do, held)
    ids = [each.id for each in world.entries(held)]
    do(attending.countersign, held, ids, shown=[FILM], by=world.actor(world.officer))
    assert world.keys_done(world.mine) == [FILM]


def test_what_the_signer_read_is_what_counts(world, do, held):
    by = world.actor(world.teacher)
    do(screening.show, held, [FILM], by=by)
    asked(world, do, held)
    do(screening.show, held, [FILM, TEXT], by=by)
    ids = [each.id for each in world.entries(held)]
    with pytest.raises(Refused, match="放的课改过了"):
        do(attending.countersign, held, ids, shown=[FILM], by=world.actor(world.second))
    assert world.keys_done(world.mine) == []


def test_who_is_struck_off_was_asked_nothing(world, do, held):
    asked(world, do, held)
    entry = next(each for each in world.entries(held) if each.enrolment_id == world.other.id)
    entry = roll.find_entry(world.course.id, held.id, entry.id)
    do(attending.strike, entry, by=world.actor(world.teacher))
    assert roll.count_asked(held.id) == 1
