"""What somebody wants to find: the words of a query, each as terms that an index knows."""

from dataclasses import dataclass

from core.search import sounds, words

LONGEST_QUERY = 64  # signs; nobody types more, only machines do
MOST_TERMS = 24
# Words between the words; they find everything and mean nothing.
FILLING = frozenset("的了和与及是有在我要想买吗呢吧啊哪") | {"哪里", "什么", "怎么", "一下"}
All = tuple[str, ...]


@dataclass(frozen=True)
class Wish:
    """One word that must be there: in the title in one of these ways, or else in the text.

    Each way is a row of terms of which all must be there.
    """

    word: str
    title: tuple[All, ...]
    text: tuple[All, ...]

    @property
    def size(self) -> int:
        return sum(len(way) for way in (*self.title, *self.text))


@dataclass(frozen=True)
class Query:
    """The words that must be there, and the pairs of signs of titles that hold them together."""

    wishes: tuple[Wish, ...]
    together: tuple[str, ...]


def read(query: str) -> Query:
    """Return what a query asks for; it has no syntax, whatever signs stand in it."""
    wanted = tuple(wishes(query))
    runs = [piece for piece in words.pieces(query[:LONGEST_QUERY]) if words.is_han(piece)]
    inside = {term for wish in wanted for way in wish.title for term in way}
    between = [pair for run in runs for pair in words.pairs(run) if pair not in inside]
    return Query(wanted, tuple(between[:MOST_TERMS]))


def wishes(query: str) -> list[Wish]:
    """Return the words of a query, few enough for any index."""
    found = words.unique(words.tokens(query[:LONGEST_QUERY], query=True))
    told = [word for word in found if word not in FILLING] or found
    kept: list[Wish] = []
    for wish in map(wish_for, told):
        if sum(each.size for each in kept) + wish.size > MOST_TERMS:
            break
        kept.append(wish)
    return kept


def wish_for(word: str) -> Wish:
    """Return as which terms a word is found."""
    if words.is_han(word):
        inside = tuple(words.parts(word))
        title = tuple(words.pairs(word)) or (word,)
        return Wish(word, (title,), ((word,), inside) if inside else ((word,),))
    spelt = [
        sounds.two_by_two(said)
        for said in sounds.syllables(word, most=2)
        if len(said) > 2  # noqa: PLR2004  (one or two syllables are a term as they stand)
    ]
    return Wish(word, ((word,), *spelt), ((word,),))
