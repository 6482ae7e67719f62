"""Papers are drawn by a seed and marked by what was shown; forms are read strictly."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.exams.models import ItemKind
from training.exams.rules import answers, items, papers, sitting
from training.learning.models import EnrolmentStatus

AT = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class One:
    id: int
    kind: ItemKind = ItemKind.SINGLE
    lesson_key: int | None = None
    choices: list = field(default_factory=lambda: ["甲", "乙", "丙", "丁"])
    answer: list = field(default_factory=lambda: [0])
    tolerance: int = 0


KINDS = st.sampled_from(list(ItemKind))
ITEMS = st.lists(
    st.tuples(KINDS, st.integers(1, 4), st.integers(1, 6)), min_size=1, max_size=30
).map(
    lambda rows: [
        One(number, kind, lesson, [f"{each}" for each in range(count)])
        for number, (kind, lesson, count) in enumerate(rows, 1)
    ]
)
SEEDS = st.integers(0, 2**62)


@given(ITEMS, st.integers(0, 40), SEEDS)
def test_the_same_seed_draws_the_same_paper(bank, count, seed):
    paper = papers.draw(bank, count, seed)
    assert paper == papers.draw(reversed(bank), count, seed)
    drawn = [item_id for item_id, _order in paper]
    assert len(drawn) == len(set(drawn)) == min(count, len(bank))
    if len(drawn) > 1:
        assert drawn != sorted(drawn)


@given(ITEMS, st.integers(1, 30), SEEDS)
def test_it_is_drawn_from_as_many_lessons_as_can_be(bank, count, seed):
    lessons = {each.id: each.lesson_key for each in bank}
    drawn = [lessons[item_id] for item_id, _order in papers.draw(bank, count, seed)]
    assert len(set(drawn)) == min(len(drawn), len(set(lessons.values())))


@given(ITEMS, SEEDS)
def test_choices_are_shown_in_an_order_of_their_own(bank, seed):
    items_by_id = {each.id: each for each in bank}
    for item_id, order in papers.draw(bank, len(bank), seed):
        item = items_by_id[item_id]
        right_way = list(range(len(item.choices)))
        if item.kind in {ItemKind.TRUTH, ItemKind.NUMBER}:
            assert order == []
        else:
            assert sorted(order) == right_way
        if item.kind is ItemKind.ORDER and len(right_way) > 1:
            assert order != right_way


def test_different_seeds_draw_different_papers():
    bank = [One(number) for number in range(30)]
    assert len({str(papers.draw(bank, 10, seed)) for seed in range(50)}) == 50


@given(
    st.permutations(range(5)), st.sets(st.integers(0, 4), min_size=1), st.sets(st.integers(0, 4))
)
def test_of_several_exactly_the_right_ones(order, right, ticked):
    item = One(1, ItemKind.MULTIPLE, answer=sorted(right))
    said = [place for place, choice in enumerate(order) if choice in ticked]
    assert papers.marked(item, order, said) is (ticked == right)


@given(st.permutations(range(4)), st.permutations(range(1, 5)))
def test_an_order_is_right_as_a_whole(order, ranks):
    item = One(1, ItemKind.ORDER)
    placed = [choice for _rank, choice in sorted(zip(ranks, order, strict=True))]
    assert papers.marked(item, order, ranks) is (placed == [0, 1, 2, 3])


@pytest.mark.parametrize(("said", "right"), [(10, False), (11, True), (13, True), (14, False)])
def test_a_number_is_right_within_its_tolerance(said, right):
    item = One(1, ItemKind.NUMBER, choices=[], answer=[12], tolerance=1)
    assert papers.marked(item, [], [said]) is right


def test_one_true_and_nothing_said():
    assert papers.marked(One(1, answer=[2]), [3, 2, 1, 0], [1])
    assert not papers.marked(One(1, answer=[2]), [3, 2, 1, 0], [2])
    assert papers.marked(One(1, ItemKind.TRUTH, answer=[0]), [], [0])
    assert not papers.marked(One(1, ItemKind.TRUTH, answer=[0]), [], [1])
    for kind in ItemKind:
        assert not papers.marked(One(1, kind), [0, 1, 2, 3], None)
        assert not papers.marked(One(1, kind), [0, 1, 2, 3], [])


@pytest.mark.parametrize(
    ("right", "count", "score"), [(2, 3, 66), (3, 3, 100), (0, 3, 0), (0, 0, 0)]
)
def test_the_score_is_never_rounded_up(right, count, score):
    assert papers.score_of(right, count) == score


PAPER = [
    answers.Asked(ItemKind.SINGLE, 3),
    answers.Asked(ItemKind.MULTIPLE, 4),
    answers.Asked(ItemKind.TRUTH, 0),
    answers.Asked(ItemKind.NUMBER, 0),
    answers.Asked(ItemKind.ORDER, 3),
]


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"q0": ["2"]}, {"0": [2]}),
        ({"q1": ["3", "0"]}, {"1": [0, 3]}),
        ({"q2": ["0"]}, {"2": [0]}),
        ({"q3": ["12"]}, {"3": [12]}),
        ({"q3": [" １ ２　０ "]}, {"3": [120]}),
        ({"q3": ["－5"]}, {"3": [-5]}),
        ({"q3": [""]}, {}),
        ({"q4-0": ["2"], "q4-1": [""], "q4-2": ["3"]}, {"4": [2, 0, 3]}),
        ({"q4-0": [""], "q4-1": [""], "q4-2": [""]}, {}),
        ({"csrf_token": ["x"], "quantity": ["7"], "id": ["1"]}, {}),
    ],
)
def test_a_form_is_read(form, said):
    sent = answers.read(PAPER, form)
    assert (sent.answers, sent.nonsense, sent.wrong) == (said, False, {})


@pytest.mark.parametrize(
    "form",
    [
        {"q0": ["3"]},
        {"q0": ["-1"]},
        {"q0": ["甲"]},
        {"q0": [""]},
        {"q0": ["0", "1"]},
        {"q0": ["00"]},
        {"q0": ["²"]},
        {"q0-1": ["1"]},
        {"q1": ["1", "1"]},
        {"q1": ["4"]},
        {"q2": ["2"]},
        {"q3": ["1", "2"]},
        {"q4": ["1"]},
        {"q4-0": ["4"]},
        {"q4-3": ["1"]},
        {"q4-0": ["1", "2"]},
        {"q5": ["0"]},
        {"q00": ["0"]},
        {"q0x": ["0"]},
        {"q99999": ["0"]},
        {"clear": ["9"]},
        {"clear": ["x"]},
    ],
)
def test_what_no_page_sends_is_nonsense(form):
    assert answers.read(PAPER, form).nonsense


@pytest.mark.parametrize("typed", ["十二", "1.5", "1e3", "12 斤", "9" * 10, "--1"])
def test_what_is_no_whole_number_is_said_and_kept(typed):
    sent = answers.read(PAPER, {"q3": [typed]})
    assert (sent.typed, sent.nonsense, sent.answers) == ({3: typed}, False, {})
    assert "整数" in sent.wrong[3]


def test_what_is_cleared():
    assert answers.read(PAPER, {"clear": ["1", "3"]}).cleared == {"1", "3"}


TERMS = sitting.Terms(None, "食品安全", 10, 80, 30, tries=2, pause=24 * HOUR)


def tried(*hours, passed=False):
    return [sitting.Tried(AT - (h + 0.5) * HOUR, AT - h * HOUR, passed=passed) for h in hours]


@pytest.mark.parametrize(
    ("before", "left", "waits"),
    [
        ([], 2, False),
        (tried(1), 1, False),
        (tried(3, 1), 0, True),
        (tried(50, 25), 2, False),
        (tried(50, 24), 2, False),
        (tried(50, 23.9), 0, True),
        (tried(90, 80, 1), 1, False),
        (tried(90, 80, 2, 1), 0, True),
        ([*tried(3), *tried(2, passed=True), *tried(1)], 1, False),
    ],
)
def test_tries_pause_and_count_anew(before, left, waits):
    found = sitting.tries_left(TERMS, before, at=AT)
    assert (found.left, found.again_at is not None) == (left, waits)
    if waits:
        assert found.again_at == before[-1].ended_at + 24 * HOUR


@pytest.mark.parametrize(
    ("facts", "why"),
    [
        ({}, None),
        ({"status": EnrolmentStatus.PASSED}, "已经通过"),
        ({"status": EnrolmentStatus.OUT}, "退出"),
        ({"undone": 2}, "还有 2 课"),
        ({"in_bank": 0}, "题还没出好"),
        ({"tries": sitting.Tries(0, AT), "when": "11月25日 10:00"}, "11月25日 10:00 以后"),
    ],
)
def test_why_not_start(facts, why):
    usual = {"status": EnrolmentStatus.IN, "undone": 0, "in_bank": 30, "tries": sitting.Tries(2)}
    found = sitting.why_not_start(TERMS, **{**usual, **facts})
    assert (found is None) if why is None else (why in found)


def test_the_time():
    assert not sitting.is_over(AT, at=AT - timedelta(seconds=1))
    assert sitting.is_over(AT, at=AT)
    assert not sitting.takes_no_more(AT, at=AT + timedelta(seconds=30))
    assert sitting.takes_no_more(AT, at=AT + timedelta(seconds=31))
    assert sitting.seconds_left(AT, at=AT - timedelta(seconds=90.5)) == 90
    assert sitting.seconds_left(AT, at=AT + HOUR) == 0


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"kind": ItemKind.SINGLE, "choices": ["甲", "乙"], "answer": [0]}, None),
        ({"kind": ItemKind.SINGLE, "choices": ["甲"], "answer": [0]}, "choice1"),
        ({"kind": ItemKind.SINGLE, "choices": ["甲", "甲"], "answer": [0]}, "choice1"),
        ({"kind": ItemKind.SINGLE, "choices": ["甲", "乙"], "answer": [0, 1]}, "right0"),
        ({"kind": ItemKind.SINGLE, "choices": ["甲", "乙"], "answer": []}, "right0"),
        ({"kind": ItemKind.MULTIPLE, "choices": ["甲", "乙"], "answer": [0]}, "right0"),
        ({"kind": ItemKind.MULTIPLE, "choices": ["甲", "乙"], "answer": [0, 1]}, None),
        ({"kind": ItemKind.ORDER, "choices": ["甲", "乙"]}, "choice2"),
        ({"kind": ItemKind.ORDER, "choices": ["甲", "乙", "丙"]}, None),
        ({"kind": ItemKind.TRUTH, "answer": [1]}, None),
        ({"kind": ItemKind.TRUTH, "answer": []}, "truth"),
        ({"kind": ItemKind.NUMBER, "answer": [12]}, None),
        ({"kind": ItemKind.NUMBER, "answer": []}, "number"),
        ({"kind": ItemKind.NUMBER, "answer": [12], "tolerance": -1}, "tolerance"),
        ({"kind": ItemKind.TRUTH, "answer": [1], "text": ""}, "text"),
        ({"kind": ItemKind.TRUTH, "answer": [1], "lesson_key": 9}, "lesson_key"),
    ],
)
def test_what_an_item_must_be(said, field):
    wrong = items.why_not_item(items.Said(**{"text": "题目", **said}), lessons=[1, 2])
    assert (wrong[0] if wrong else None) == field
