"""What was answered and what would have been right, in words: for when it is over."""

from collections.abc import Sequence

from core.words import _
from training.exams.models import ItemKind
from training.exams.rules.papers import Question


def said_in_words(
    item: Question, order: Sequence[int], answer: Sequence[int] | None
) -> Sequence[str]:
    """Return what was answered, line by line; nothing where nothing was said."""
    if not answer:
        return []
    match item.kind:
        case ItemKind.SINGLE | ItemKind.MULTIPLE:
            return [item.choices[order[place]] for place in answer]
        case ItemKind.TRUTH:
            return [_truth(answer[0])]
        case ItemKind.NUMBER:
            return [str(answer[0])]
        case ItemKind.ORDER:
            ranked = sorted((rank, place) for place, rank in enumerate(answer) if rank)
            return [f"{rank}. {item.choices[order[place]]}" for rank, place in ranked]


def right_in_words(item: Question) -> Sequence[str]:
    """Return what is right, line by line."""
    match item.kind:
        case ItemKind.SINGLE | ItemKind.MULTIPLE:
            return [item.choices[place] for place in sorted(item.answer)]
        case ItemKind.TRUTH:
            return [_truth(item.answer[0])]
        case ItemKind.NUMBER:
            if item.tolerance:
                return [
                    _(
                        "%(number)s，上下差 %(by)s 以内都对",
                        number=item.answer[0],
                        by=item.tolerance,
                    )
                ]
            return [str(item.answer[0])]
        case ItemKind.ORDER:
            return [f"{rank}. {each}" for rank, each in enumerate(item.choices, 1)]


def _truth(value: int) -> str:
    return _("对") if value else _("错")
