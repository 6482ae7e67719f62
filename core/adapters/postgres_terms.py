"""Terms as PostgreSQL's text search writes them: A stands in titles, D in texts."""

from collections.abc import Callable, Iterable, Sequence

from core.ports import Document
from core.search import sounds, words
from core.search.wishes import Wish, read

# Terms are letters and digits only: none can end its quotes.


def vector(document: Document) -> str:
    """Return a document as a tsvector."""
    title = (f"'{term}':1A" for term in words.tokens(document.title))
    rest = (f"'{term}':2D" for term in words.text_tokens(document.text))
    return " ".join((*title, *rest))


def term(word: str, weight: str) -> str:
    return f"'{word}':{weight}"


def every(found: Iterable[str], weight: str) -> str:
    return "(" + " & ".join(term(each, weight) for each in found) + ")"


def in_title(wish: Wish) -> str:
    return "(" + " | ".join(every(way, "A") for way in wish.title) + ")"


def anywhere(wish: Wish) -> str:
    ways = [in_title(wish), *(every(way, "D") for way in wish.text)]
    return "(" + " | ".join(ways) + ")"


def all_of(wishes: Iterable[Wish], write: Callable[[Wish], str] = anywhere) -> str:
    """Return a query for what holds all these words: in its title or text, or as `write` says."""
    return " & ".join(write(wish) for wish in wishes)


def together(pairs: Sequence[str]) -> str:
    return every(pairs, "A")


def begun(typed: Sequence[str]) -> str:
    """Return a query for titles that hold all of this, the last word perhaps only begun."""
    *before, last = typed
    held = [in_title(wish) for wish in read(" ".join(before)).wishes]
    if words.is_han(last):
        held.append(every(words.pairs(last) or [last], "A"))
    else:
        ways = [term(last, "*A")]
        read_as = map(sounds.two_by_two, sounds.syllables(last, most=2, ending=True))
        ways += [
            f"({every(two[:-1], 'A')} & {term(two[-1], '*A')})" for two in read_as if len(two) > 1
        ]
        held.append("(" + " | ".join(ways) + ")")
    return " & ".join(held)
