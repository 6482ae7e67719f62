"""How the items of a bank fare: who knows the answer at first sight, and what is taken for it."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from core.branches.rules import LEAST_SHOWN
from training.exams.models import ItemKind
from training.exams.rules.papers import Paper, Question, marked, score_of

ENOUGH = 10  # people, for a word about the item itself
HARD, EASY = 20, 95  # per cent right, from which on nearly nobody or everybody knows it
Said = tuple[Sequence[int], Sequence[int] | None]  # the order that was shown, and the answer


class Sign(StrEnum):
    """Nearly nobody knows it, nearly everybody does."""

    HARD, EASY = "hard", "easy"


@dataclass(frozen=True)
class HandedIn:
    """A paper that was handed in, and whose it is."""

    person_id: int
    paper: Paper
    answers: Mapping[str, Sequence[int]]


@dataclass(frozen=True, kw_only=True)
class Wrong:
    """What is most taken for right and is not: a choice by its place, or a number."""

    value: int
    people: int


@dataclass(frozen=True, kw_only=True)
class Figures:
    """How an item fares; `people` are those whose first answer is counted."""

    asked: int
    people: int
    right: int
    wrong: Wrong | None

    @property
    def share(self) -> int:
        """How many per cent knew it at first sight."""
        return score_of(self.right, self.people)

    @property
    def sign(self) -> Sign | None:
        """What is to be said of the item, once enough people have answered it."""
        if self.people < ENOUGH:
            return None
        if self.share <= HARD:
            return Sign.HARD
        return Sign.EASY if self.share >= EASY else None


def count(items: Iterable[Question], papers: Iterable[HandedIn]) -> Mapping[int, Figures]:
    """Return how items fare, by their ids; `papers` are in the order in which they were drawn.

    Of each person the first answer counts: afterwards they have been shown what is right. What
    fewer than five have answered is left out, and people are counted by fives, so that from one
    day to the next nobody's answer can be told from the difference.
    """
    known = {each.id: each for each in items}
    asked: Counter[int] = Counter()
    first: dict[int, dict[int, Said]] = {}
    for each in papers:
        for place, (item_id, order) in enumerate(each.paper):
            if item_id in known:
                asked[item_id] += 1
                said = (order, each.answers.get(str(place)))
                first.setdefault(item_id, {}).setdefault(each.person_id, said)
    return {
        item_id: _figures(known[item_id], asked[item_id], list(said.values()))
        for item_id, said in first.items()
        if len(said) >= LEAST_SHOWN
    }


def _figures(item: Question, asked: int, said: Sequence[Said]) -> Figures:
    """Return how an item fares; what many have said alike is marked once."""
    counted = said[: len(said) - len(said) % LEAST_SHOWN]
    alike = Counter((tuple(order), tuple(answer or ())) for order, answer in counted)
    wrong: Counter[int] = Counter()
    right = 0
    for (order, answer), times in alike.items():
        right += times * marked(item, order, answer)
        for value in _wrong(item, order, answer):
            wrong[value] += times
    value, people = max(wrong.items(), key=lambda pair: (pair[1], -pair[0]), default=(0, 0))
    return Figures(
        asked=asked,
        people=len(counted),
        right=right,
        wrong=Wrong(value=value, people=people) if people >= LEAST_SHOWN else None,
    )


def _wrong(item: Question, order: Sequence[int], answer: Sequence[int] | None) -> Iterable[int]:
    """Return what was taken for right, where it can be named in a word."""
    if not answer or marked(item, order, answer):
        return ()
    if item.kind in {ItemKind.SINGLE, ItemKind.MULTIPLE}:
        return {order[place] for place in answer} - set(item.answer)
    return (answer[0],) if item.kind is ItemKind.NUMBER else ()


def wrong_in_words(item: Question, wrong: Wrong) -> str:
    """Return what was taken for right, as it stands in the item."""
    return str(wrong.value) if item.kind is ItemKind.NUMBER else str(item.choices[wrong.value])


def matched(
    drafted: Iterable[Question], learnt: Iterable[Question], found: Mapping[int, Figures]
) -> Mapping[int, Figures]:
    """Return the figures of what is learnt for the same items in a draft, by the ids of those.

    The same is what asks the same: an item that was written anew begins anew.
    """
    by_words = {_asks(each): found[each.id] for each in learnt if each.id in found}
    return {each.id: by_words[_asks(each)] for each in drafted if _asks(each) in by_words}


def _asks(item: Question) -> tuple[object, ...]:
    return (item.kind, item.text, tuple(item.choices), tuple(item.answer), item.tolerance)
