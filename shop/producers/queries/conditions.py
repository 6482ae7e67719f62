"""What lets a producer sell, as parts of a query over `shop_producer` and a class of product."""

from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, case, exists, func, literal, or_, select

from core.qualifications.models import Qualification
from core.qualifications.queries import stands
from shop.producers.models import ClassRule, Paper, PaperKind, Producer, ProducerKind
from shop.producers.rules import DEFAULT_QUALIFICATIONS, PAPERS_NEEDED, Needed


def is_away(*, day: date) -> ColumnElement[bool]:
    """Return the condition that the producer has a holiday on this day; never unknown."""
    return and_(
        Producer.away_from.is_not(None),
        Producer.away_from <= day,
        Producer.away_until >= day,
    )


def paper_counts(*, day: date) -> ColumnElement[bool]:
    """Return the condition that a paper is there and counts on this day."""
    return and_(
        Paper.removed_at.is_(None),
        or_(Paper.valid_from.is_(None), Paper.valid_from <= day),
        or_(Paper.valid_until.is_(None), Paper.valid_until >= day),
    )


def has_one_of(kinds: Collection[PaperKind], *, day: date) -> ColumnElement[bool]:
    """Return the condition that the producer holds one of these papers on this day."""
    found = select(Paper.id).where(
        Paper.producer_id == Producer.id,
        Paper.kind.in_(sorted(kinds)),
        paper_counts(day=day),
    )
    return exists(found.correlate(Producer))


def papers_in_order(product_class: Any, *, day: date) -> ColumnElement[bool]:
    """Return the condition that the producer holds all the papers for this class (a column)."""
    allowed: list[ColumnElement[bool]] = []
    for each, by_kind in PAPERS_NEEDED.items():
        wants: dict[Needed, list[ProducerKind]] = {}
        for kind, needed in by_kind.items():
            wants.setdefault(needed, []).append(kind)
        ways = [
            and_(Producer.kind.in_(kinds), *(has_one_of(one, day=day) for one in needed))
            for needed, kinds in wants.items()
        ]
        allowed.append(and_(product_class == each, or_(*ways)))
    return or_(*allowed)


def qualified(product_class: Any, *, day: date) -> ColumnElement[bool]:
    """Return the condition that the responsible person holds what the county asks for the class."""
    asked = [each for each, kind in DEFAULT_QUALIFICATIONS.items() if kind]
    usual = case(
        *((product_class == each, literal(DEFAULT_QUALIFICATIONS[each])) for each in asked),
        else_=literal(""),
    )
    said = select(ClassRule.qualification).where(ClassRule.product_class == product_class)
    wanted = func.coalesce(said.correlate_except(ClassRule).scalar_subquery(), usual)
    held = select(Qualification.id).where(
        Qualification.person_id == Producer.responsible_id,
        Qualification.kind == wanted,
        stands(day=day),
    )
    return or_(wanted == "", exists(held.correlate_except(Qualification)))
