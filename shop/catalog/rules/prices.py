"""Weights and prices as people say them: by the jin, by the kilo, by the piece."""

import re
import unicodedata

from core.money import Money
from core.words import _
from shop.catalog.models import GRAMS_OF_JIN, GRAMS_OF_KILO

WRITTEN = re.compile(r"(\d{1,6})(?:\.(\d{1,3}))?", re.ASCII)
UNITS = {"jin": GRAMS_OF_JIN, "kilo": GRAMS_OF_KILO, "gram": 1}
PIECE = "piece"
MOST_GRAMS = 1_000_000
MOST_FEN = 5_000_000
MOST_STOCK = 99_999


def grams_of(text: str, unit: str) -> int:
    """Read a weight in 斤, kg or g as whole grams, 0 for the piece; raise ValueError otherwise."""
    if unit == PIECE:
        return 0
    written = WRITTEN.fullmatch(unicodedata.normalize("NFKC", text).strip())
    if written is None or unit not in UNITS:
        raise ValueError(_("重量请写成 5 或 2.5"))
    whole, part = written.groups(default="")
    thousandths = int(whole) * 1000 + int(part.ljust(3, "0"))
    grams, rest = divmod(thousandths * UNITS[unit], 1000)
    if rest or grams < 1:
        raise ValueError(_("重量最小写到 1 克"))
    if grams > MOST_GRAMS:
        raise ValueError(_("一份最重 1000 公斤"))
    return grams


def weight_in(grams: int) -> tuple[str, str]:
    """Return amount and unit as one would write them: whole or half jin, else grams."""
    if grams == 0:
        return "", PIECE
    if grams % 50 == 0:
        jin, rest = divmod(grams * 10 // GRAMS_OF_JIN, 10)
        return (f"{jin}.{rest}" if rest else str(jin)), "jin"
    return str(grams), "gram"


def jin_price(fen: int, grams: int) -> Money | None:
    """Return the price of 500 g, to the nearest fen; None for what is sold by the piece."""
    return _price_of(fen, grams, GRAMS_OF_JIN)


def kilo_price(fen: int, grams: int) -> Money | None:
    """Return the price of 1 kg, to the nearest fen; None for what is sold by the piece."""
    return _price_of(fen, grams, GRAMS_OF_KILO)


def _price_of(fen: int, grams: int, unit: int) -> Money | None:
    if grams == 0:
        return None
    return Money((2 * fen * unit + grams) // (2 * grams))


def why_not_price(price: Money) -> str | None:
    """Return why a pack cannot cost this, or None when it can."""
    if price.fen < 1:
        return _("价格要大于 0")
    if price.fen > MOST_FEN:
        return _("一份最多卖 50,000 元")
    return None
