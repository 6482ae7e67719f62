"""What a purchase costs, part by part, and why it cannot be placed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from core.money import Money, total
from core.words import _
from shop.cart.rules import MOST_COUNT, MOST_LINES, Group, Item
from shop.catalog.models import ReturnPolicy
from shop.orders.models import Order, OrderLine
from shop.orders.rules.lifecycle import NOTHING_DUE

MOST_FEN = 5_000_000  # an order


@dataclass(frozen=True, kw_only=True)
class Fetching:
    """A pickup point that is open."""

    id: int
    name: str
    address: str
    hours: str


@dataclass(frozen=True, kw_only=True)
class Part:
    """What one producer sends, or keeps at a pickup point; `freight` is None where it cannot.

    `parcel` is what it would cost to send, None where it is not sent there.
    """

    group: Group
    freight: Money | None
    parcel: Money | None
    points: Sequence[Fetching]
    point: Fetching | None
    why_not: str = ""

    @property
    def total(self) -> Money:
        return self.group.goods + (self.freight or Money(0))

    @property
    def ship_by(self) -> date:
        return self.group.ship_by


@dataclass(frozen=True, kw_only=True)
class Quote:
    """What the whole basket costs to this receiver."""

    parts: Sequence[Part]

    @property
    def goods(self) -> Money:
        return total(part.group.goods for part in self.parts)

    @property
    def freight(self) -> Money:
        return total(part.freight or Money(0) for part in self.parts)

    @property
    def total(self) -> Money:
        return self.goods + self.freight

    @property
    def why_not(self) -> str:
        """Say the first reason why it cannot be placed like this; empty when it can."""
        return next((part.why_not for part in self.parts if part.why_not), "")

    @property
    def fresh(self) -> list[str]:
        """Return the titles of what cannot be sent back without a reason (Consumer law 25)."""
        lines = (line for part in self.parts for line in part.group.lines)
        return [each.ware.title for each in lines if each.ware.returns == ReturnPolicy.FRESH_NONE]


def why_not_items(items: Sequence[Item]) -> str:
    """Say why these cannot be ordered in one go, however many there are of each, or nothing."""
    if len(items) > MOST_LINES:
        return _("一次最多买 %(most)s 样，请分几次买", most=MOST_LINES)
    if any(not 1 <= item.count <= MOST_COUNT for item in items):
        return _("每样买 1 到 %(most)s 份", most=MOST_COUNT)
    if len({item.key for item in items}) < len(items):
        return _("同一样东西写了两次，请合在一起")
    return ""


def why_not_so_much(part: Part) -> str:
    """Say why an order cannot be as large as this, or nothing."""
    if part.total.fen > MOST_FEN:
        return _(
            "%(seller)s这一单超过了 %(most)s，请分几次买",
            seller=part.group.seller,
            most=Money(MOST_FEN),
        )
    return ""


def reduced(fen: int, count: int) -> int:
    """Return by how much an order is lowered when so many of a line are not sent."""
    return fen * count


def less_by(lines: Iterable[OrderLine], missing: Mapping[int, int]) -> Money:
    """Return how much less is due for an order of which so many of each line are not sent."""
    return Money(sum(reduced(line.fen, missing.get(line.id, 0)) for line in lines))


def sums_of(order: Order) -> list[tuple[str, Money]]:
    """Return what the sum of an order is made of."""
    sums = [(_("商品"), Money(order.goods_fen)), (_("运费"), Money(order.freight_fen))]
    if order.reduced_fen:
        sums.append((_("少要的"), -Money(order.reduced_fen)))
    return sums


def to_pay(order: Order) -> Money:
    """Return what is paid for it in the end: nothing where nothing was sold, or it came back."""
    return Money(0) if order.status in NOTHING_DUE else order.due
