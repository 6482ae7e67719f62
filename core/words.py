"""Words for people, with the Chinese sentence as the key."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from babel.dates import format_skeleton
from flask_babel import force_locale, get_locale, gettext, lazy_gettext


def _(sentence: str, **values: object) -> str:
    """Return the sentence in the reader's language; as it stands where nobody reads, in a job."""
    return str(gettext(sentence, **values))


def _l(sentence: str) -> str:
    """Return words that turn into the reader's language when shown: for labels and titles."""
    words: str = lazy_gettext(sentence)
    return words


def dated(when: date, skeleton: str = "yMMMd") -> str:
    """Name a day, or a moment in its own zone: 2029年11月24日, in English 24 Nov 2029.

    The skeleton names the fields, which each language puts in its own order.
    """
    return str(format_skeleton(skeleton, when, locale="en_GB" if in_english() else "zh_Hans_CN"))


def in_english() -> bool:
    """Tell whether the reader reads English; data files that carry both tongues ask this."""
    return str(get_locale() or "").startswith("en")


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Speak the language of whoever will read it (`zh` or `en`), where no request says which."""
    with force_locale("en" if language == "en" else "zh"):
        yield
