"""Hiding what the law forbids, by a clerk, with the reason for all to read."""

from functools import partial

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from core.clock import now
from core.db import writing
from core.web.forms import page
from core.web.guard import current_actor, needs
from core.words import _
from shop.access import MODERATE
from shop.reviews import operations, queries, rules
from shop.reviews.forms import HideForm
from shop.reviews.models import Review
from shop.reviews.views.blueprint import bp


@bp.route("/operate/reviews/<int:review_id>/hide", methods=["GET", "POST"])
@needs(MODERATE, of=queries.find_shown)
def hide(review: Review) -> ResponseReturnValue:
    form, product_id = HideForm(), review.product_id
    if form.validate_on_submit():
        with form.refusals():
            with writing():
                form.once(partial(hidden, review, form), at=now())
            flash(_("不再显示了，原因写在原来的地方，也告诉了写的人"))
            return redirect(url_for(".of", product_id=product_id))
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
