"""What a producer sold, week by week, and what of it sold best."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, Subquery, and_, case, func, select

from core.clock import day_starts
from core.db import db
from core.money import Money
from shop.orders.models import Order, OrderLine, Reduction
from shop.orders.rules.figures import A_WEEK, BEST, UNSOLD


@dataclass(frozen=True, kw_only=True)
class Week:
    """What was ordered in a week, by its Monday."""

    monday: date
    orders: int = 0
    packs: int = 0
    fen: int = 0


@dataclass(frozen=True, kw_only=True)
class Seller:
    """A size that people bought, under its newest name."""

    title: str
    detail: str
    packs: int
    total: Money


def list_weeks(producer_id: int, mondays: Sequence[date]) -> list[Week]:
    """Return the weeks as they were, the empty ones too, in two queries."""
    sold = _sold(producer_id, mondays).subquery()
    orders = _by_week(select(sold.c.week, func.count(), func.sum(sold.c.fen)), sold)
    lines = _lines(sold)
    packs = _by_week(select(lines.c.week, func.sum(lines.c.packs)), lines)
    return [
        Week(
            monday=monday,
            orders=orders.get(number, (0, 0))[0],
            fen=orders.get(number, (0, 0))[1],
            packs=packs.get(number, (0,))[0],
        )
        for number, monday in enumerate(mondays)
    ]


def list_best(producer_id: int, mondays: Sequence[date]) -> list[Seller]:
    """Return what sold best in these weeks, in one query."""
    lines = _lines(_sold(producer_id, mondays).subquery())
    packs, fen = func.sum(lines.c.packs), func.sum(lines.c.packs * lines.c.fen)
    sums = (
        select(func.max(lines.c.id).label("newest"), packs.label("packs"), fen.label("fen"))
        .group_by(lines.c.kind, lines.c.ref)
        .having(packs > 0)
        .order_by(packs.desc(), fen.desc(), func.max(lines.c.id))
        .limit(BEST)
        .subquery()
    )
    named = select(OrderLine.title, OrderLine.detail, sums.c.packs, sums.c.fen)
    query = named.join(sums, sums.c.newest == OrderLine.id)
    query = query.order_by(sums.c.packs.desc(), sums.c.fen.desc(), sums.c.newest)
    return [
        Seller(title=title, detail=detail, packs=int(count), total=Money(int(total)))
        for title, detail, count, total in db.session.execute(query)
    ]


def _sold(producer_id: int, mondays: Sequence[date]) -> Select[Any]:
    """Return the orders that count, each with the number of its week."""
    ends = [day_starts(monday + A_WEEK) for monday in mondays]
    week = case(*((Order.placed_at < end, number) for number, end in enumerate(ends)))
    fen = Order.total_fen - Order.reduced_fen
    return select(Order.id, week.label("week"), fen.label("fen")).where(
        and_(Order.producer_id == producer_id, Order.status.not_in(UNSOLD)),
        and_(Order.placed_at >= day_starts(mondays[0]), Order.placed_at < ends[-1]),
    )


def _lines(sold: Subquery) -> Subquery:
    """Return the lines of these orders with how many of each are delivered."""
    less = select(func.sum(Reduction.count)).where(Reduction.line_id == OrderLine.id)
    packs = OrderLine.count - func.coalesce(less.correlate(OrderLine).scalar_subquery(), 0)
    kept = (OrderLine.id, OrderLine.kind, OrderLine.ref, OrderLine.fen)
    query = select(*kept, sold.c.week, packs.label("packs"))
    return query.join(sold, sold.c.id == OrderLine.order_id).subquery()


def _by_week(sums: Select[Any], of: Subquery) -> dict[int, tuple[int, ...]]:
    rows = db.session.execute(sums.group_by(of.c.week))
    return {week: tuple(int(each) for each in found) for week, *found in rows}
