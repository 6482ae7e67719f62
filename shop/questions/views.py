"""Questions about one product, for everybody to read and for who is signed in to ask."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from core.clock import now
from core.db import writing
from core.proxy.acting import note_fact
from core.site.pages import public_page
from core.web.forms import key_of, page
from core.web.guard import actor_or_none, current_actor, needs, public
from core.words import _
from shop.access import ASK, MODERATE, TAKE_BACK
from shop.catalog.models import Product
from shop.catalog.queries import find_listed, find_on_sale
from shop.questions import operations, queries, rules
from shop.questions.forms import AskForm, HideForm
from shop.questions.models import Question

bp = Blueprint("questions", __name__)
TEMPLATE = "shop/questions/of.html"


@bp.get("/market/<int:product_id>/questions")
@public
def of(product_id: int) -> ResponseReturnValue:
    given = request.args.get("after")
    after = None if given is None else key_of(given)
    args = {} if after is None else {"after": str(after)}
    return public_page(TEMPLATE, lambda: shown(product_id, after=after), args=args, personal=True)


def shown(
    product_id: int, form: AskForm | None = None, *, after: int | None = None
) -> dict[str, Any]:
    """Read what stands on the page; the form is there for who may ask."""
    product = find_listed(product_id, at=now()) or abort(404)
    questions = queries.list_shown(product_id, after=after)
    why_not = why_not_ask(product)
    return {
        "product": product,
        "questions": questions[: queries.PAGE],
        "next_id": questions[queries.PAGE - 1].id if len(questions) > queries.PAGE else None,
        "why_not": why_not,
        "form": form or (AskForm(formdata=None) if why_not is None else None),
    }


def why_not_ask(product: Product) -> str | None:
    """Say why whoever looks at the page cannot ask, or None; a visitor signs in first."""
    actor = actor_or_none()
    if actor is None:
        return ""
    if find_on_sale(product.id, at=now()) is None:
        return _("商家正在休息，等开张了再问")
    return rules.why_not_ask(actor.person, responsible_id=product.responsible_id)


@bp.post("/market/<int:product_id>/questions")
@needs(ASK)
def ask(product_id: int) -> ResponseReturnValue:
    form, at = AskForm(), now()
    product = find_listed(product_id, at=at) or abort(404)
    of_it = url_for(".of", product_id=product_id)

    def do() -> str:
        operations.ask(product_id, text=form.text.data, by=current_actor(), at=at)
        note_fact(product.title, url=of_it)
        return of_it

    if form.validate_on_submit():
        with form.refusals():
            with writing():
                url = form.once(do, at=at)
            flash(_("问出去了，商家答了会告诉您"))
            return redirect(url)
    return page(TEMPLATE, **shown(product_id, form))


@bp.post("/market/<int:product_id>/questions/<int:question_id>/take-back")
@needs(TAKE_BACK, of=queries.find_of_product)
def take_back(question: Question) -> ResponseReturnValue:
    product_id = question.product_id
    with writing():
        operations.take_back(question, by=current_actor(), at=now())
    flash(_("收回了，别人看不到了"))
    return redirect(url_for(".of", product_id=product_id))


@bp.route("/operate/questions/<int:question_id>/hide", methods=["GET", "POST"])
@needs(MODERATE, of=queries.find_shown)
def hide(question: Question) -> ResponseReturnValue:
    form, product_id = HideForm(), question.product_id
    if form.validate_on_submit():
        with form.refusals():
            with writing():
                operations.hide(question, why=form.why.data, by=current_actor(), at=now())
            flash(_("不再显示了，已经告诉提问的人"))
            return redirect(url_for(".of", product_id=product_id))
    why_not = rules.why_not_hide(current_actor().person, responsible_id=question.responsible_id)
    return page("shop/questions/hide.html", question=question, form=form, why_not=why_not)
