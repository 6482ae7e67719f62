"""The questions of a paper as a page shows them: before it is over without what is right."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from core.words import _
from training.exams.models import Attempt, Item, ItemKind
from training.exams.rules.answers import Asked, Sent
from training.exams.rules.papers import marked
from training.exams.rules.review import right_in_words, said_in_words


@dataclass(frozen=True)
class Shown:
    """A choice as it is shown: its place is all that is sent; `rank` is where it was put."""

    place: int
    words: str
    ticked: bool = False
    rank: int = 0


@dataclass(frozen=True)
class Question:
    """One question, by its place in the paper."""

    place: int
    kind: ItemKind
    text: str
    choices: Sequence[Shown]
    typed: str
    wrong: str

    @property
    def name(self) -> str:
        return f"q{self.place}"


def asked_in(attempt: Attempt, items: Mapping[int, Item]) -> Sequence[Asked]:
    """Return what may be sent for each question of the paper."""
    return [Asked(items[item_id].kind, len(order)) for item_id, order in attempt.paper]


def questions_of(attempt: Attempt, items: Mapping[int, Item], sent: Sent) -> Sequence[Question]:
    """Return the questions with what was kept; what was just sent stands above that."""
    return [
        _question(place, items[item_id], order, attempt.answers, sent)
        for place, (item_id, order) in enumerate(attempt.paper)
    ]


def _question(
    place: int,
    item: Item,
    order: Sequence[int],
    answers: Mapping[str, Sequence[int]],
    sent: Sent,
) -> Question:
    said = list(sent.answers.get(str(place), answers.get(str(place), [])))
    typed = sent.typed.get(place, "")
    if item.kind is ItemKind.NUMBER and said and not typed:
        typed = str(said[0])
    return Question(
        place=place,
        kind=item.kind,
        text=item.text,
        choices=_choices(item, order, said),
        typed=typed,
        wrong=sent.wrong.get(place, ""),
    )


def _choices(item: Item, order: Sequence[int], said: Sequence[int]) -> Sequence[Shown]:
    if item.kind is ItemKind.NUMBER:
        return []
    if item.kind is ItemKind.TRUTH:
        return [Shown(value, words, value in said) for value, words in ((1, _("对")), (0, _("错")))]
    ranked = item.kind is ItemKind.ORDER
    return [
        Shown(
            place,
            item.choices[choice],
            ticked=place in said and not ranked,
            rank=said[place] if ranked and said else 0,
        )
        for place, choice in enumerate(order)
    ]


@dataclass(frozen=True)
class Reviewed:
    """One question, when it is over: what was said, what is right, why, and who teaches it."""

    number: int
    text: str
    is_right: bool
    said: Sequence[str]
    right: Sequence[str]
    why: str
    lesson_key: int | None


def reviewed(attempt: Attempt, items: Mapping[int, Item]) -> Sequence[Reviewed]:
    """Return the questions of a paper that is over."""
    return [
        Reviewed(
            number=place + 1,
            text=items[item_id].text,
            is_right=marked(items[item_id], order, attempt.answers.get(str(place))),
            said=said_in_words(items[item_id], order, attempt.answers.get(str(place))),
            right=right_in_words(items[item_id]),
            why=items[item_id].why,
            lesson_key=items[item_id].lesson_key,
        )
        for place, (item_id, order) in enumerate(attempt.paper)
    ]
