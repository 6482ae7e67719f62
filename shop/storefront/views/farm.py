"""The page of one producer, and its card to share."""

from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from core.accounts.regions import provinces, title_of
from core.clock import now, village_day
from core.site.pages import public_page
from core.sponsorship.queries import find_record
from core.web.guard import public
from core.web.links import qr_of, whole
from core.web.prose import prose
from shop.catalog.rules import drawing_of
from shop.producers.rules import KINDS, PAPERS, needs_credit_code
from shop.storefront import rules
from shop.storefront.papers import picture_address, summary_of
from shop.storefront.queries import farm as farms
from shop.storefront.rules import Sort
from shop.storefront.rules.sending import table_of
from shop.storefront.views.blueprint import bp
from shop.storefront.views.product import away_until, not_here


@bp.get("/farms/<int:producer_id>")
@public
def farm(producer_id: int) -> ResponseReturnValue:
    """Show a producer: who it is, what a branch saw there, its papers, and all it has."""
    after = rules.read_key(Sort.NEWEST, request.args.get("after", ""))
    return public_page(
        "shop/storefront/farm.html",
        lambda: of_farm(producer_id, after),
        args={"after": rules.key_of(Sort.NEWEST, after) if after else ""},
    )


def of_farm(producer_id: int, after: tuple[int, ...]) -> dict[str, Any]:
    at = now()
    today = village_day(at)
    found = farms.find_farm(producer_id, at=at) or not_here()
    producer = found.producer
    page = farms.list_goods(producer_id, after, at=at)
    around = farms.read_around(producer_id)
    here = url_for("market.farm", producer_id=producer_id)
    key = rules.key_of(Sort.NEWEST, page.after)
    return {
        "farm": found,
        "producer": producer,
        "kind": KINDS[producer.kind],
        "place": title_of(producer.district),
        "away_until": away_until(producer, today),
        "story": prose(producer.story, breaks=True),
        "photos": around.photos,
        "record": find_record(found.sponsorship_id),
        "papers": [
            each for each in around.papers if each.valid_until is None or each.valid_until >= today
        ],
        "paper_words": PAPERS,
        "registered": bool(producer.credit_code) or needs_credit_code(producer.kind),
        "zones": table_of(around.zones, dict(provinces())),
        "points": around.points,
        "tiles": page.tiles,
        "older": f"{here}?after={key}#goods" if page.after else "",
        "first": f"{here}#goods" if after else "",
        "month": today.month,
        "drawing_of": drawing_of,
        "canonical": whole(here),
        "summary": summary_of(producer.story, otherwise=producer.name),
        "picture": picture_address(around.photos[0].ref) if around.photos else "",
    }


@bp.get("/farms/<int:producer_id>/card")
@public
def farm_card(producer_id: int) -> ResponseReturnValue:
    """Show a card of the producer to print or to send on."""
    found = farms.find_farm(producer_id, at=now()) or not_here()
    photos = farms.read_around(producer_id).photos
    address = whole(url_for("market.farm", producer_id=producer_id))
    return render_template(
        "shop/storefront/farm_card.html",
        farm=found,
        producer=found.producer,
        kind=KINDS[found.producer.kind],
        photo=photos[0] if photos else None,
        address=address,
        code=qr_of(address),
    )
