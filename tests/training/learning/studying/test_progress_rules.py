"""Whatever a phone tells, in whatever order and however often: one state, and nothing forged."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.learning.rules import progress as rules
from training.learning.rules.progress import Kind, State, Told

NOON = datetime(2026, 11, 24, 4, 0, tzinfo=UTC)
LONG_BEFORE = NOON - timedelta(days=1)
END = 600
MILLI = int(NOON.timestamp() * 1000)


@st.composite
def pieces(draw):
    start = draw(st.integers(0, END - 1))
    end = draw(st.integers(start + 1, min(END, start + rules.LONGEST_PIECE)))
    at = draw(st.integers(MILLI - 100_000, MILLI + 100_000))
    return Told(id=str(draw(st.uuids())), kind=Kind.PLAYED, at=at, start=start, end=end)


@st.composite
def places(draw):
    # A clock that is behind, or right: one ahead is another test.
    at = draw(st.integers(MILLI - 100_000, MILLI))
    place = draw(st.integers(0, END))
    return Told(id=str(draw(st.uuids())), kind=Kind.POSITION, at=at, end=place)


EVENTS = st.lists(st.one_of(pieces(), places()), max_size=40, unique_by=lambda each: each.id)


def folded(batches, since=LONG_BEFORE, received=NOON):
    """Fold batch after batch, each event once, as the server takes them in."""
    state, seen = State(), set()
    for batch in batches:
        fresh = {each.id: each for each in batch if each.id not in seen}
        state, taken = rules.fold(state, fresh.values(), since=since, received=received)
        seen |= {each.id for each in taken}
    return state


@given(EVENTS, st.randoms(use_true_random=False), st.integers(1, 7))
def test_order_batches_and_repeats_change_nothing(events, chance, size):
    shuffled = [*events, *events]
    chance.shuffle(shuffled)
    batches = [shuffled[n : n + size] for n in range(0, len(shuffled), size)]
    assert folded(batches) == folded([events])


@given(EVENTS)
def test_credit_is_how_many_different_seconds_were_played(events):
    state = folded([events])
    seconds = {s for e in events if e.kind is Kind.PLAYED for s in range(e.start, e.end)}
    assert state.credit == len(seconds)
    flat = [edge for each in state.watched for edge in each]
    assert flat == sorted(set(flat)), "in order and apart"


@given(st.lists(pieces(), max_size=40), st.integers(0, 400))
def test_never_more_than_there_was_time_for(events, seconds):
    state = folded([events], since=NOON - timedelta(seconds=seconds))
    assert state.credit <= seconds * rules.FASTEST + rules.SLACK


def test_what_there_was_no_time_for_is_taken_later():
    whole = [
        Told(id=str(uuid.uuid4()), kind=Kind.PLAYED, at=MILLI, start=start, end=start + 60)
        for start in range(0, END, 60)
    ]
    early, taken = rules.fold(State(), whole, since=NOON, received=NOON)
    assert (early.credit, taken) == (0, [])
    state, taken = rules.fold(early, whole, since=NOON, received=NOON + timedelta(seconds=300))
    assert (state.credit, len(taken)) == (END, 10)


def test_a_clock_ahead_does_not_hold_the_place_for_ever():
    ahead = Told(id="f" * 36, kind=Kind.POSITION, at=MILLI + 10**10, end=500)
    state, _taken = rules.fold(State(), [ahead], since=LONG_BEFORE, received=NOON)
    assert (state.position, state.position_at) == (500, NOON)
    later = NOON + timedelta(seconds=5)
    right = Told(id="0" * 36, kind=Kind.POSITION, at=MILLI + 5000, end=40)
    state, _taken = rules.fold(state, [right], since=LONG_BEFORE, received=later)
    assert state.position == 40


@given(st.permutations(range(6)), st.permutations(range(6)))
def test_what_is_told_from_the_future_at_once_keeps_its_order(order, ids):
    """Believed to be of now, all of them tie: not the id says which was last, but the phone."""
    told = [
        Told(id=f"{ids[n]:036}", kind=Kind.POSITION, at=MILLI + 10**9 + n, end=n) for n in order
    ]
    state, _taken = rules.fold(State(), told, since=LONG_BEFORE, received=NOON)
    assert (state.position, state.position_at, state.position_of) == (5, NOON, f"{ids[5]:036}")


def test_told_at_the_same_moment_the_larger_id_stands():
    pair = [Told(id=each * 36, kind=Kind.POSITION, at=MILLI, end=int(each)) for each in "12"]
    for told in (pair, pair[::-1]):
        state = State()
        for each in told:
            state, _taken = rules.fold(state, [each], since=LONG_BEFORE, received=NOON)
        assert state.position == 2


def test_a_moment_is_told_as_it_is_read():
    assert rules.moment_of(rules.told_at(NOON), received=NOON) == NOON


GOOD = {"id": str(uuid.uuid4()), "kind": "played", "at": MILLI, "from": 0, "to": 5}
NONSENSE = [
    None,
    {},
    [],
    "events",
    [None],
    [GOOD] * (rules.MOST_EVENTS + 1),
    [{**GOOD, "kind": "seen"}],
    [{**GOOD, "kind": ["played"]}],
    [{**GOOD, "id": "x"}],
    [{**GOOD, "id": "A" * 36}],
    [{**GOOD, "id": 7}],
    [{**GOOD, "at": -1}],
    [{**GOOD, "at": 1.5}],
    [{**GOOD, "at": "now"}],
    [{**GOOD, "at": 10**20}],
    [{**GOOD, "from": 5}],
    [{**GOOD, "from": 9}],
    [{**GOOD, "from": -1}],
    [{**GOOD, "from": True}],
    [{**GOOD, "to": END + 1}],
    [{**GOOD, "to": 61}],
    [{**GOOD, "to": None}],
    [{**GOOD, "more": 1}],
    [{name: value for name, value in GOOD.items() if name != "from"}],
    [{**GOOD, "kind": "opened"}],
    [{"id": GOOD["id"], "kind": "position", "at": MILLI, "to": END + 1}],
    [{"id": GOOD["id"], "kind": "done", "at": MILLI}],
    [GOOD, {**GOOD, "to": -5}],
]


@pytest.mark.parametrize("number", range(len(NONSENSE)))
def test_nonsense_is_no_message(number):
    with pytest.raises(ValueError):  # noqa: PT011 - which does not matter
        rules.read_events(NONSENSE[number], end=END, may_say_done=False)


def test_what_makes_sense_is_read():
    done = {"id": str(uuid.uuid4()), "kind": "done", "at": MILLI}
    read = rules.read_events([GOOD, done], end=END, may_say_done=True)
    assert [(each.kind, each.start, each.end) for each in read] == [
        ("played", 0, 5),
        ("done", 0, 0),
    ]
