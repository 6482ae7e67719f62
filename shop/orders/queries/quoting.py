"""What a basket costs to a receiver: freight and pickup points of all its producers at once."""

from collections.abc import Mapping

from core.accounts.regions import title_of
from core.money import Money
from core.words import _
from shop.cart.rules import Basket, Group, why_not_send
from shop.freight.models import FreightZone, PickupPoint
from shop.freight.queries import list_points_of, zones_for
from shop.freight.rules import freight_of
from shop.orders.rules.totals import Fetching, Part, Quote, why_not_so_much


def quote(basket: Basket, *, district: str, pickups: Mapping[int, int]) -> Quote:
    """Return what it costs, two queries however many producers there are.

    `district` is that of the receiver, empty while it is not known; `pickups` names, by producer,
    the point at which the goods are fetched instead.
    """
    sellers = [group.seller_id for group in basket.groups]
    zones = zones_for(sellers, district) if district else {}
    points: dict[int, list[Fetching]] = {}
    for point in list_points_of(sellers):
        points.setdefault(point.producer_id, []).append(fetching(point))
    parts = []
    for group in basket.groups:
        chosen = pickups.get(group.seller_id)
        mine = points.get(group.seller_id, [])
        zone = zones.get(group.seller_id)
        parts.append(part_of(group, zone, mine, chosen=chosen, district=district))
    return Quote(parts=parts)


def part_of(
    group: Group,
    zone: FreightZone | None,
    points: list[Fetching],
    *,
    chosen: int | None,
    district: str,
) -> Part:
    parcel = freight_of(zone, group.grams, group.goods.fen) if zone else None
    point = next((each for each in points if each.id == chosen), None)
    freight, why_not = parcel, ""
    if chosen is not None:
        freight = Money(0) if point else None
        why_not = "" if point else _("%(seller)s的这个自提点已经不用了", seller=group.seller)
    elif not district:
        why_not = _("先选收货的地方")
    else:
        where = title_of(district[:2])
        why_not = why_not_send(group, parcel=parcel, is_known=zone is not None, where=where)
    part = Part(
        group=group, freight=freight, parcel=parcel, points=points, point=point, why_not=why_not
    )
    return part if why_not else Part(**{**vars(part), "why_not": why_not_so_much(part)})


def fetching(point: PickupPoint) -> Fetching:
    return Fetching(id=point.id, name=point.name, address=point.address, hours=point.hours)
