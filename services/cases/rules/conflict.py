"""Who stands on which side of a case: names and numbers, written so that they can be compared."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from core.accounts.rules import Limit
from core.words import _
from services.cases.rules.intake import Said

# Answers to one person, so that nobody finds out by trying who a practitioner's clients are.
ASKED = Limit("cases.conflict", 60, timedelta(days=1))
AT_ONCE = 8  # words are marked in full rows of so many: how many there are is not seen
SHORTEST, LONGEST = 2, 40  # signs of a name
MOST = 200  # words of one side
MOST_ATOMS = 4  # pieces of one entry that are put together again in every way

BETWEEN = r"[ .·‐-―-]?"
# A mainland mobile number, as the accounts have them; all else that is long is no name either.
MOBILE = re.compile(
    rf"(?<!\d)(?:(?:\+?86|0086){BETWEEN})?(1[3-9]\d(?:{BETWEEN}\d){{8}})(?!\d)", re.ASCII
)
NO_DIGIT = re.compile(r"\D")
DIGITS = re.compile(r"\d{5,}", re.ASCII)
HARD = re.compile(r"[\n\r\t、。,;:/|]+|电话|手机号?|身份证号?")
SOFT = re.compile(r"([\s()\[\]【】《》“”\"]+|和)")
NAME, PHONE = "name", "phone"


@dataclass(frozen=True, kw_only=True)
class Sides:
    """The words of both sides, each with what it is: a name or a number."""

    client: tuple[str, ...]
    other: tuple[str, ...]


def sides_of(said: Said, *, name: str, phone: str | None) -> Sides:
    """Return the sides of a case: its client, and for whom they ask; and the other parties.

    Who writes their own name among the others does not stand against themselves.
    """
    mine = "\n".join((name, phone or "", str(said.get("whom_name", ""))))
    client = words_in(mine)
    others = [each for each in words_in(str(said.get("others", ""))) if each not in client]
    return Sides(client=client, other=tuple(others))


def words_in(text: str) -> tuple[str, ...]:
    """Return the names and numbers of a text that people have typed, each once."""
    plain = unicodedata.normalize("NFKC", text)
    found = [f"{PHONE}|{NO_DIGIT.sub('', each[1])}" for each in MOBILE.finditer(plain)]
    rest = DIGITS.sub("\n", MOBILE.sub("\n", plain))
    found += [f"{NAME}|{each}" for piece in HARD.split(rest) for each in _names_in(piece)]
    return tuple(dict.fromkeys(found))[:MOST]


def _names_in(piece: str) -> Iterator[str]:
    """Yield what an entry may name: all of it, and what stands between spaces, brackets and 和.

    Of 李和平和王五 both are found: neighbouring pieces are put together again.
    """
    atoms = SOFT.split(piece)
    ends = range(0, len(atoms), 2)
    spans = [(0, len(atoms)), *((first, first + 1) for first in ends)]
    if len(ends) <= MOST_ATOMS:
        spans += [(first, last + 1) for first in ends for last in ends if last > first]
    for first, end in spans:
        name = as_name("".join(atoms[first:end]))
        if SHORTEST <= len(name) <= LONGEST:
            yield name


def as_name(text: str) -> str:
    """Return a name without what people write differently: width, capitals, spaces, dots."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return "".join(each for each in plain if each.isalnum())


def filled_up(role: str, words: Iterable[str]) -> list[str]:
    """Return the words as they are marked for one side, filled up with words that nobody is called.

    The same words are filled up the same way: who sees two states of a row learns no number.
    """
    found = [f"{role}|{each}" for each in words]
    missing = -len(found) % AT_ONCE or (0 if found else AT_ONCE)
    return [*found, *(f"{role}|fill|{number}" for number in range(missing))]


def why_not_to(*, is_against: bool) -> str | None:
    """Say that this practitioner does not take this case, and no word more, or None.

    A lawyer never acts for both sides (Law on Lawyers 39); who asks learns neither who nor which.
    """
    return _("这位不宜接手这件事，请选别人，或者还给本人") if is_against else None


def why_not_look(*, is_against: bool) -> str | None:
    """Say to a practitioner that they open nothing of this case, or None."""
    return _("这件事您不宜办，不能打开。请还给本人，不用写原因") if is_against else None


def why_not_receive(*, is_against: bool) -> str | None:
    """Say to a practitioner that they open no file for this guest, or None."""
    return _("这件事您不宜办，不能建档。请对方另约一位") if is_against else None
