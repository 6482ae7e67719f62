"""What a buyer does with an order, a tap each."""

from collections.abc import Callable
from functools import partial

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from core.clock import now
from core.db import writing
from core.money import Money
from core.proxy.acting import note_fact
from core.web.guard import current_actor, needs
from core.words import _
from shop.access import READ_ORDER
from shop.orders.forms.buying import AnswerForm, CancelForm, StepForm
from shop.orders.models import Answer, Order
from shop.orders.operations import again as once_more
from shop.orders.operations import buying, shortages
from shop.orders.queries.orders import find_by_ref
from shop.orders.rules import steps
from shop.orders.views.blueprint import bp
from shop.orders.views.buying import shown

ANSWERED: dict[str, Callable[..., None]] = {
    Answer.WAIT: shortages.wait,
    Answer.LESS: shortages.take_less,
    Answer.CANCEL: shortages.give_up,
}


def taken(order: Order, form: StepForm, take: Callable[..., object], said: str) -> bool:
    """Take the step in one transaction, once for the form; a refusal lands on the form."""
    at, by = now(), current_actor()

    def do() -> str:
        take(order, by=by, at=at)
        what = f"{Money(order.total_fen)} {order.number}"
        note_fact(what, url=url_for(".show", ref=order.ref))
        return str(order.id)

    if form.validate_on_submit():
        with form.refusals():
            with writing():
                form.once(do, at=at)
            flash(said)
    return not form.errors


@bp.post("/<ref>/cancel")
@needs(READ_ORDER, of=find_by_ref)
def cancel(order: Order) -> ResponseReturnValue:
    form, ref = CancelForm(), order.ref
    if taken(order, form, partial(buying.cancel, why=form.why.data or ""), _("取消了，不收一分钱")):
        return redirect(url_for(".show", ref=ref))
    if steps.why_not_cancel(order):  # nothing to fill in any more
        return shown(order, form=form)
    return shown(order, cancel_form=form)


@bp.post("/<ref>/press")
@needs(READ_ORDER, of=find_by_ref)
def press(order: Order) -> ResponseReturnValue:
    form, ref = StepForm(), order.ref
    if taken(order, form, buying.press, _("催过了，商家收到了消息")):
        return redirect(url_for(".show", ref=ref))
    return shown(order, form=form)


@bp.post("/<ref>/receive")
@needs(READ_ORDER, of=find_by_ref)
def receive(order: Order) -> ResponseReturnValue:
    form, ref = StepForm(), order.ref
    if taken(order, form, buying.receive, _("记下了：都收到了")):
        return redirect(url_for(".show", ref=ref))
    return shown(order, form=form)


@bp.post("/<ref>/answer")
@needs(READ_ORDER, of=find_by_ref)
def answer(order: Order) -> ResponseReturnValue:
    form, ref = AnswerForm(), order.ref
    if not form.validate_on_submit():
        return shown(order, form=form)
    take = partial(ANSWERED[form.choice.data or ""], seen=int(form.shortage.data or 0))
    if taken(order, form, take, _("选好了，商家收到了消息")):
        return redirect(url_for(".show", ref=ref))
    return shown(order, form=form)


@bp.post("/<ref>/again")
@needs(READ_ORDER, of=find_by_ref)
def again(order: Order) -> ResponseReturnValue:
    """Put the same things into the basket, and say which cannot be had any more."""
    form, ref, at, by = StepForm(), order.ref, now(), current_actor()
    missed: list[tuple[str, str]] = []

    def do() -> str:
        put, left_out = once_more.put_again(order, by=by, at=at)
        missed.extend(left_out)
        return url_for("cart.home") if put else url_for(".show", ref=ref)

    if not form.validate_on_submit():
        return shown(order, form=form)
    with writing():
        where = form.once(do, at=at)
    for title, why in missed:
        flash(_("“%(title)s”没放进去：%(why)s", title=title, why=why), "error")
    if where != url_for(".show", ref=ref):
        flash(_("放进购物车了，数量可以再改"))
    return redirect(where)
