"""What a producer says about sending and fetching."""

from dataclasses import asdict, dataclass, replace
from datetime import datetime

from sqlalchemy import delete, exists, func, or_, select, update

from core.access import Actor
from core.accounts.codes import changed
from core.accounts.regions import provinces
from core.db import db
from core.errors import Overtaken, Refused
from core.history.operations import record
from core.words import _
from shop.freight import rules
from shop.freight.models import FreightProvince, FreightZone, PickupPoint
from shop.freight.queries import count_points, list_taken
from shop.freight.rules import Terms
from shop.producers.models import Producer
from shop.producers.operations import shows_otherwise

ZONES, POINTS = FreightZone.__tablename__, PickupPoint.__tablename__


@dataclass(frozen=True, kw_only=True)
class Point:
    """Where and when buyers fetch what they ordered."""

    name: str
    address: str
    hours: str
    phone: str = ""

    def written(self) -> str:
        """Return it line by line, to be compared."""
        return "\n".join(line for line in asdict(self).values() if line)


def offer_usual(producer: Producer, *, by: Actor, at: datetime) -> None:
    """Begin with what most parcels cost; nothing happens where zones are there already."""
    lock(producer)
    there = select(FreightZone.id).where(FreightZone.producer_id == producer.id)
    if db.session.scalar(there.limit(1)) is not None:
        return
    for position, terms in enumerate(rules.USUAL):
        _write(producer, terms, position)
    record("offer_freight", ZONES, producer.id, by=by, at=at)
    _moved(producer, at=at)


def add_zone(producer: Producer, terms: Terms, *, by: Actor, at: datetime) -> FreightZone:
    """Say what a parcel costs to some provinces; the first zone said is the one for all others."""
    lock(producer)
    last = select(func.max(FreightZone.position), func.count()).where(
        FreightZone.producer_id == producer.id
    )
    highest, count = db.session.execute(last).one()
    if count >= rules.MOST_ZONES:
        raise Refused(_("最多分 %(most)s 组，先并掉几组", most=rules.MOST_ZONES))
    if count == 0:
        terms = replace(terms, provinces=())
    elif not terms.provinces:
        raise Refused(_("请至少选一个省"), field="provinces")
    _refuse_taken(producer.id, terms)
    zone = _write(producer, terms, 0 if highest is None else highest + 1)
    record("add_zone", ZONES, zone.id, by=by, at=at, became=rules.in_words(zone))
    _moved(producer, at=at)
    return zone


def edit_zone(zone: FreightZone, terms: Terms, *, version: int, by: Actor, at: datetime) -> None:
    """Change what a parcel costs there; raise `Overtaken` when somebody saved another meanwhile."""
    lock(zone.producer)
    is_rest = not zone.provinces
    if is_rest:
        terms = replace(terms, provinces=())
    elif not terms.provinces:
        raise Refused(_("请至少选一个省"), field="provinces")
    _refuse_taken(zone.producer_id, terms, but=zone.id)
    was, values = rules.in_words(zone), asdict(terms)
    values.pop("provinces")
    step = update(FreightZone).where(FreightZone.id == zone.id, FreightZone.version == version)
    if not changed(step.values(version=version + 1, **values)):
        db.session.refresh(zone)
        theirs = rules.in_words(zone)
        raise Overtaken(_("这一组刚刚在别处改过"), theirs=theirs, mine=rules.in_words(terms))
    db.session.execute(delete(FreightProvince).where(FreightProvince.zone_id == zone.id))
    _name(zone.id, zone.producer_id, terms)
    db.session.refresh(zone)
    record("edit_zone", ZONES, zone.id, by=by, at=at, was=was, became=rules.in_words(zone))
    _moved(zone.producer, at=at)


def remove_zone(zone: FreightZone, *, by: Actor, at: datetime) -> None:
    """Forget the zone: its provinces cost what all others do; that one itself stays."""
    lock(zone.producer)
    if not zone.provinces:
        raise Refused(_("“其他地方”这一组不能删，可以改成不送"))
    producer, was = zone.producer, rules.in_words(zone)
    db.session.execute(delete(FreightProvince).where(FreightProvince.zone_id == zone.id))
    db.session.execute(delete(FreightZone).where(FreightZone.id == zone.id))
    record("remove_zone", ZONES, zone.id, by=by, at=at, was=was)
    _moved(producer, at=at)


