"""What is never sold here and what is never said of goods, as `goods.toml` lists it."""

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from core.words import _
from shop.catalog.rules.categories import CATEGORIES

LISTS = Path(__file__).parents[1] / "goods.toml"
# Signs that people put between letters so that a word is not found.
BETWEEN = re.compile(r"[\s\u200b-\u200f\u2060-\u2064\ufeff*·•・.\-_~|/\\]+")


@dataclass(frozen=True)
class Ban:
    """A pattern of the title (or of any words), why, and which law says so."""

    title: re.Pattern[str] | None
    anywhere: re.Pattern[str] | None
    reason: str
    law: str


def why_not_offer(title: str, text: str, category: str) -> tuple[str, str] | None:
    """Return (field, reason) when such a thing may not be offered, or None when it may.

    The field is `title`, `text` or `category`. Which goods: the laws named in the reason.
    """
    if category not in CATEGORIES:
        return "category", _("请选一个类别")
    for field, words in (("title", title), ("text", text)):
        reason = _why_not_sell(words, in_title=field == "title") or why_not_say(words)
        if reason:
            return field, reason
    return None


def why_not_say(words: str) -> str | None:
    """Return why this is never said of goods (Advertising law art. 9, 17), or None."""
    plain = plainly(words)
    for ban in _lists()["never_said"]:
        if ban.anywhere and (found := ban.anywhere.search(plain)):
            return _("%(reason)s（%(law)s）", reason=ban.reason % {"word": found[0]}, law=ban.law)
    return _why_not_sell(words, in_title=False)


def plainly(words: str) -> str:
    """Return the words as they are meant: full width undone, nothing hidden between letters."""
    return BETWEEN.sub("", unicodedata.normalize("NFKC", words))


def _why_not_sell(words: str, *, in_title: bool) -> str | None:
    plain = plainly(words)
    for ban in _lists()["never_sold"]:
        patterns = (ban.anywhere, ban.title if in_title else None)
        if any(pattern and pattern.search(plain) for pattern in patterns):
            return _("%(reason)s（%(law)s）", reason=ban.reason, law=ban.law)
    return None


@cache
def _lists() -> dict[str, tuple[Ban, ...]]:
    told = tomllib.loads(LISTS.read_text("utf-8"))

    def pattern(text: str | None) -> re.Pattern[str] | None:
        return re.compile(text) if text else None

    return {
        "never_sold": tuple(
            Ban(
                pattern(each.get("title")),
                pattern(each.get("anywhere")),
                each["reason"],
                each["law"],
            )
            for each in told["never_sold"]
        ),
        "never_said": tuple(
            Ban(None, pattern(each["pattern"]), each["reason"], each["law"])
            for each in told["never_said"]
        ),
    }
