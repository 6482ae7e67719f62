"""All reviews of a product, for everybody to read."""

from functools import partial
from typing import Any

from flask import abort, request
from flask.typing import ResponseReturnValue

from core.clock import now
from core.site.pages import public_page
from core.web.forms import key_of
from core.web.guard import public
from shop.catalog.queries import find_listed
from shop.reviews import queries, rules
from shop.reviews.views.blueprint import bp


@bp.get("/market/<int:product_id>/reviews")
@public
def of(product_id: int) -> ResponseReturnValue:
    given = request.args.get("after")
    after = None if given is None else key_of(given)
    args = {} if after is None else {"after": str(after)}
    load = partial(shown, product_id, after)
    return public_page("shop/reviews/of.html", load, args=args, personal=True)


def shown(product_id: int, after: int | None) -> dict[str, Any]:
    """Read what stands on the page."""
    product = find_listed(product_id, at=now()) or abort(404)
    reviews = queries.list_shown(product_id, after=after, limit=queries.PAGE + 1)
    return {
        "product": product,
        "average": rules.average(product.stars, product.reviews) if product.reviews else "",
        "reviews": reviews[: queries.PAGE],
        "further": after is not None,
        "next_id": reviews[queries.PAGE - 1].id if len(reviews) > queries.PAGE else None,
        "STARS": rules.STARS,
        "REASONS": rules.REASONS,
    }
