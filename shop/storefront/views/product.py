"""The page of one product, and its card to share."""

from datetime import date
from typing import Any, NoReturn

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from core.accounts.regions import provinces, title_of
from core.clock import now, village_day
from core.site.pages import public_page
from core.sponsorship.queries import find_record
from core.web.errors import Missing
from core.web.guard import public
from core.web.links import data_block, qr_of, whole
from core.web.prose import prose
from shop.catalog.rules import CATEGORIES, GROUPS, drawing_of
from shop.catalog.rules.listing import CERTIFICATES, RETURNS, STORAGES
from shop.freight import queries as freight
from shop.producers.models import Producer
from shop.producers.rules import KINDS
from shop.questions.queries import list_latest
from shop.reviews.queries import list_shown
from shop.reviews.rules import REASONS, STARS, average
from shop.storefront import rules
from shop.storefront.papers import picture_address, product_facts, summary_of
from shop.storefront.queries import product as products
from shop.storefront.queries.product import Detail
from shop.storefront.rules import promises
from shop.storefront.rules.sending import Sending, sending_of
from shop.storefront.views.blueprint import bp

QUESTIONS, REVIEWS = 3, 5


@bp.get("/<int:product_id>")
@public
def product(product_id: int) -> ResponseReturnValue:
    """Show one product: what it is, who has it, who went to look, and what it costs to get it."""
    province = known_province(request.args.get("district", ""))
    return public_page(
        "shop/storefront/product.html",
        lambda: of_product(product_id, province),
        args={"district": province},
        forms={"basket": url_for("cart.add")},
    )


def of_product(product_id: int, province: str) -> dict[str, Any]:
    """Read the page; the producer's holiday is said, whatever else is missing is a 404."""
    at = now()
    today = village_day(at)
    detail = products.find_detail(product_id, at=at) or not_here()
    shown, producer = detail.product, detail.producer
    around = products.read_around(detail, day=today)
    offers = promises.offers_of(detail.packs, today)
    summary = summary_of(shown.text, otherwise=shown.title)
    return {
        "detail": detail,
        "product": shown,
        "producer": producer,
        "kind": KINDS[producer.kind],
        "away_until": away_until(producer, today),
        "photos": around.photos,
        "drawing": drawing_of(shown.category),
        "offers": offers,
        "ships": promises.alike(offers),
        "provinces": provinces(),
        "province": province,
        "sending": sending_to(detail, province) if province else None,
        "points": around.points,
        "trail": trail_of(shown.category),
        "origin": title_of(shown.origin),
        "months": rules.months_of(shown.months),
        "season": rules.season_words(shown.months),
        "month": today.month,
        "in_season": rules.in_season(shown.months, today.month),
        "certificates": around.certificates,
        "certificate_words": CERTIFICATES,
        "storage": STORAGES[shown.storage],
        "returns": RETURNS[shown.return_policy],
        "text": prose(shown.text, breaks=True),
        "record": find_record(detail.sponsorship_id),
        "questions": list_latest(product_id, limit=QUESTIONS),
        "average": average(shown.stars, shown.reviews) if shown.reviews else "",
        "reviews": list_shown(product_id, limit=REVIEWS),
        "STARS": STARS,
        "REASONS": REASONS,
        "similar": products.list_similar(shown, at=at),
        "drawing_of": drawing_of,
        "canonical": whole(url_for("market.product", product_id=product_id)),
        "summary": summary,
        "picture": picture_address(around.photos[0].ref) if around.photos else "",
        "facts": data_block(product_facts(detail, around.photos, summary=summary, today=today)),
    }


def not_here() -> NoReturn:
    """Answer that it is not in the market now, with the way back there."""
    raise Missing("shop/storefront/gone.html")


def known_province(code: str) -> str:
    return code if code in dict(provinces()) else ""


def sending_to(detail: Detail, province: str) -> Sending:
    """Say what each pack costs to send to this province."""
    zone = freight.find_zone_for(detail.producer.id, province)
    return sending_of(zone, detail.packs, where=dict(provinces())[province])


def away_until(producer: Producer, today: date) -> date | None:
    """Return the last day of the holiday that the producer has today, or None."""
    begins, ends = producer.away_from, producer.away_until
    return ends if begins and ends and begins <= today <= ends else None


def trail_of(category: str) -> list[tuple[str, str]]:
    """Return the way from the market down to the shelf: words and addresses."""
    known = CATEGORIES.get(category)
    if known is None:
        return []
    levels = ((GROUPS[known.parent].title, known.parent), (known.title, category))
    return [(title, url_for("market.home", category=code)) for title, code in levels]


@bp.get("/<int:product_id>/card")
@public
def card(product_id: int) -> ResponseReturnValue:
    """Show a card to print or to send on: picture, price, and the way to the page."""
    at = now()
    detail = products.find_detail(product_id, at=at) or not_here()
    address = whole(url_for("market.product", product_id=product_id))
    offers = promises.offers_of(detail.packs, village_day(at))
    return render_template(
        "shop/storefront/card.html",
        detail=detail,
        photo=products.find_photo(product_id),
        drawing=drawing_of(detail.product.category),
        offers=[each for each in offers if not each.sold_out],
        season=rules.season_words(detail.product.months),
        address=address,
        code=qr_of(address),
    )
