"""Reviews at the seller's desk: what can still be answered, then the rest."""

from functools import partial

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from core.clock import now
from core.db import writing
from core.web.forms import key_of, page
from core.web.guard import current_actor, needs
from core.words import _
from shop.access import RUN_PRODUCER
from shop.producers.models import Producer
from shop.producers.queries import find_open
from shop.reviews import operations, queries, rules
from shop.reviews.forms import AnswerForm
from shop.reviews.models import Review
from shop.reviews.views.blueprint import bp


@bp.get("/sell/<int:producer_id>/reviews")
@needs(RUN_PRODUCER, of=find_open)
def desk(producer: Producer) -> ResponseReturnValue:
    given = request.args.get("after")
    after = key_of(given) if given is not None else None
    rest = queries.list_rest(producer.id, after=after)
    return page(
        "shop/reviews/desk.html",
        producer=producer,
        waiting=[] if after else queries.list_waiting(producer.id),
        waiting_in_all=queries.count_waiting(producer.id),
        rest=rest[: queries.PAGE],
        further=after is not None,
        next_id=rest[queries.PAGE - 1].id if len(rest) > queries.PAGE else None,
        STARS=rules.STARS,
        REASONS=rules.REASONS,
    )


@bp.route("/sell/<int:producer_id>/reviews/<int:review_id>", methods=["GET", "POST"])
@needs(RUN_PRODUCER, of=queries.find_for_producer)
def answer(review: Review) -> ResponseReturnValue:
    form = AnswerForm()
    producer_id = review.product.producer_id
    if form.validate_on_submit():
        with form.refusals():
            with writing():
                form.once(partial(answered, review, form), at=now())
            flash(_("答好了，大家都能看到"))
            return redirect(url_for(".desk", producer_id=producer_id))
    return page(
        "shop/reviews/answer.html",
        producer=review.product.producer,
        review=review,
        shown=queries.shown_of(review.id),
        form=form,
        why_not=rules.why_not_answer(review),
        STARS=rules.STARS,
        REASONS=rules.REASONS,
    )


def answered(review: Review, form: AnswerForm) -> str:
    operations.answer(review, text=form.answer.data, by=current_actor(), at=now())
    return str(review.id)
