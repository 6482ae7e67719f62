"""The list of what is for sale, and what the home page shows of it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask import abort, request, url_for
from flask.typing import ResponseReturnValue

from core.clock import now, village_day
from core.house import Showing
from core.site.held import held
from core.site.pages import public_page
from core.web.guard import public
from core.web.links import whole
from core.words import _
from shop.catalog.rules import CATEGORIES, GROUPS, Category, Group, drawing_of
from shop.storefront import rules
from shop.storefront.queries import market
from shop.storefront.queries.searched import FoundGoods, find_ids
from shop.storefront.queries.tiles import Tile
from shop.storefront.rules import Sort, Wish, facets
from shop.storefront.rules.facets import Atlas, Cell
from shop.storefront.views.blueprint import bp

SHELVES: Mapping[str, Group | Category] = {**GROUPS, **CATEGORIES}
AT_HOME = 6  # tiles
CANDIDATES = 24  # from which they are chosen
IN_CALENDAR = 60  # goods of one village


@bp.get("/")
@public
def home() -> ResponseReturnValue:
    """Show what is for sale, as the address asks for it."""
    wish = atlas_now(now()).known(rules.read_wish(request.args, categories=SHELVES))
    return public_page("shop/storefront/home.html", lambda: of_market(wish), args=wish.args())


def atlas_now(at: datetime) -> Atlas:
    """Return what places and branches are called; read once a minute for all who browse."""
    return held("atlas", market.read_atlas, at=at)


def everything(at: datetime) -> list[Cell]:
    """Return what the filters are counted from; made once a minute for all who browse."""
    return held("cells", lambda: market.count_cells(at=at), at=at)


def of_market(wish: Wish) -> dict[str, Any]:
    """Read one page of goods and all that surrounds it; through the index only for words."""
    at = now()
    today = village_day(at)
    atlas = atlas_now(at)
    found = find_ids(wish.q, at=at) if wish.q else FoundGoods()
    cells = market.count_cells(at=at, ids=found.ids) if wish.q else everything(at)
    page = market.list_page(wish, market.conditions(wish, atlas, today), at=at, ids=found.ids)
    count = facets.left_by(cells, wish, atlas, today)
    return {
        "wish": wish,
        "heading": heading_of(wish, atlas),
        "tiles": page.tiles,
        "older": address(wish.onward(page.after)) if page.after else "",
        "first": address(wish.onward(())) if wish.after else "",
        "count": count,
        "groups": facets.groups_of(cells, wish, atlas, today),
        "active": active_filters(wish, atlas),
        "sort_choices": sorts_of(wish),
        "instead": found.instead if count else "",  # what has found nothing is not spoken of
        "simple": found.simple,
        "shelves": [] if wish.filtered else top_shelves(),
        "month": today.month,
        "seasons": url_for("market.seasons", unit_id=wish.region[1:]) if wish.village else "",
        "address": address,
        "canonical": whole(address(Wish(category=wish.category))),
        "drawing_of": drawing_of,
    }


def address(wish: Wish) -> str:
    return url_for("market.home", **wish.args())  # type: ignore[arg-type]


def heading_of(wish: Wish, atlas: Atlas) -> str:
    """Return what the page is called: what was searched, or the narrowest of the filters."""
    if wish.q:
        return _("找“%(query)s”", query=wish.q)
    if wish.category:
        return SHELVES[wish.category].title
    return atlas.region(wish.region) or _("市集")


def active_filters(wish: Wish, atlas: Atlas) -> list[tuple[str, str]]:
    """Return what is asked for in words, each with the address that asks for the rest."""
    season = _("这个月当季") if wish.season == rules.NOW else _("%(month)s月", month=wish.season)
    said = {
        "q": _("找“%(query)s”", query=wish.q) if wish.q else "",
        "category": SHELVES[wish.category].title if wish.category else "",
        "season": season if wish.season else "",
        "region": atlas.region(wish.region),
        "branch": atlas.branch(wish.branch),
    }
    return [(words, address(wish.but(**{name: ""}))) for name, words in said.items() if words]


def sorts_of(wish: Wish) -> list[tuple[str, str, bool]]:
    """Return the orders to choose from: words, address, whether it is this one."""
    return [
        (str(words), address(wish.sorted_by(sort)), sort is wish.sort)
        for sort, words in rules.SORTS.items()
        if wish.q or sort is not Sort.BEST
    ]


def top_shelves() -> list[tuple[str, str, str]]:
    """Return the first level of the shelves: words, address, drawing."""
    return [
        (group.title, address(Wish(category=group.code)), drawing_of(group.below[0]))
        for group in GROUPS.values()
    ]


@bp.get("/seasons/<int:unit_id>")
@public
def seasons(unit_id: int) -> ResponseReturnValue:
    """Show what a village has in which month, as a calendar."""
    return public_page("shop/storefront/seasons.html", lambda: of_seasons(unit_id))


def of_seasons(unit_id: int) -> dict[str, Any]:
    at = now()
    village = market.find_village(unit_id) or abort(404)
    goods, count = market.list_seasons(unit_id, at=at, limit=IN_CALENDAR)
    shelves = [
        (group.title, [(each, rules.months_of(each.months)) for each in found])
        for group in GROUPS.values()
        if (found := [each for each in goods if each.category in group.below])
    ]
    return {
        "village": village,
        "shelves": shelves,
        "others": count - len(goods),
        "month": village_day(at).month,
        "back": address(Wish(region=f"u{unit_id}")),
        "canonical": whole(url_for("market.seasons", unit_id=unit_id)),
    }


def showcase(at: datetime) -> Showing | None:
    """Show on the home page what is in season this month, of as many shelves as there are."""
    month = village_day(at).month
    tiles = held("in season", lambda: in_season_now(month, at), at=at)
    if not tiles:
        return None
    facts = {
        "tiles": tiles,
        "month": month,
        "more": address(Wish(season=rules.NOW)),
        "lead": (_("逛逛当季市集"), address(Wish())),
        "drawing_of": drawing_of,
    }
    return Showing(template="shop/storefront/showing.html", order=10, facts=facts)


def in_season_now(month: int, at: datetime) -> list[Tile]:
    """Choose a few tiles, verified lately first, no shelf twice while there are others."""
    found = market.list_in_season(month, at=at, limit=CANDIDATES)
    firsts = list({tile.category: tile for tile in reversed(found)}.values())[::-1]
    rest = [tile for tile in found if tile not in firsts]
    return [*firsts, *rest][:AT_HOME]
