"""Goods and producers as things that people can find."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from flask import url_for

from core.accounts.regions import title_of
from core.clock import village_day
from core.hooks import Facet, FeedEntry, Hit
from core.ports import Document
from core.site.held import held
from core.web.prose import plain
from core.words import _, _l
from shop.catalog.rules import CATEGORIES, GROUPS, drawing_of
from shop.producers.rules import KIND, KINDS
from shop.storefront import rules
from shop.storefront.queries import market, searched
from shop.storefront.queries.farm import Farm
from shop.storefront.queries.searched import Words
from shop.storefront.queries.tiles import NEWEST, Tile, offered, tiles_by_id, tiles_of
from shop.storefront.rules import facets

FACETS = ("category", "region", "branch", "season")
ANY_FARM = "vegetable"  # the drawing of a producer


class Goods:
    """Products: found by their words, their shelf, who grows them and where."""

    kind = searched.GOODS
    title = _l("商品")

    def documents(self, refs: Sequence[int]) -> Sequence[Document]:
        return [
            Document(kind=self.kind, ref=each.id, title=each.title, text=text_of(each))
            for each in searched.list_words(refs)
        ]

    def refs(self, *, after: int, limit: int) -> Sequence[int]:
        return searched.list_refs(after=after, limit=limit)

    def shown(
        self, refs: Sequence[int], filters: Mapping[str, str], *, at: datetime
    ) -> tuple[Sequence[Hit], Sequence[Facet]]:
        """Return what is for sale of these under the filters, with what other filters leave."""
        today = village_day(at)
        atlas = held("atlas", market.read_atlas, at=at)
        asked = {name: filters.get(name, "") for name in FACETS}
        wish = atlas.known(rules.read_wish(asked, categories={**GROUPS, **CATEGORIES}))
        cells = market.count_cells(at=at, ids=refs)
        tiles = tiles_by_id(refs, at=at, asked=market.conditions(wish, atlas, today))
        groups = facets.groups_of(cells, wish, atlas, today)
        return [hit_of(tile) for tile in tiles], list(flat(groups))

    def visible(self, refs: Sequence[int], *, at: datetime) -> set[int]:
        return searched.goods_to_see(refs, at=at)

    def like(self, words: Sequence[str], *, limit: int, at: datetime) -> Sequence[int]:
        return searched.list_like(words, limit=limit, at=at)

    def addresses(
        self, *, after: int, limit: int, at: datetime
    ) -> Sequence[tuple[int, str, datetime]]:
        found = searched.list_changed(after=after, limit=limit, at=at)
        return [(ref, url_for("market.product", product_id=ref), changed) for ref, changed in found]


class Farms:
    """Producers: found by their name, their village and their story."""

    kind = KIND
    title = _l("商家")

    def documents(self, refs: Sequence[int]) -> Sequence[Document]:
        return [
            Document(
                kind=self.kind,
                ref=each.id,
                title=each.name,
                text=" ".join(
                    (str(KINDS[each.kind]), each.unit.name, each.address, plain(each.story))
                ),
            )
            for each in searched.list_producers(refs)
        ]

    def refs(self, *, after: int, limit: int) -> Sequence[int]:
        return searched.list_producer_refs(after=after, limit=limit)

    def shown(
        self, refs: Sequence[int], filters: Mapping[str, str], *, at: datetime
    ) -> tuple[Sequence[Hit], Sequence[Facet]]:
        """Return those of these that are verified now; goods' filters leave no producer."""
        if any(filters.get(name) for name in FACETS):
            return [], []
        return [farm_hit(each) for each in searched.list_farms(refs, at=at)], []

    def visible(self, refs: Sequence[int], *, at: datetime) -> set[int]:
        return searched.farms_to_see(refs, at=at)

    def like(self, words: Sequence[str], *, limit: int, at: datetime) -> Sequence[int]:
        return searched.list_farms_like(words, limit=limit, at=at)

    def addresses(
        self, *, after: int, limit: int, at: datetime
    ) -> Sequence[tuple[int, str, datetime]]:
        found = searched.list_farms_changed(after=after, limit=limit, at=at)
        return [(ref, url_for("market.farm", producer_id=ref), since) for ref, since in found]


def text_of(words: Words) -> str:
    """Return all that a product is found by besides its title, without Markdown."""
    shelf = CATEGORIES.get(words.category)
    shelves = (shelf.chinese, GROUPS[shelf.parent].chinese, shelf.english) if shelf else ()
    places = (words.producer, words.village, title_of(words.origin), words.origin_note)
    return " ".join(part for part in (*shelves, *places, plain(words.text)) if part)


def flat(groups: Iterable[facets.Group]) -> Iterable[Facet]:
    """Return the choices of both levels one after the other."""
    for group in groups:
        if group.name not in FACETS:
            continue
        for each in (one for top in group.choices for one in (top, *top.below)):
            yield Facet(name=each.name, value=each.value, title=each.title, count=each.count)


def hit_of(tile: Tile) -> Hit:
    return Hit(
        kind=Goods.kind,
        ref=tile.id,
        title=tile.title,
        url=url_for("market.product", product_id=tile.id),
        meta=f"{tile.village} · {tile.producer}",
        price=tile.price,
        picture=tile.picture or "",
        drawing=drawing_of(tile.category),
        seal=_("%(branch)s已核验", branch=tile.branch),
        seal_day=tile.visited,
    )


def farm_hit(farm: Farm) -> Hit:
    return Hit(
        kind=Farms.kind,
        ref=farm.producer.id,
        title=farm.producer.name,
        url=url_for("market.farm", producer_id=farm.producer.id),
        meta=f"{farm.village} · {KINDS[farm.producer.kind]}",
        drawing=ANY_FARM,
        seal=_("%(branch)s已核验", branch=farm.branch),
        seal_day=farm.visited,
    )


def feed(at: datetime, limit: int) -> Sequence[FeedEntry]:
    """Return what was put on sale last."""
    tiles = tiles_of(offered(at).order_by(*NEWEST).limit(limit), NEWEST)
    return [
        FeedEntry(
            url=url_for("market.product", product_id=each.id),
            title=each.title,
            text=f"{each.village} · {each.producer} · {each.price}",
            at=each.listed_at,
        )
        for each in tiles
    ]
