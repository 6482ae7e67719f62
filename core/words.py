"""Words for people, with the Chinese sentence as the key."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask_babel import force_locale, gettext, lazy_gettext


def _(sentence: str, **values: object) -> str:
    """Return the sentence in the reader's language; as it stands where nobody reads, in a job."""
    return str(gettext(sentence, **values))


def _l(sentence: str) -> str:
    """Return words that turn into the reader's language when shown: for labels and titles."""
    words: str = lazy_gettext(sentence)
    return words


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Speak the language of whoever will read it (`zh` or `en`), where no request says which."""
    with force_locale("en" if language == "en" else "zh"):
        yield
