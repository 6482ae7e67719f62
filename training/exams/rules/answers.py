"""Reading what a paper was sent with: places in the order that was shown, and nothing else."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from core.words import _
from training.exams.models import ItemKind

PLAIN = r"0|[1-9][0-9]{0,2}"  # written in one way only
NAME = re.compile(rf"q({PLAIN})(?:-({PLAIN}))?\Z")
ANY_NAME = re.compile(r"q[0-9]")
CLEAR = "clear"  # the questions of which nothing is ticked any more, as the script says
PLACE = re.compile(rf"(?:{PLAIN})\Z")
NUMBER = re.compile(r"-?[0-9]{1,9}\Z")
TICKED = {ItemKind.SINGLE, ItemKind.MULTIPLE, ItemKind.TRUTH}
TRUTHS = 2


@dataclass(frozen=True)
class Asked:
    """A question of the paper: what may be sent for it."""

    kind: ItemKind
    choices: int


@dataclass
class Sent:
    """What was sent: answers by place in the paper, numbers as typed, what is wrong and where.

    `nonsense` is what no page of ours sends.
    """

    answers: dict[str, list[int]] = field(default_factory=dict)
    cleared: set[str] = field(default_factory=set)
    typed: dict[int, str] = field(default_factory=dict)
    wrong: dict[int, str] = field(default_factory=dict)
    nonsense: bool = False


def read(paper: Sequence[Asked], form: Mapping[str, Sequence[str]]) -> Sent:
    """Read a form; a question that is not in it, or of which nothing is said, is left alone."""
    sent = Sent()
    ranks: dict[int, dict[int, str]] = {}
    for name, values in form.items():
        if name == CLEAR:
            _clear(sent, paper, values)
        if not ANY_NAME.match(name):
            continue
        found = NAME.match(name)
        place = int(found[1]) if found else len(paper)
        if found is None or place >= len(paper) or not values:
            sent.nonsense = True
            continue
        kind, choice = paper[place].kind, found[2]
        if (choice is not None) is not (kind is ItemKind.ORDER):
            sent.nonsense = True
        elif kind in TICKED:
            _ticked(sent, place, paper[place], values)
        elif len(values) > 1:
            sent.nonsense = True
        elif choice is not None:
            ranks.setdefault(place, {})[int(choice)] = values[0]
        else:
            _number(sent, place, values[0])
    for place, said in ranks.items():
        _ranked(sent, place, paper[place].choices, said)
    return sent


def _clear(sent: Sent, paper: Sequence[Asked], values: Sequence[str]) -> None:
    for each in values:
        if PLACE.match(each) and int(each) < len(paper):
            sent.cleared.add(str(int(each)))
        else:
            sent.nonsense = True


def _ticked(sent: Sent, place: int, asked: Asked, values: Sequence[str]) -> None:
    count = TRUTHS if asked.kind is ItemKind.TRUTH else asked.choices
    several = asked.kind is ItemKind.MULTIPLE
    known = all(PLACE.match(each) and int(each) < count for each in values)
    if not known or len(set(values)) < len(values) or (len(values) > 1 and not several):
        sent.nonsense = True
        return
    sent.answers[str(place)] = sorted(int(each) for each in values)


def _number(sent: Sent, place: int, value: str) -> None:
    """Read a whole number; full-width digits and spaces do no harm."""
    text = "".join(unicodedata.normalize("NFKC", value).split())
    if not text:
        return
    if NUMBER.match(text):
        sent.answers[str(place)] = [int(text)]
        return
    sent.typed[place] = value
    sent.wrong[place] = _("请写一个整数，例如 12")


def _ranked(sent: Sent, place: int, count: int, said: Mapping[int, str]) -> None:
    """Read which place each shown choice was given; 0 is none, and none at all says nothing."""
    known = all(PLACE.match(each) and int(each) <= count for each in said.values() if each)
    if not known or any(choice >= count for choice in said):
        sent.nonsense = True
        return
    given = [int(said.get(choice) or 0) for choice in range(count)]
    if any(given):
        sent.answers[str(place)] = given
