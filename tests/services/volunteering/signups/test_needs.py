"""The source of a need hears who comes for it, and who does not after all."""

from types import SimpleNamespace

import pytest

from core.errors import Refused
from core.house import Area
from services.volunteering.models import Source
from services.volunteering.operations import signups, turns
from services.volunteering.queries.signups import find_signup
from tests.services.volunteering.signups.world import asked
from wsgi import AREAS


class Harvest:
    """A source of needs that writes down what it hears."""

    kind = "harvest"

    def __init__(self):
        self.heard, self.why_paid = [], ""

    def find(self, ref, *, at):
        return SimpleNamespace(why_paid=self.why_paid)

    def filled(self, ref, person_id, *, by, at):
        self.heard.append(("filled", ref, person_id, by.id))

    def freed(self, ref, person_id, *, by, at):
        self.heard.append(("freed", ref, person_id, by.id))

    def moved(self, ref, shift_id, to, *, by, at):
        self.heard.append(("moved", ref, shift_id, to))

    def added(self, ref, shift_id, on, *, by, at):
        self.heard.append(("added", ref, shift_id, on))


HARVEST = Harvest()
NEED = {"source": Source.NEED, "source_kind": "harvest", "source_ref": 5}


@pytest.fixture
def areas():
    HARVEST.heard.clear()
    return [*AREAS, Area(name="harvest", needs=(HARVEST,))]


@pytest.fixture
def officer(hands):
    return hands.actor(hands.officer)


def test_it_hears_of_each_who_comes_and_does_not(hands, do, officer):
    shift = hands.shift(hands.task(**NEED), capacity=3)
    one, two = hands.crowd(2)
    hands.fill(shift, one)
    do(signups.enter, shift, two.person, by=officer)
    do(signups.cannot_come, shift, by=one)
    do(signups.take_out, find_signup(shift.id, two.person), by=officer)
    assert HARVEST.heard == [
        ("filled", 5, one.person, one.id),
        ("filled", 5, two.person, officer.id),
        ("freed", 5, one.person, one.id),
        ("freed", 5, two.person, officer.id),
    ]


def test_it_hears_of_who_comes_from_the_line_or_when_asked(hands, do, officer):
    shift = hands.shift(hands.task(**NEED))
    one, two = hands.crowd(2)
    hands.fill(shift, one)
    do(signups.join_or_wait, shift, of_age=True, by=two)
    do(signups.cannot_come, shift, by=one)
    do(signups.join, shift, of_age=True, by=two)
    assert [what for what, *_more in HARVEST.heard] == ["filled", "freed", "filled"]
    volunteer = hands.volunteer()
    in_turn = hands.shift(hands.task(in_turn=True, **NEED | {"source_ref": 6}))
    do(turns.ask, in_turn)
    assert asked(in_turn) == [volunteer.id]
    turn = turns.list_open(in_turn.id)[0]
    do(turns.accept, turn, of_age=True, by=hands.actor(volunteer))
    assert HARVEST.heard[-1] == ("filled", 6, volunteer.id, volunteer.id)


def test_it_hears_of_all_when_a_shift_is_cancelled(hands, do, officer):
    shift = hands.shift(hands.task(**NEED), capacity=2)
    hands.fill(shift, *hands.crowd(2))
    do(signups.cancel_shift, shift, why="雨", by=officer)
    assert [what for what, *_more in HARVEST.heard] == ["filled", "filled", "freed", "freed"]


@pytest.mark.parametrize("kind", ["gone", "harvest"])
def test_nobody_hears_of_what_is_no_need_or_has_no_source_any_more(hands, do, kind):
    gone = NEED | {"source_kind": kind}
    task = hands.task(**gone) if kind == "gone" else hands.task()
    hands.fill(hands.shift(task), *hands.crowd(1))
    assert HARVEST.heard == []


def test_nobody_signs_up_for_what_is_no_need_for_volunteers_any_more(hands, do, monkeypatch):
    shift, (who,) = hands.shift(hands.task(**NEED)), hands.crowd(1)
    monkeypatch.setattr(HARVEST, "why_paid", "卖家的活按帮工来办")
    with pytest.raises(Refused, match="不再符合"):
        do(signups.join, shift, of_age=True, by=who)
    assert shift.taken == 0
