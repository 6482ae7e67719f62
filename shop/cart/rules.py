"""What fits into a basket, how a visitor's basket is written down, and how two become one."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from core.hooks import Ware
from core.money import Money, total
from core.words import _

MOST_LINES, MOST_COUNT = 50, 99
NAMED = re.compile(r"([a-z]{1,20})-([1-9]\d{0,8})", re.ASCII)
WRITTEN = re.compile(rf"{NAMED.pattern}-([1-9]\d?)", re.ASCII)
COUNT = re.compile(r"[1-9]\d?", re.ASCII)


@dataclass(frozen=True)
class Item:
    """So many of a thing of a kind."""

    kind: str
    ref: int
    count: int

    @property
    def key(self) -> tuple[str, int]:
        return self.kind, self.ref

    @property
    def name(self) -> str:
        """Return how forms and addresses name the thing."""
        return f"{self.kind}-{self.ref}"


@dataclass(frozen=True)
class Line:
    """An item with what it is now; one's own goods cannot be bought."""

    item: Item
    ware: Ware
    is_own: bool = False

    @property
    def count(self) -> int:
        return self.item.count

    @property
    def key(self) -> str:
        """Return how forms name the line."""
        return self.item.name

    @property
    def total(self) -> Money:
        return self.ware.price * self.item.count

    @property
    def why_not(self) -> str:
        """Say why so many cannot be had now; empty when they can."""
        if self.ware.why_not:
            return self.ware.why_not
        if self.is_own:
            return _("这是您自己卖的，不能自己买")
        if self.item.count > self.ware.left:
            return _("只剩 %(left)s 份", left=self.ware.left)
        return ""

    @property
    def is_too_many(self) -> bool:
        """Tell whether fewer of it could be had."""
        return bool(self.why_not) and not self.ware.why_not and not self.is_own


@dataclass(frozen=True, kw_only=True)
class Group:
    """What comes from one producer: it becomes one order."""

    seller_id: int
    seller: str
    lines: Sequence[Line]

    @property
    def goods(self) -> Money:
        return total(line.total for line in self.lines)

    @property
    def grams(self) -> int:
        return sum(line.ware.grams * line.count for line in self.lines)

    @property
    def ship_by(self) -> date:
        return max(line.ware.ship_by for line in self.lines)


@dataclass(frozen=True, kw_only=True)
class Basket:
    """What can be ordered, by producer; what cannot be had now is kept aside."""

    groups: Sequence[Group]
    aside: Sequence[Line]

    @property
    def goods(self) -> Money:
        return total(group.goods for group in self.groups)

    @property
    def count(self) -> int:
        """Return how many things there are to order."""
        return sum(line.count for group in self.groups for line in group.lines)

    @property
    def items(self) -> list[Item]:
        """Return what can be ordered."""
        return [line.item for group in self.groups for line in group.lines]


@dataclass(frozen=True, kw_only=True)
class Freights:
    """What it costs to send the basket to a province, by producer, or why it is not sent."""

    costs: Mapping[int, Money]
    reasons: Mapping[int, str]

    @property
    def total(self) -> Money:
        return total(self.costs.values())


def basket_of(lines: Iterable[Line]) -> Basket:
    """Part what can be had from what cannot, the first by producer as it was put in."""
    groups: dict[int, list[Line]] = {}
    aside: list[Line] = []
    for line in lines:
        if line.why_not:
            aside.append(line)
        else:
            groups.setdefault(line.ware.seller_id, []).append(line)
    return Basket(
        groups=[
            Group(seller_id=seller_id, seller=mine[0].ware.seller, lines=mine)
            for seller_id, mine in groups.items()
        ],
        aside=aside,
    )


def united(first: Iterable[Item], second: Iterable[Item]) -> list[Item]:
    """Put two baskets together: of the same thing the larger count, the newest lines last.

    Somebody who filled a basket twice, before and after signing in, wants it once.
    """
    merged: dict[tuple[str, int], Item] = {}
    for item in (*first, *second):
        seen = merged.get(item.key)
        count = max(item.count, seen.count) if seen else item.count
        merged[item.key] = replace(item, count=count)
    return list(merged.values())[:MOST_LINES]


def put(items: Iterable[Item], new: Item) -> list[Item]:
    """Add so many of a thing, at most 99 of it."""
    merged = {item.key: item for item in items}
    seen = merged.get(new.key)
    count = min(new.count + (seen.count if seen else 0), MOST_COUNT)
    merged[new.key] = replace(new, count=count)
    return list(merged.values())


def why_not_put(items: Sequence[Item], new: Item, ware: Ware | None, *, person_id: int) -> str:
    """Say why this cannot be put in the basket, or nothing; `person_id` is 0 for a visitor."""
    if ware is None:
        return _("这样东西已经没有了")
    seen = next((item.count for item in items if item.key == new.key), 0)
    if not seen and len(items) >= MOST_LINES:
        return _("购物车最多放 %(most)s 样，先下一单或去掉几样", most=MOST_LINES)
    reason = Line(new, ware, is_own=ware.responsible_id == person_id).why_not
    if reason or not seen:
        return reason
    if seen + new.count > ware.left:
        return _("只剩 %(left)s 份，购物车里已经有 %(seen)s 份", left=ware.left, seen=seen)
    if seen + new.count > MOST_COUNT:
        return _("一样最多 %(most)s 份，购物车里已经有 %(seen)s 份", most=MOST_COUNT, seen=seen)
    return ""


def changed(items: Iterable[Item], wanted: Iterable[Item]) -> list[Item]:
    """Return those of the basket's items of which another count is wanted, with that count."""
    before = {item.key: item.count for item in items}
    return [item for item in wanted if before.get(item.key, item.count) != item.count]


def why_not_send(group: Group, *, parcel: Money | None, is_known: bool, where: str) -> str:
    """Say why the goods of one producer cannot be sent there, or nothing."""
    if not is_known:
        return _("%(seller)s还没有填运费，暂时只能自提或换一家", seller=group.seller)
    if parcel is None:
        return _("%(seller)s不送到%(where)s", seller=group.seller, where=where)
    return ""


def parse_count(text: str) -> int:
    """Read how many are wanted, also in full width; raise ValueError with a sentence."""
    text = unicodedata.normalize("NFKC", text).strip()
    if not COUNT.fullmatch(text):
        raise ValueError(_("份数请写 1 到 %(most)s 之间的整数", most=MOST_COUNT))
    return int(text)


def parse_name(text: str) -> tuple[str, int] | None:
    """Read how a form names a thing: its kind and ref, or None."""
    found = NAMED.fullmatch(text)
    return (found[1], int(found[2])) if found else None


def written(items: Iterable[Item]) -> str:
    """Write a basket in one word, for a cookie."""
    return ".".join(f"{item.name}-{item.count}" for item in items)


def read(text: str) -> list[Item]:
    """Read what `written` wrote; what is none is left out, a thing said twice counts once."""
    found = (WRITTEN.fullmatch(each) for each in text.split("."))
    items = {(each[1], int(each[2])): int(each[3]) for each in found if each}
    return [Item(kind, ref, count) for (kind, ref), count in items.items()][:MOST_LINES]
