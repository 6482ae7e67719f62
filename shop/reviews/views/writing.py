"""Reviewing what one has received, and reading what became of it."""

from functools import partial

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from core.clock import now
from core.db import writing
from core.storage.operations import Laid, keep, lay_picture
from core.web.forms import page
from core.web.guard import current_actor, needs
from core.words import _
from shop.access import REVIEW
from shop.orders.models import OrderLine
from shop.reviews import operations, queries, rules
from shop.reviews.forms import ReviewForm
from shop.reviews.queries import Bought
from shop.reviews.views.blueprint import bp


@bp.route("/orders/<ref>/lines/<int:line_id>/review", methods=["GET", "POST"])
@needs(REVIEW, of=queries.find_bought)
def write(bought: Bought) -> ResponseReturnValue:
    """Take the review, the bytes of its pictures first; once written it is shown."""
    form, line = ReviewForm(), bought.line
    ref, line_id = line.order.ref, line.id
    why_not = rules.why_not_review(line, is_reviewed=bought.review is not None)
    if form.validate_on_submit():
        with form.refusals():
            laid = [] if why_not else lay(form)
            with writing():
                form.once(partial(written, line, form, laid), at=now())
            flash(_("评好了，谢谢您"))
            return redirect(url_for(".write", ref=ref, line_id=line_id))
    return page(
        "shop/reviews/write.html",
        form=form,
        line=line,
        order=line.order,
        why_not=why_not,
        review=queries.shown_of(bought.review.id) if bought.review else None,
        STARS=rules.STARS,
        REASONS=rules.REASONS,
    )


def lay(form: ReviewForm) -> list[Laid]:
    """Store the bytes of the pictures."""
    by, at = current_actor(), now()
    return [
        lay_picture(each.filename or "", each.read(), by=by, stays_at=at) for each in form.given
    ]


def written(line: OrderLine, form: ReviewForm, laid: list[Laid]) -> str:
    by, at = current_actor(), now()
    pictures = [keep(each, is_public=True, stays=True, by=by, at=at) for each in laid]
    stars, text = int(form.stars.data), form.text.data or ""
    said = operations.Said(stars=stars, text=text, pictures=pictures)
    return str(operations.review(line, said, by=by, at=at).id)
