"""What parcels cost and where things are fetched in the demo world, from the producers' file."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import select

from core.db import db
from core.money import Money
from shop.freight import operations
from shop.freight.models import FreightZone
from shop.freight.rules import Terms
from shop.producers.demo import Steps, days, find_named, find_somebody, told


def steps(at: datetime) -> Steps:
    """Yield when each producer says what sending costs; nothing where one has said so already."""
    if db.session.scalar(select(FreightZone.id).limit(1)):
        return
    file = told("producers.toml")
    for facts in file["producer"]:
        zones = file["freight"][facts["freight"]]
        yield at + days(facts["applied"]), partial(offer, facts, zones, at)


def offer(facts: Mapping[str, Any], zones: Iterable[Mapping[str, Any]], at: datetime) -> None:
    """Say what sending costs and where one can fetch."""
    producer, then = find_named(facts["name"]), at + days(facts["applied"])
    by = find_somebody(facts["responsible"], at)
    for zone in zones:
        operations.add_zone(producer, terms_of(zone), by=by, at=then)
    for point in facts.get("points", ()):
        operations.add_point(producer, operations.Point(**point), by=by, at=then)


def terms_of(zone: Mapping[str, Any]) -> Terms:
    """Return the terms of one zone; the file has its prices in yuan."""
    fen = {name: Money.parse(str(zone.get(name, 0))).fen for name in ("first", "further")}
    free_over = Money.parse(str(zone["free_over"])).fen if "free_over" in zone else None
    return Terms(
        served=zone.get("served", True),
        first_fen=fen["first"],
        further_fen=fen["further"],
        free_over_fen=free_over,
        provinces=zone.get("provinces", ()),
    )
