"""What a pack promises, in words: how much there is, when it leaves, what it costs to send."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from core.money import Money
from core.words import _, dated
from shop.catalog.models import Pack
from shop.catalog.rules import jin_price, kilo_price

FEW_LEFT = 20  # so many packs or fewer are counted out for the buyer
GRAMS_OF_KILO, GRAMS_OF_JIN = 1000, 500


@dataclass(frozen=True, kw_only=True)
class Offer:
    """A pack as buyers see it."""

    id: int
    name: str
    price: Money
    weight: str
    per_jin: Money | None
    per_kilo: Money | None
    left: str
    sold_out: bool
    ahead: bool
    ships: str


def offers_of(packs: Sequence[Pack], today: date) -> list[Offer]:
    return [
        Offer(
            id=pack.id,
            name=pack.name,
            price=pack.price,
            weight=weight_words(pack.net_grams),
            per_jin=jin_price(pack.fen, pack.net_grams),
            per_kilo=kilo_price(pack.fen, pack.net_grams),
            left=left_words(pack.stock),
            sold_out=is_sold_out(pack, today),
            ahead=pack.ship_by is not None,
            ships=ship_words(pack, today),
        )
        for pack in packs
    ]


def is_sold_out(pack: Pack, today: date) -> bool:
    """Tell whether nothing is left, or the day by which it would have been sent is over."""
    return pack.stock < 1 or (pack.ship_by is not None and pack.ship_by < today)


def left_words(stock: int) -> str:
    """Say how many packs there are while it matters to a buyer."""
    return _("还有 %(count)s 份", count=stock) if 0 < stock <= FEW_LEFT else ""


def ship_words(pack: Pack, today: date) -> str:
    """Say by which village day a pack ordered today is sent; nothing for what cannot be ordered."""
    if is_sold_out(pack, today):
        return ""
    if pack.ship_by is not None:
        return _("预售，最晚 %(day)s寄出", day=day_words(pack.ship_by, today))
    if pack.ships_in_days == 0:
        return _("今天下单，今天寄出")
    day = today + timedelta(days=pack.ships_in_days)
    return _("今天下单，最晚 %(day)s寄出", day=day_words(day, today))


def day_words(day: date, today: date) -> str:
    """Name a day, with its year where it is another."""
    return dated(day, "MMMd" if day.year == today.year else "yMMMd")


def weight_words(grams: int) -> str:
    """Write a net weight: 2.5 千克（5 斤）, 500 克（1 斤）, 80 克; nothing for the piece."""
    if grams == 0:
        return ""
    if grams >= GRAMS_OF_KILO:
        metric = _("%(kilos)s 千克", kilos=f"{grams / GRAMS_OF_KILO:g}")
    else:
        metric = _("%(grams)s 克", grams=grams)
    if grams * 10 % GRAMS_OF_JIN:
        return metric
    return _("%(metric)s（%(jin)s 斤）", metric=metric, jin=f"{grams / GRAMS_OF_JIN:g}")


def alike(offers: Sequence[Offer]) -> str:
    """Return when things are sent, where all packs that can be bought say the same."""
    said = {each.ships for each in offers if each.ships}
    return said.pop() if len(said) == 1 else ""