def add_point(producer: Producer, point: Point, *, by: Actor, at: datetime) -> PickupPoint:
    """Open a pickup point."""
    lock(producer)
    if count_points(producer.id) >= rules.MOST_POINTS:
        raise Refused(_("自提点最多 %(most)s 个，先关掉一个", most=rules.MOST_POINTS))
    made = PickupPoint(producer_id=producer.id, **asdict(point))
    db.session.add(made)
    db.session.flush()
    record("add_point", POINTS, made.id, by=by, at=at, became=point.name)
    _moved(producer, at=at)
    return made


def edit_point(known: PickupPoint, point: Point, *, version: int, by: Actor, at: datetime) -> None:
    """Change what is said about it; raise `Overtaken` when somebody saved another meanwhile."""
    was = known.name
    step = (
        update(PickupPoint)
        .where(PickupPoint.id == known.id, PickupPoint.version == version)
        .where(PickupPoint.closed_at.is_(None))
    )
    if not changed(step.values(version=version + 1, **asdict(point))):
        db.session.refresh(known)
        if known.closed_at:
            raise Refused(_("这个自提点已经关了"))
        theirs = Point(**{name: getattr(known, name) for name in Point.__annotations__})
        raise Overtaken(
            _("这个自提点刚刚在别处改过"), theirs=theirs.written(), mine=point.written()
        )
    record("edit_point", POINTS, known.id, by=by, at=at, was=was, became=point.name)
    _moved(known.producer, at=at)


def close_point(point: PickupPoint, *, by: Actor, at: datetime) -> None:
    """Close the pickup point for what is ordered from now on."""
    step = update(PickupPoint).where(PickupPoint.id == point.id, PickupPoint.closed_at.is_(None))
    if not changed(step.values(closed_at=at)):
        raise Refused(_("这个自提点已经关了"))
    record("close_point", POINTS, point.id, by=by, at=at, was=point.name)
    _moved(point.producer, at=at)


def lock(producer: Producer) -> None:
    """Let one change of a producer's zones and points come after the other."""
    one = select(Producer.id).where(Producer.id == producer.id)
    db.session.execute(one.with_for_update())


def _write(producer: Producer, terms: Terms, position: int) -> FreightZone:
    values = asdict(terms)
    values.pop("provinces")
    zone = FreightZone(producer_id=producer.id, position=position, **values)
    db.session.add(zone)
    db.session.flush()
    _name(zone.id, producer.id, terms)
    return zone


def _name(zone_id: int, producer_id: int, terms: Terms) -> None:
    rows = [
        FreightProvince(zone_id=zone_id, producer_id=producer_id, code=code)
        for code in sorted(set(terms.provinces))
    ]
    db.session.add_all(rows)
    db.session.flush()


def _refuse_taken(producer_id: int, terms: Terms, *, but: int | None = None) -> None:
    names = dict(provinces())
    if not set(terms.provinces) <= names.keys():
        raise Refused(_("没有这个省"), field="provinces")
    taken = sorted(set(terms.provinces) & list_taken(producer_id, but=but))
    if taken:
        said = "、".join(rules.short_name(code, names[code]) for code in taken)
        raise Refused(_("%(names)s已经在别的组里", names=said), field="provinces")


def _moved(producer: Producer, *, at: datetime) -> None:
    """Let the producer's row say whether goods can get to buyers, and the public see it."""
    sends = exists().where(FreightZone.producer_id == Producer.id, FreightZone.served)
    fetched = exists().where(
        PickupPoint.producer_id == Producer.id, PickupPoint.closed_at.is_(None)
    )
    one = update(Producer).where(Producer.id == producer.id)
    db.session.execute(
        one.values(delivers=or_(sends, fetched)), execution_options={"synchronize_session": False}
    )
    shows_otherwise(producer.id, at=at)
