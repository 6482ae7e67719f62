"""Drawing a paper from the bank by a seed, and marking what was answered."""

import random
from collections.abc import Iterable, Mapping, Sequence
from itertools import zip_longest
from typing import Any, Protocol, TypeVar

from training.exams.models import ItemKind

T = TypeVar("T")
Paper = list[list[Any]]  # of [item, order of its choices]
SHUFFLED = {ItemKind.SINGLE, ItemKind.MULTIPLE}
FULL = 100  # per cent


class Question(Protocol):
    """What is asked of an item to draw and to mark it."""

    @property
    def id(self) -> int: ...

    @property
    def kind(self) -> ItemKind: ...

    @property
    def text(self) -> str: ...

    @property
    def lesson_key(self) -> int | None: ...

    @property
    def choices(self) -> list[Any]: ...

    @property
    def answer(self) -> list[Any]: ...

    @property
    def tolerance(self) -> int: ...


def draw(items: Iterable[Question], count: int, seed: int) -> Paper:
    """Draw so many items, or all there are, from as many lessons as can be; same seed, same paper.

    The order tells nothing of the bank's, and what is to be put in order never lies in it already.
    """
    dice = random.Random(seed)  # noqa: S311 - the seed comes from `secrets`
    lessons: dict[int | None, list[Question]] = {}
    for each in sorted(items, key=lambda item: item.id):
        lessons.setdefault(each.lesson_key, []).append(each)
    piles = list(lessons.values())
    for pile in piles:
        dice.shuffle(pile)
    dice.shuffle(piles)
    rounds = [each for turn in zip_longest(*piles) for each in turn if each is not None]
    taken = sorted(rounds[: max(count, 0)], key=lambda item: item.id)
    return [[each.id, _choices(each, dice)] for each in _mixed(taken, dice)]


def _choices(item: Question, dice: random.Random) -> list[int]:
    places = list(range(len(item.choices)))
    if item.kind in SHUFFLED:
        dice.shuffle(places)
        return places
    return _mixed(places, dice) if item.kind is ItemKind.ORDER else []


def _mixed(things: list[T], dice: random.Random) -> list[T]:
    """Return the things in another order than the one they have, where there is another."""
    mixed = list(things)
    while len(things) > 1 and mixed == things:
        dice.shuffle(mixed)
    return mixed


def marked(item: Question, order: Sequence[int], answer: Sequence[int] | None) -> bool:
    """Tell whether an answer is right; its places are those of the choices as they were shown.

    For `order` it says of each shown choice which place it has, from 1, and 0 where none was said.
    """
    if not answer:
        return False
    match item.kind:
        case ItemKind.SINGLE | ItemKind.MULTIPLE:
            return {order[place] for place in answer} == set(item.answer)
        case ItemKind.TRUTH:
            return list(answer) == list(item.answer)
        case ItemKind.NUMBER:
            return bool(abs(answer[0] - item.answer[0]) <= item.tolerance)
        case ItemKind.ORDER:
            return list(answer) == [place + 1 for place in order]


def is_whole(kind: ItemKind, answer: Sequence[int] | None) -> bool:
    """Tell whether a question is answered to its end: something said, each choice put in order."""
    if not answer:
        return False
    return kind is not ItemKind.ORDER or sorted(answer) == list(range(1, len(answer) + 1))


def count_right(
    items: Mapping[int, Question], paper: Paper, answers: Mapping[str, Sequence[int]]
) -> int:
    """Return how many questions of the paper are answered right."""
    return sum(
        marked(items[item_id], order, answers.get(str(place)))
        for place, (item_id, order) in enumerate(paper)
    )


def score_of(right: int, count: int) -> int:
    """Return how much is right, in whole per cent, never rounded up."""
    return right * FULL // count if count else 0
