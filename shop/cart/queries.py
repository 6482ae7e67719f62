"""What is in somebody's basket, and what it is today."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import select

from core.accounts.regions import title_of
from core.db import db
from core.hooks import Reservable, Ware
from core.house import HOUSE
from core.money import Money
from shop.cart.models import CartLine
from shop.cart.rules import Basket, Freights, Item, Line, basket_of, why_not_send
from shop.freight.queries import zones_for
from shop.freight.rules import freight_of


def kinds() -> dict[str, Reservable]:
    """Return the kinds of things that can be put in the basket, by name."""
    return {kind.kind: kind for kind in HOUSE.lines}


def list_items(person_id: int) -> list[Item]:
    """Return what this person has put in, the oldest first."""
    query = (
        select(CartLine.kind, CartLine.ref, CartLine.count)
        .where(CartLine.person_id == person_id)
        .order_by(CartLine.id)
    )
    return [Item(*row) for row in db.session.execute(query)]


def find_ware(kind: str, ref: int, *, at: datetime) -> Ware | None:
    """Return one thing as it is now, or None where there is none."""
    known = kinds().get(kind)
    return known.wares([ref], at=at).get(ref) if known else None


def list_lines(items: Sequence[Item], *, at: datetime, person_id: int = 0) -> list[Line]:
    """Return the items that there are with what they are now, a query for each kind."""
    found: dict[tuple[str, int], Ware] = {}
    for name, kind in kinds().items():
        refs = [item.ref for item in items if item.kind == name]
        if refs:
            found |= {(name, ref): ware for ref, ware in kind.wares(refs, at=at).items()}
    return [
        Line(item, ware, is_own=ware.responsible_id == person_id)
        for item in items
        if (ware := found.get(item.key))
    ]


def fill(items: Sequence[Item], *, at: datetime, person_id: int = 0) -> Basket:
    """Return the basket: what can be ordered by producer, and what is kept aside."""
    return basket_of(list_lines(items, at=at, person_id=person_id))


def find_freights(basket: Basket, province: str) -> Freights:
    """Return what it costs to send the basket to a province, in one query."""
    zones = zones_for([group.seller_id for group in basket.groups], province)
    costs: dict[int, Money] = {}
    reasons: dict[int, str] = {}
    for group in basket.groups:
        zone = zones.get(group.seller_id)
        cost = freight_of(zone, group.grams, group.goods.fen) if zone else None
        if cost is not None:
            costs[group.seller_id] = cost
        reasons[group.seller_id] = why_not_send(
            group, parcel=cost, is_known=zone is not None, where=title_of(province)
        )
    return Freights(costs=costs, reasons={who: why for who, why in reasons.items() if why})


def only(items: Iterable[Item], names: Iterable[str]) -> list[Item]:
    """Return those of the items that a form names."""
    wanted = set(names)
    return [item for item in items if item.name in wanted]
