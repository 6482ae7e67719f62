"""Questions at the seller's desk: what waits for an answer, and what was answered."""

from functools import partial

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from core.access import Actor
from core.clock import now
from core.db import writing
from core.house import MenuEntry
from core.web.forms import key_of, page
from core.web.guard import current_actor, needs
from core.words import _, _l
from shop.access import RUN_PRODUCER
from shop.producers.models import Producer
from shop.producers.queries import find_open
from shop.questions import operations, queries, rules
from shop.questions.forms import AnswerForm
from shop.questions.models import Question

bp = Blueprint("questions_desk", __name__, url_prefix="/sell/<int:producer_id>/questions")


def signed_in(actor: Actor | None) -> bool:
    """Tell whether there is somebody who could sell."""
    return actor is not None


MENU = (
    MenuEntry(
        place="sell",
        title=_l("买家问的"),
        endpoint="questions_desk.home",
        order=30,
        icon="chat-left-text",
        when=signed_in,
    ),
)


@bp.get("")
@needs(RUN_PRODUCER, of=find_open)
def home(producer: Producer) -> ResponseReturnValue:
    given = request.args.get("after")
    after = key_of(given) if given is not None else None
    answered = queries.list_answered(producer.id, after=after)
    return page(
        "shop/questions/home.html",
        producer=producer,
        waiting=[] if after else queries.list_open(producer.id),
        waiting_in_all=queries.count_open(producer.id),
        answered=answered[: queries.PAGE],
        next_id=answered[queries.PAGE - 1].id if len(answered) > queries.PAGE else None,
        masked_name=rules.masked_name,
    )


@bp.route("/<int:question_id>", methods=["GET", "POST"])
@needs(RUN_PRODUCER, of=queries.find_for_producer)
def answer(question: Question) -> ResponseReturnValue:
    form = AnswerForm(obj=question)
    if form.validate_on_submit():
        with form.refusals():
            with writing():
                form.once(partial(answered, question, form), at=now())
            flash(_("答好了，大家都能看到"))
            return redirect(url_for(".home", producer_id=question.product.producer_id))
    return page(
        "shop/questions/answer.html",
        producer=question.product.producer,
        question=question,
        form=form,
        asker=rules.masked_name(question.person.name),
    )


def answered(question: Question, form: AnswerForm) -> str:
    text, version = form.answer.data, int(form.version.data)
    operations.answer(question, text=text, version=version, by=current_actor(), at=now())
    return str(question.id)
