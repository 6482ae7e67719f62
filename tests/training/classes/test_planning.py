"""Planning a class, changing and cancelling it: who may when, and who is told."""

from dataclasses import replace

import pytest

from core.db import writing
from core.errors import Refused
from tests.training.classes.world import CLASS, DAY, HOUR, TEXT, told
from training.classes.operations import planning
from training.classes.queries.classes import get_class
from training.classes.rules import said_of
from training.learning.models import ClassWay
from training.learning.operations import cohorts

pytestmark = pytest.mark.both_engines


@pytest.fixture
def planned(world, do):
    return do(planning.plan, world.group, world.said(), by=world.actor(world.teacher))


def test_its_learners_are_told(world, planned):
    assert (planned.title, planned.lesson_key) == ("第3课", CLASS)
    (notice,) = told(world.learner, "planned")
    assert notice.url == f"/learn/classes/{planned.id}"
    assert len(told(world.neighbour, "planned")) == 1
    assert told(world.teacher, "planned") == []


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"starts_at": -HOUR}, "starts"),
        ({"starts_at": 40 * DAY}, "starts"),
        ({"ends_at": 2 * DAY}, "ends"),
        ({"ends_at": 3 * DAY}, "ends"),
        ({"lesson_key": TEXT}, "lesson"),
        ({"lesson_key": None}, "lesson"),
        ({"place": ""}, "place"),
        ({"link": "https://meet.example/1"}, "link"),
        ({"way": ClassWay.ONLINE, "link": "javascript:alert(1)"}, "link"),
        ({"way": ClassWay.ONLINE, "link": ""}, "link"),
        ({"way": ClassWay.SCREEN}, "lesson"),
    ],
)
def test_what_cannot_be(world, do, at, changes, field):
    times = {name: at + value for name, value in changes.items() if name.endswith("_at")}
    said = world.said(**times) if "starts_at" in times else replace(world.said(), **times)
    said = replace(said, **{n: v for n, v in changes.items() if n not in times})
    with pytest.raises(Refused) as refused:
        do(planning.plan, world.group, said, by=world.actor(world.teacher))
    assert refused.value.field == field


def test_before_a_screen_no_lesson_of_its_own(world, do):
    said = world.said(way=ClassWay.SCREEN, lesson_key=None)
    made = do(planning.plan, world.group, said, by=world.actor(world.teacher))
    assert (made.title, made.lesson_key) == ("食品安全", None)


def test_a_move_is_told_and_other_words_are_not(world, do, planned):
    by = world.actor(world.teacher)
    seen = world.seen(planned)
    do(planning.rewrite, planned, replace(world.said(), wants_tutor=True), seen=seen, by=by)
    assert told(world.learner, "moved") == []
    seen = world.seen(planned)
    do(planning.rewrite, planned, world.said(place="小学"), seen=seen, by=by)
    assert len(told(world.learner, "moved")) == 1
    assert get_class(planned.id).place == "小学"


def test_cancelled_with_a_reason(world, do, planned):
    by = world.actor(world.teacher)
    with pytest.raises(Refused):
        do(planning.cancel, planned, why="", by=by)
    do(planning.cancel, planned, why="老师病了", by=by)
    (notice,) = told(world.learner, "cancelled")
    assert notice.facts["why"] == "老师病了"
    for again in (
        lambda: do(planning.cancel, planned, why="x", by=by),
        lambda: do(planning.rewrite, planned, world.said(), seen=world.seen(planned), by=by),
    ):
        with pytest.raises(Refused):
            again()


class TestTwoAtOnce:
    def rewrite(self, world, do, planned, said, *, seen, who):
        do(planning.rewrite, planned, said, seen=seen, by=world.actor(who))

    @pytest.mark.parametrize(
        "change",
        [
            {"place": "小学"},
            {"wants_tutor": True},
            {"starts_at": 3 * DAY},
            {"ends_at": 2 * DAY + 3 * HOUR},
            {"way": ClassWay.ONLINE, "place": "", "link": "https://a.example/b"},
        ],
    )
    def test_the_second_is_told(self, world, do, planned, at, change):
        change = {n: at + v if n.endswith("_at") else v for n, v in change.items()}
        if "starts_at" in change:
            change["ends_at"] = change["starts_at"] + HOUR
        seen, theirs = world.seen(planned), replace(world.said(), **change)
        self.rewrite(world, do, planned, theirs, seen=seen, who=world.second)
        mine = world.said(place="大队部")
        with pytest.raises(Refused, match="另一位老师改过"):
            self.rewrite(world, do, planned, mine, seen=seen, who=world.teacher)
        assert said_of(get_class(planned.id)) == theirs
        self.rewrite(world, do, planned, mine, seen=world.seen(planned), who=world.teacher)
        assert said_of(get_class(planned.id)) == mine

    def test_who_says_the_same_is_not_refused(self, world, do, planned):
        seen, said = world.seen(planned), world.said(place="小学")
        for who in (world.second, world.teacher):
            self.rewrite(world, do, planned, said, seen=seen, who=who)
        assert get_class(planned.id).place == "小学"

    def test_a_class_to_which_somebody_came_as_tutor_is_the_same(self, world, do, make):
        """Who comes is not what a teacher fills in: it overtakes nobody."""
        held = world.meeting(starts=DAY, wants_tutor=True)
        seen = world.seen(held)
        tutor = make.person(name="陈医生")
        held = get_class(held.id)
        with writing():
            held.tutor_id = tutor.id
        assert world.seen(held) == seen


def test_what_has_begun_is_not_moved(world, do):
    held = world.meeting()
    with pytest.raises(Refused):
        do(
            planning.rewrite,
            held,
            world.said(),
            seen=world.seen(held),
            by=world.actor(world.teacher),
        )


def test_with_its_cohort_the_classes_to_come_are_off(world, do, planned):
    over = world.meeting(starts=-5 * HOUR)
    do(cohorts.cancel, world.group, why="人太少", by=world.actor(world.teacher))
    assert get_class(planned.id).cancel_why == "人太少"
    assert get_class(over.id).cancelled_at is None
    with pytest.raises(Refused):
        do(planning.plan, world.group, world.said(), by=world.actor(world.teacher))


def test_so_many_and_no_more(world, do, monkeypatch):
    monkeypatch.setattr("training.classes.rules.MOST_OF_COHORT", 1)
    by = world.actor(world.teacher)
    do(planning.plan, world.group, world.said(), by=by)
    with pytest.raises(Refused):
        do(planning.plan, world.group, world.said(), by=by)
