"""The nearest word: what was meant when a sign or a letter is wrong."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from core.search import sounds, words
from core.search.wishes import FILLING, LONGEST_QUERY, wishes

SHORTEST_SPELLING = 3  # letters
LONGEST_SPELLING = 24
MOST_LOOKED_UP = 600  # keys
MOST_TRIED = 8  # corrected queries
PAIR = 2
ENDING, ENDING_SOUND = "子", "zi"
SAME_SOUND, SHORTENED, NEAR_SOUND, ALIKE = range(4)  # how far one word is from another


@dataclass(frozen=True)
class Known:
    """A word that stands in titles, and how it sounds."""

    word: str
    sound: str


Look = Callable[[Sequence[str]], Iterable[Known]]
Count = Callable[[str], int]


@dataclass(frozen=True, kw_only=True)
class Lookout:
    """What an index can be asked: known words by their keys, and how much a query finds.

    `titled` counts documents whose title holds all of it, `count` those that hold it anywhere.
    """

    look: Look
    count: Count
    titled: Count


def keys_of(word: str) -> list[str]:
    """Return under which keys a known word is kept: itself and its sound, each less one letter.

    Two words that differ in one sign have a key in common; `=` marks a sound that is whole.
    """
    if not words.is_han(word):
        return words.unique((word, *less_one(word)))
    said = [each for each in sounds.of_word(word) if len(each) <= LONGEST_SPELLING]
    shorter = [key for each in said[:2] for key in (each, *less_one(each))]
    return words.unique((word, *less_one(word), *(f"={each}" for each in said), *shorter))


def sound_of(word: str) -> str:
    """Return how the word sounds, or the word where that is not known."""
    return next(iter(sounds.of_word(word)), word) if words.is_han(word) else word


def less_one(word: str) -> list[str]:
    return [word[:place] + word[place + 1 :] for place in range(len(word))]


@dataclass(frozen=True)
class Try:
    """A query with a part of it put right."""

    query: str
    distance: tuple[int, int]


def nearest(query: str, index: Lookout) -> str:
    """Return the query with the nearest word in it that finds something, or nothing at all.

    Where no word is near, words that stand in no title are left out.
    """
    found = meant(query)
    tries = sorted(set(tries_of(found, index.look)), key=lambda each: (each.distance, each.query))
    left = MOST_TRIED
    for _, group in groupby(tries, key=lambda each: each.distance):
        counted = [(index.count(each.query), each.query) for each in list(group)[:left]]
        best = max(counted, default=(0, ""), key=lambda pair: pair[0])
        if best[0]:
            return best[1]
        left -= len(counted)
        if left <= 0:
            break
    return without_unknown(query, index)


def meant(query: str) -> list[str]:
    """Return the pieces of a query without the words that mean nothing."""
    found = []
    for piece in words.pieces(query[:LONGEST_QUERY]):
        told = words.cut(piece) if words.is_han(piece) else (piece,)
        found.append("".join(word for word in told if word not in FILLING) or piece)
    return found


def without_unknown(query: str, index: Lookout) -> str:
    told = [wish.word for wish in wishes(query)]
    known = [word for word in told if index.titled(word)]
    rest = " ".join(known)
    if len(known) == len(told) or all(len(word) == 1 for word in known) or not index.count(rest):
        return ""
    return rest


def tries_of(found: list[str], look: Look) -> Iterator[Try]:
    """Yield each query that a known word near a part of this one would make."""
    looked = 0
    for place, piece in enumerate(found):
        for shorter in without_ending(piece):
            yield Try(" ".join((*found[:place], shorter, *found[place + 1 :])), (0, SHORTENED))
        for start, end in parts_of(piece):
            part = piece[start:end]
            keys = [part, *less_one(part)]
            if words.is_han(part):
                keys += [f"={each}" for each in sounds.of_word(part)]
            looked += len(keys)
            if looked > MOST_LOOKED_UP:
                return
            for known in look(keys):
                if (distance := distance_of(part, known)) is not None:
                    put = [piece[:start], known.word, piece[end:]]
                    right = (*found[:place], "".join(put) if words.is_han(part) else " ".join(put))
                    query = " ".join((*right, *found[place + 1 :]))
                    yield Try(" ".join(query.split()), (len(piece) - len(part), distance))


def without_ending(piece: str) -> Iterator[str]:
    """Yield the piece with 桃 for 桃子: what people say and what stands on a label."""
    if not words.is_han(piece):
        if piece.endswith(ENDING_SOUND) and piece.removesuffix(ENDING_SOUND) in sounds.SYLLABLES:
            yield piece.removesuffix(ENDING_SOUND)
        return
    cut = words.cut(piece)
    for place, word in enumerate(cut):
        if len(word) == PAIR and word.endswith(ENDING):
            yield "".join((*cut[:place], word[0], *cut[place + 1 :]))


def parts_of(piece: str) -> list[tuple[int, int]]:
    """Return which parts of a piece may be the word that is wrong, the longest first."""
    size = len(piece)
    if words.is_han(piece):
        longest = min(size, words.LONGEST_SPAN)
        return [
            (start, start + length)
            for length in range(longest, 1, -1)
            for start in range(size - length + 1)
        ]
    if not piece.isalpha() or size > LONGEST_SPELLING:
        return []
    ends = [(0, end) for end in range(size, SHORTEST_SPELLING - 1, -1)]
    starts = [(start, size) for start in range(1, size - SHORTEST_SPELLING + 1)]
    return [
        (start, end)
        for start, end in (*ends, *starts)
        if all(not rest or sounds.syllables(rest) for rest in (piece[:start], piece[end:]))
    ]


def distance_of(part: str, known: Known) -> int | None:
    """Return how far the word is from what was typed; None for one that is too far, or the same.

    Chinese is typed by its sound, so a word that sounds the same is nearer than one that looks
    alike. Two signs that are a word were meant so: 冬瓜 may become 西瓜, but not 冬天.
    """
    if part == known.word:
        return None
    if not words.is_han(part):
        return NEAR_SOUND if part != known.sound and is_one_off(part, known.sound) else None
    said = sounds.of_word(part)
    if known.sound in said or any(each in said for each in sounds.of_word(known.word)):
        return SAME_SOUND
    if not is_one_off(part, known.word):
        return None
    if len(part) == PAIR and words.is_word(part) and part[-1] != known.word[-1]:
        return None
    return NEAR_SOUND if any(is_one_off(each, known.sound) for each in said) else ALIKE


def is_one_off(one: str, other: str) -> bool:
    """Tell whether one letter more, less, other or two changed about make them the same."""
    short, long = sorted((one, other), key=len)
    if len(long) - len(short) > 1:
        return False
    start = 0
    while start < len(short) and short[start] == long[start]:
        start += 1
    if len(short) < len(long):
        return short[start:] == long[start + 1 :]
    if short[start + 1 :] == long[start + 1 :]:
        return True
    swapped = long[start : start + 2][::-1] + long[start + 2 :]
    return short[start:] == swapped
