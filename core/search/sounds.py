"""How Chinese words sound: pinyin, also where a sign is read in more ways than one."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import islice, pairwise, product
from typing import Any

MOST_FORMS = 4  # of one word; more would be noise
Readings = tuple[tuple[str, ...], ...]  # for each sign how it may be read, the likeliest first

# All syllables of Mandarin by their first letters; `v` stands for ü as on every keyboard.
TABLE = """
: a ai an ang ao e ei en eng er o ou
b: a ai an ang ao ei en eng i ian iao ie in ing o u
p: a ai an ang ao ei en eng i ian iao ie in ing o ou u
m: a ai an ang ao e ei en eng i ian iao ie in ing iu o ou u
f: a an ang ei en eng o ou u
d: a ai an ang ao e ei en eng i ia ian iao ie ing iu ong ou u uan ui un uo
t: a ai an ang ao e eng i ian iao ie ing ong ou u uan ui un uo
n: a ai an ang ao e ei en eng i ian iang iao ie in ing iu ong ou u uan uo v ve ue
l: a ai an ang ao e ei eng i ia ian iang iao ie in ing iu o ong ou u uan un uo v ve ue
g: a ai an ang ao e ei en eng ong ou u ua uai uan uang ui un uo
k: a ai an ang ao e ei en eng ong ou u ua uai uan uang ui un uo
h: a ai an ang ao e ei en eng ong ou u ua uai uan uang ui un uo
j: i ia ian iang iao ie in ing iong iu u uan ue un
q: i ia ian iang iao ie in ing iong iu u uan ue un
x: i ia ian iang iao ie in ing iong iu u uan ue un
zh: a ai an ang ao e ei en eng i ong ou u ua uai uan uang ui un uo
ch: a ai an ang ao e en eng i ong ou u ua uai uan uang ui un uo
sh: a ai an ang ao e ei en eng i ou u ua uai uan uang ui un uo
r: an ang ao e en eng i ong ou u ua uan ui un uo
z: a ai an ang ao e ei en eng i ong ou u uan ui un uo
c: a ai an ang ao e en eng i ong ou u uan ui un uo
s: a ai an ang ao e en eng i ong ou u uan ui un uo
y: a an ang ao e i in ing o ong ou u uan ue un
w: a ai an ang ei en eng o u
"""
SYLLABLES = frozenset(
    first.strip() + last
    for line in TABLE.strip().splitlines()
    for first, lasts in (line.split(":"),)
    for last in lasts.split()
)
BEGUN = frozenset(each[:length] for each in SYLLABLES for length in range(1, len(each) + 1))
LONGEST_SYLLABLE = max(map(len, SYLLABLES))


def one_by_one(unknown: str) -> Any:
    """Say of signs that have no sound that each stands for itself."""
    return [*unknown]


@lru_cache(maxsize=16384)
def readings(word: str) -> Readings:
    """Return how each sign of a word is read: as the word asks, then as the sign is read else."""
    from pypinyin import Style, pinyin  # noqa: PLC0415  (its tables are large, a query needs none)

    def read(text: str) -> list[list[str]]:
        return pinyin(text, style=Style.NORMAL, heteronym=True, errors=one_by_one)

    whole = read(word)
    if len(whole) != len(word):
        whole = [[sign] for sign in word]
    found = []
    for sign, ways in zip(word, whole, strict=True):
        mine = ways[:2] if len(ways) > 1 else [*ways, *read(sign)[0][:2]]
        plain = [way for way in dict.fromkeys(mine) if way.isascii() and way.isalpha()]
        found.append(tuple(plain[:2]))
    return tuple(found)


def forms(ways: Sequence[tuple[str, ...]]) -> list[str]:
    """Return how signs in a row may sound together, at most four ways."""
    found: list[str] = []
    for chosen in product(*ways):
        found.append("".join(chosen))
        if len(found) == MOST_FORMS:
            break
    return list(dict.fromkeys(found))


def of_word(word: str) -> list[str]:
    """Return how the word sounds as a whole; nothing where a sign has no known sound."""
    ways = readings(word)
    return forms(ways) if all(ways) else []


def one_by_one_and_two_by_two(words: Sequence[str]) -> Iterator[str]:
    """Yield how each sign sounds, and each two that stand together."""
    signs = [ways for word in words for ways in readings(word)]
    for ways in signs:
        yield from ways
    for left, right in pairwise(signs):
        if left and right:
            yield from forms((left, right))


def first_letters(words: Sequence[str]) -> list[str]:
    """Return the first letters of the signs of these words, in each way they may be read."""
    ways = [
        tuple(dict.fromkeys(way[0] for way in options))
        for word in words
        for options in readings(word)
    ]
    return forms(ways) if all(ways) else []


def spoken(words: Sequence[str]) -> tuple[str, str, str]:
    """Return how all of it sounds, once more with each sign's other sound, and first letters."""
    signs = [ways for word in words for ways in readings(word) if ways]
    return (
        "".join(ways[0] for ways in signs),
        "".join(ways[-1] for ways in signs),
        "".join(ways[0][0] for ways in signs),
    )


def syllables(letters: str, *, most: int = 4, ending: bool = False) -> list[tuple[str, ...]]:
    """Return the ways to read letters as whole syllables, those with the fewest first.

    With `ending` the last one may be only begun: that is what stands there while one types.
    """
    return list(_ways(letters, ending=ending)[:most])


MOST_READ = 64  # ways; letters without end have many
LONGEST_READ = 48


@lru_cache(maxsize=4096)
def _ways(letters: str, *, ending: bool) -> tuple[tuple[str, ...], ...]:
    if len(letters) > LONGEST_READ:
        return ()
    read = _read(letters, 0, _steps(letters, ending=ending))
    return tuple(sorted(islice(read, MOST_READ), key=len))


def _steps(letters: str, *, ending: bool) -> list[list[int]]:
    """Return where a syllable that begins at each place may end, the longest first.

    Only ends from which the rest can be read, too: a reading that leads nowhere is never begun,
    for there are as many of them as there are ways to cut what comes before.
    """
    size = len(letters)
    steps: list[list[int]] = [[] for _ in range(size)]
    for start in range(size - 1, -1, -1):
        for end in range(min(start + LONGEST_SYLLABLE, size), start, -1):
            said = letters[start:end]
            if end == size:
                fits = said in SYLLABLES or (ending and said in BEGUN)
            else:
                fits = said in SYLLABLES and bool(steps[end])
            if fits:
                steps[start].append(end)
    return steps


def _read(letters: str, start: int, steps: Sequence[Sequence[int]]) -> Iterator[tuple[str, ...]]:
    if start == len(letters):
        yield ()
        return
    for end in steps[start]:
        for rest in _read(letters, end, steps):
            yield (letters[start:end], *rest)


def two_by_two(said: Sequence[str]) -> tuple[str, ...]:
    return tuple(left + right for left, right in pairwise(said))
