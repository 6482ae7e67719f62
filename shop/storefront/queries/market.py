"""Reads of the market: one page of goods, and how many each filter would leave."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select, tuple_

from core.branches.models import Branch, BranchKind, Unit
from core.db import db
from core.sponsorship.models import Sponsorship, Visit
from shop.catalog.models import Product
from shop.catalog.queries import from_on_sale, on_sale
from shop.catalog.rules.categories import codes_in
from shop.producers.models import Producer
from shop.storefront import rules
from shop.storefront.queries.tiles import (
    NEWEST,
    Order,
    Tile,
    offered,
    offered_in_order,
    tiles_by_id,
    tiles_of,
)
from shop.storefront.rules import PAGE, Sort, Wish
from shop.storefront.rules.facets import Atlas, Cell

VISITED = func.coalesce(Visit.day, Sponsorship.valid_from)
ORDERS: dict[Sort, Order] = {
    Sort.NEWEST: NEWEST,
    Sort.CHEAP: (Product.least_fen, Product.id),
    Sort.DEAR: (Product.least_fen.desc(), Product.id.desc()),
    Sort.VERIFIED: (VISITED.desc(), Sponsorship.id.desc(), Product.id.desc()),
}


@dataclass(frozen=True, kw_only=True)
class Page:
    """Goods, and the key from which the next page goes on; empty where there is none."""

    tiles: list[Tile]
    after: tuple[int, ...] = ()


@dataclass(frozen=True)
class Season:
    """A thing, and the bits of its months."""

    id: int
    title: str
    category: str
    months: int


def read_atlas() -> Atlas:
    """Return what villages, townships and branches are called, in two queries."""
    branches = {
        each.id: each
        for each in db.session.execute(select(Branch.id, Branch.name, Branch.kind, Branch.path))
    }
    townships = {
        each.id: each.name for each in branches.values() if each.kind is BranchKind.TOWNSHIP
    }

    def township_of(branch_id: int) -> int | None:
        path = [int(part) for part in branches[branch_id].path.split("/") if part]
        return next((each for each in path if each in townships), None)

    units = select(Unit.id, Unit.name, Unit.branch_id).order_by(Unit.branch_id, Unit.id)
    return Atlas(
        units={
            each.id: (each.name, township_of(each.branch_id)) for each in db.session.execute(units)
        },
        townships={each: rules.short_name(name) for each, name in townships.items()},
        branches={each.id: each.name for each in branches.values()},
    )


def count_cells(*, at: datetime, ids: Sequence[int] | None = None) -> list[Cell]:
    """Count what is for sale now by all that filters ask for; of these ids, or of everything."""
    parts = (Product.category, Producer.unit_id, Sponsorship.branch_id, Product.months)
    everything = select(*parts, func.count()).select_from(from_on_sale())
    query = everything.where(on_sale(at=at)).group_by(*parts)
    if ids is not None:
        query = query.where(Product.id.in_(ids))
    return [Cell(*row) for row in db.session.execute(query)]


def conditions(wish: Wish, atlas: Atlas, today: date) -> list[ColumnElement[bool]]:
    """Return what the filters ask of a product, its producer and its verification."""
    asked: list[ColumnElement[bool]] = []
    if wish.category:
        asked.append(Product.category.in_(codes_in(wish.category)))
    if wish.region:
        asked.append(Producer.unit_id.in_(sorted(atlas.units_in(wish.region))))
    if wish.branch:
        asked.append(Sponsorship.branch_id == int(wish.branch))
    month = wish.month(today)
    if month:
        asked.append(Product.months != rules.ALL_YEAR)
        asked.append(Product.months.op("&")(rules.bit(month)) != 0)
    return asked


def list_page(
    wish: Wish, asked: Sequence[ColumnElement[bool]], *, at: datetime, ids: Sequence[int] = ()
) -> Page:
    """Return the page of goods that the wish means; `ids` is what was searched, best first."""
    if wish.sort is Sort.BEST:
        return best_page(wish, asked, at=at, ids=ids)
    sparse = wish.q or wish.region or wish.branch or wish.sort is Sort.VERIFIED
    query = (offered if sparse else offered_in_order)(at).where(*asked)
    if wish.q:
        query = query.where(Product.id.in_(ids))
    if wish.sort is Sort.VERIFIED:
        query = query.outerjoin(Visit, Visit.sponsorship_id == Sponsorship.id)
    if wish.after:
        query = query.where(beyond(wish.sort, wish.after))
    order = ORDERS[wish.sort]
    tiles = tiles_of(query.order_by(*order).limit(PAGE + 1), order)
    return cut(tiles, wish.sort)


def best_page(
    wish: Wish, asked: Sequence[ColumnElement[bool]], *, at: datetime, ids: Sequence[int]
) -> Page:
    """Return what was searched in the order in which it was found."""
    start = wish.after[0] if wish.after else 0
    query = offered(at).where(*asked, Product.id.in_(ids[start:]))
    here = set(db.session.scalars(query))
    places = [place for place, each in enumerate(ids) if place >= start and each in here]
    shown = places[:PAGE]
    after = (shown[-1] + 1,) if len(places) > PAGE else ()
    return Page(tiles=tiles_by_id([ids[place] for place in shown], at=at), after=after)


def beyond(sort: Sort, after: tuple[int, ...]) -> Any:
    """Return the condition that a thing comes after the key in this order."""
    if sort is Sort.NEWEST:
        return tuple_(Product.listed_at, Product.id) < (rules.as_moment(after[0]), after[1])
    if sort is Sort.CHEAP:
        return tuple_(Product.least_fen, Product.id) > after
    if sort is Sort.DEAR:
        return tuple_(Product.least_fen, Product.id) < after
    key = (rules.as_day(after[0]), *after[1:])
    return tuple_(VISITED, Sponsorship.id, Product.id) < key


def cut(tiles: list[Tile], sort: Sort) -> Page:
    """Return the page without what is only there to tell that another follows."""
    if len(tiles) <= PAGE:
        return Page(tiles=tiles)
    last = tiles[PAGE - 1]
    keys: dict[Sort, tuple[int, ...]] = {
        Sort.NEWEST: (rules.as_number(last.listed_at), last.id),
        Sort.CHEAP: (last.least_fen or 0, last.id),
        Sort.DEAR: (last.least_fen or 0, last.id),
        Sort.VERIFIED: (last.visited.toordinal(), last.sponsorship_id, last.id),
    }
    return Page(tiles=tiles[:PAGE], after=keys[sort])


def find_village(unit_id: int) -> str | None:
    """Return what a place is called, or None."""
    return db.session.scalar(select(Unit.name).where(Unit.id == unit_id))


def list_seasons(unit_id: int, *, at: datetime, limit: int) -> tuple[list[Season], int]:
    """Return what came last from one village, with its months, and how much there is of all."""
    parts = (Product.id, Product.title, Product.category, Product.months)
    query = (
        select(*parts, func.count().over())
        .select_from(from_on_sale())
        .where(on_sale(at=at), Producer.unit_id == unit_id)
        .order_by(*NEWEST)
        .limit(limit)
    )
    rows = db.session.execute(query).all()
    return [Season(*row[:-1]) for row in rows], rows[0][-1] if rows else 0


def list_in_season(month: int, *, at: datetime, limit: int) -> list[Tile]:
    """Return what is in season now and was verified last, one product a producer and shelf."""
    order = ORDERS[Sort.VERIFIED]
    query: Select[Any] = (
        offered(at)
        .outerjoin(Visit, Visit.sponsorship_id == Sponsorship.id)
        .where(Product.months != rules.ALL_YEAR, Product.sells)
        .where(Product.months.op("&")(rules.bit(month)) != 0)
    )
    return tiles_of(query.order_by(*order).limit(limit), order)
