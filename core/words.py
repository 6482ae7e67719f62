"""Words for people, with the Chinese sentence as the key."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from functools import lru_cache

from babel.dates import format_skeleton
from flask import g
from flask_babel import force_locale, get_locale
from flask_babel import get_domain as catalogue
from flask_babel.speaklater import LazyString
from markupsafe import Markup

KEPT = 4096  # sentences and days, of all that a page says


def _(sentence: str, **values: object) -> str:
    """Return the sentence in the reader's language; as it stands where nobody reads, in a job."""
    words = str(translate()(sentence))
    return words % values if values else words


def say(sentence: str, **values: object) -> Markup:
    """Return the sentence for a page: what is filled in is escaped, the words are not."""
    words = marked(str(translate()(sentence)))
    return words % values if values or "%" in words else words


@lru_cache(maxsize=KEPT)
def marked(words: str) -> Markup:
    return Markup(words)  # noqa: S704 - from code, template or catalogue, not from people


def translate() -> Callable[[str], str]:
    """Return what turns a sentence into the reader's language, looked up once for each reader."""
    try:
        found: Callable[[str], str] = g.translate
    except AttributeError:
        found = g.translate = catalogue().get_translations().gettext
    except RuntimeError:  # no app: nobody reads
        return str
    return found


def _l(sentence: str) -> str:
    """Return words that turn into the reader's language when shown: for labels and titles."""
    words: str = LazyString(_, sentence)
    return words


def dated(when: date, skeleton: str = "yMMMd") -> str:
    """Name a day, or a moment in its own zone: 2029年11月24日, in English 24 Nov 2029.

    The skeleton names the fields, which each language puts in its own order.
    """
    return named(when, skeleton, "en_GB" if in_english() else "zh_Hans_CN")


@lru_cache(maxsize=KEPT)
def named(when: date, skeleton: str, locale: str) -> str:
    return str(format_skeleton(skeleton, when, locale=locale))


def in_english() -> bool:
    """Tell whether the reader reads English; data files that carry both tongues ask this."""
    try:
        known: bool = g.in_english
    except AttributeError:
        known = g.in_english = str(get_locale() or "").startswith("en")
    except RuntimeError:
        return False
    return known


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Speak the language of whoever will read it (`zh` or `en`), where no request says which."""
    with force_locale("en" if language == "en" else "zh"):
        forget()
        try:
            yield
        finally:
            forget()


def forget() -> None:
    """Look the reader's language up again."""
    if g:
        g.pop("translate", None)
        g.pop("in_english", None)
