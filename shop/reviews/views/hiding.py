"""Hiding what the law forbids, by a clerk who reads them all, with the reason for all to read."""

from functools import partial

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from core.clock import now
from core.db import writing
from core.web.forms import key_of, page
from core.web.guard import current_actor, needs
from core.words import _
from shop.access import MODERATE
from shop.reviews import operations, queries, rules
from shop.reviews.forms import HideForm
from shop.reviews.models import Review
from shop.reviews.views.blueprint import bp


@bp.get("/operate/reviews/")
@needs(MODERATE)
def operate() -> ResponseReturnValue:
    """Show reviews to clerks, of one product or of all: also of what has left the market."""
    product_id, after = (
        key_of(given) if (given := request.args.get(name)) is not None else None
        for name in ("product", "after")
    )
    reviews = queries.list_latest(product_id=product_id, after=after)
    return page(
        "shop/reviews/operating.html",
        reviews=reviews[: queries.PAGE],
        product_id=product_id,
        further=after is not None,
        next_id=reviews[queries.PAGE - 1].id if len(reviews) > queries.PAGE else None,
        STARS=rules.STARS,
        REASONS=rules.REASONS,
    )


@bp.route("/operate/reviews/<int:review_id>/hide", methods=["GET", "POST"])
@needs(MODERATE, of=queries.find_shown)
def hide(review: Review) -> ResponseReturnValue:
    form = HideForm()
    if form.validate_on_submit():
        with form.refusals():
            with writing():
                form.once(partial(hidden, review, form), at=now())
            flash(_("不再显示了，原因写在原来的地方，也告诉了写的人"))
            return redirect(url_for(".operate"))
    return page(
        "shop/reviews/hide.html",
        review=review,
        shown=queries.shown_of(review.id),
        form=form,
        why_not=rules.why_not_hide(current_actor().person, review),
        STARS=rules.STARS,
        REASONS=rules.REASONS,
    )


def hidden(review: Review, form: HideForm) -> str:
    operations.hide(review, why=form.why.data, by=current_actor(), at=now())
    return str(review.id)
