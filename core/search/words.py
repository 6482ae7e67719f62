"""Cutting text into what it can be found by: signs, pairs of signs, words, their sounds."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache

import rjieba

from core.search import sounds

HAN = "々〇\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
PIECE = re.compile(rf"[{HAN}]+|[a-z]+|[0-9]+|[^\W{HAN}a-z0-9_]+")
IS_HAN = re.compile(rf"[{HAN}]")
LONGEST_TITLE = 120  # signs; what goes on is not looked at
LONGEST_TEXT = 1000
LONGEST_PIECE = 40
LONGEST_SPAN = 5  # signs of what is looked for as one word when a sign is wrong
LONGEST_ABBREVIATION = 8  # letters
LONGEST_START = 40  # of how a title begins
ABBREVIATED = 4  # words in a row whose first letters stand for all
SAID_AS = str.maketrans({"ü": "v", "ǖ": "v", "ǘ": "v", "ǚ": "v", "ǜ": "v"})
FIRST_COMBINED = 0xC0
LAST_LATIN = 0x24F


def normal(text: str) -> str:
    """Return the text as it is compared: one width, small letters, no tones, no accents."""
    lowered = unicodedata.normalize("NFKC", text).lower().translate(SAID_AS)
    return "".join(
        unicodedata.normalize("NFD", sign)[0] if FIRST_COMBINED <= ord(sign) <= LAST_LATIN else sign
        for sign in lowered
    )


def pieces(text: str) -> list[str]:
    """Return runs of Chinese signs, of letters and of digits, as they follow each other."""
    return [piece[:LONGEST_PIECE] for piece in PIECE.findall(normal(text))]


def is_han(piece: str) -> bool:
    return IS_HAN.match(piece) is not None


@lru_cache(maxsize=4096)
def cut(run: str) -> tuple[str, ...]:
    """Return the words of a run of Chinese signs, one after the other."""
    return tuple(rjieba.cut(run))


def is_word(word: str) -> bool:
    """Tell whether the dictionary has it."""
    return bool(rjieba.has_word(word))


def parts(word: str) -> list[str]:
    """Return the words inside a long word, from two signs on."""
    return [part for part in rjieba.cut_for_search(word) if 1 < len(part) < len(word)]


def tokens(text: str, *, query: bool = False) -> list[str]:
    """Return by what a title is found; of a query the words that were meant.

    For the index each run of signs gives its signs, its pairs of signs, how they sound one by
    one and two by two, and the first letters of its words. So whatever two signs somebody types
    are found wherever they stand, however a dictionary would cut them.
    """
    found = pieces(text[:LONGEST_TITLE])
    if query:
        return [word for piece in found for word in (cut(piece) if is_han(piece) else (piece,))]
    return unique(_of_title(found))


def _of_title(found: list[str]) -> Iterator[str]:
    before = ""
    for piece in found:
        if is_han(piece):
            yield from piece
            yield from pairs(before[-1:] + piece if before and is_han(before) else piece)
            yield from sounds.one_by_one_and_two_by_two(cut(piece))
            yield from abbreviations(piece)
        else:
            yield piece
        before = piece


def text_tokens(text: str) -> list[str]:
    """Return by what a longer text is found: its words, the pairs in them, and their sounds."""
    return unique(_of_text(pieces(text[:LONGEST_TEXT])))


def _of_text(found: list[str]) -> Iterator[str]:
    for piece in found:
        if not is_han(piece):
            yield piece
            continue
        for word in dict.fromkeys(rjieba.cut_for_search(piece)):
            yield word
            if len(word) > 1:
                yield from pairs(word)
                yield from sounds.of_word(word)
            if len(word) > 2:  # noqa: PLR2004  (two letters stand in every text)
                yield from sounds.first_letters((word,))


def pairs(run: str) -> list[str]:
    return [run[place : place + 2] for place in range(len(run) - 1)]


def abbreviations(run: str) -> Iterator[str]:
    """Yield the first letters of one to four words in a row, and of the words inside them."""
    words = cut(run)
    for first in range(len(words)):
        for last in range(first + 1, min(first + ABBREVIATED, len(words)) + 1):
            if 1 < sum(map(len, words[first:last])) <= LONGEST_ABBREVIATION:
                yield from sounds.first_letters(words[first:last])
        for part in parts(words[first]):
            yield from sounds.first_letters((part,))


def spans(title: str) -> list[str]:
    """Return what may be meant by a word with one sign wrong: words, alone and paired."""
    found: list[str] = []
    for piece in pieces(title[:LONGEST_TITLE]):
        if not is_han(piece):
            found += [piece] if len(piece) > 2 and piece.isalpha() else []  # noqa: PLR2004
            continue
        words = cut(piece)
        for place, word in enumerate(words):
            pair = word + "".join(words[place + 1 : place + 2])
            found += [word, pair, *parts(word)]
    return [span for span in unique(found) if len(span) > 1 and fits(span)]


def fits(span: str) -> bool:
    return len(span) <= LONGEST_SPAN or not is_han(span)


def beginnings(title: str) -> list[str]:
    """Return how a title begins: in signs, in pinyin, in first letters."""
    found = pieces(title[:LONGEST_TITLE])
    said = [sounds.spoken(cut(piece)) if is_han(piece) else (piece,) * 3 for piece in found]
    spoken = ["".join(ways)[:LONGEST_START] for ways in zip(*said, strict=True)]
    return [each for each in unique(("".join(found)[:LONGEST_START], *spoken)) if each]


def unique(found: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(found))
