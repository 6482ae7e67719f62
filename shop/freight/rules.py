"""What a parcel costs, and what a producer may say about it."""

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Protocol

from core.money import Money
from core.words import _

MOST_ZONES, MOST_POINTS = 20, 10  # a producer
LIGHTEST, HEAVIEST = 1, 1_000_000  # grams of a step
DEAREST = Money(100_000_00)
GRAMS_OF_KILO = 1000
WRITTEN = re.compile(r"(\d{1,4})(?:\.(\d{1,3}))?", re.ASCII)
SHORT = {"15": "内蒙古", "23": "黑龙江"}  # whose short names have three signs


class Zone(Protocol):
    """What is asked of a zone to know what a parcel costs."""

    @property
    def served(self) -> bool: ...

    @property
    def first_grams(self) -> int: ...

    @property
    def first_fen(self) -> int: ...

    @property
    def further_grams(self) -> int: ...

    @property
    def further_fen(self) -> int: ...

    @property
    def free_over_fen(self) -> int | None: ...


@dataclass(frozen=True, kw_only=True)
class Terms:
    """What a parcel costs to some provinces: weights in grams, prices in fen."""

    served: bool = True
    first_grams: int = GRAMS_OF_KILO
    first_fen: int = 0
    further_grams: int = GRAMS_OF_KILO
    further_fen: int = 0
    free_over_fen: int | None = None
    provinces: Collection[str] = field(default=())


# What most parcels cost from a county; whoever sells saves it, and changes what is not so.
USUAL = (
    Terms(first_fen=8_00, further_fen=3_00),
    Terms(first_fen=18_00, further_fen=12_00, provinces=("54", "65")),
    Terms(first_fen=12_00, further_fen=6_00, provinces=("15", "46", "62", "63", "64")),
    Terms(served=False, provinces=("71", "81", "82")),
)


def freight_of(zone: Zone, grams: int, goods_fen: int) -> Money | None:
    """Return what a parcel of this weight with goods of this price costs; None: not sent there.

    Each begun further step counts whole; without a weight (sold by the piece) the first is paid.
    """
    if not zone.served:
        return None
    if zone.free_over_fen is not None and goods_fen >= zone.free_over_fen:
        return Money(0)
    beyond = max(grams - zone.first_grams, 0)
    steps = -(-beyond // zone.further_grams)
    return Money(zone.first_fen + steps * zone.further_fen)


def short_name(code: str, name: str) -> str:
    """Return how a province is called in talk: 浙江, 内蒙古."""
    return SHORT.get(code, name[:2])


def parse_kilos(text: str) -> int:
    """Read a weight in kilograms (1, 0.5, １) as grams; raise ValueError for the rest."""
    written = WRITTEN.fullmatch(unicodedata.normalize("NFKC", text).strip())
    if written is None:
        raise ValueError(_("重量请写成 1 或 0.5"))
    kilos, rest = written.groups(default="")
    grams = int(kilos) * GRAMS_OF_KILO + int(rest.ljust(3, "0"))
    if not LIGHTEST <= grams <= HEAVIEST:
        raise ValueError(_("重量要在 0.001 到 1000 公斤之间"))
    return grams


def kilos_of(grams: int) -> str:
    """Write a weight in kilograms, without zeros behind."""
    kilos, rest = divmod(grams, GRAMS_OF_KILO)
    return f"{kilos}.{rest:03}".rstrip("0").rstrip(".")


def why_not_price(price: Money) -> str | None:
    """Say why a parcel cannot cost so much, or None."""
    return _("邮费太高了，请看看是不是多写了零") if price > DEAREST else None


def in_words(zone: Zone) -> str:
    """Say what a parcel costs in this zone, in one line."""
    if not zone.served:
        return _("不送")
    said = _(
        "首重 %(first)s 公斤 %(first_price)s，续重每 %(further)s 公斤 %(further_price)s",
        first=kilos_of(zone.first_grams),
        first_price=Money(zone.first_fen),
        further=kilos_of(zone.further_grams),
        further_price=Money(zone.further_fen),
    )
    if zone.free_over_fen is None:
        return said
    return _("%(said)s；满 %(over)s 包邮", said=said, over=Money(zone.free_over_fen))
