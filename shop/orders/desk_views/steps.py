"""Steps that are one button: accepted, packed, paid, come back."""

from collections.abc import Callable
from functools import partial

from flask import flash, redirect
from flask.typing import ResponseReturnValue

from core.clock import now
from core.db import writing
from core.web.guard import current_actor, needs
from core.words import _
from shop.access import RUN_PRODUCER
from shop.orders.desk_views.blueprint import bp, page_of
from shop.orders.desk_views.show import show_order
from shop.orders.forms.selling import StepForm
from shop.orders.models import Order
from shop.orders.operations import money, selling
from shop.orders.queries.orders import find_of_producer


@bp.post("/<int:order_id>/accept")
@needs(RUN_PRODUCER, of=find_of_producer)
def accept(order: Order) -> ResponseReturnValue:
    return take(order, StepForm(), selling.accept, _("接单了，买家会收到消息"))


@bp.post("/<int:order_id>/pack")
@needs(RUN_PRODUCER, of=find_of_producer)
def pack(order: Order) -> ResponseReturnValue:
    form = StepForm()
    packing = partial(selling.pack, seen=form.version.data)
    return take(order, form, packing, _("记下了，从现在起收货地址不会再变"))


@bp.post("/<int:order_id>/cash")
@needs(RUN_PRODUCER, of=find_of_producer)
def cash(order: Order) -> ResponseReturnValue:
    said = _("记下了：收到 %(due)s", due=order.due)
    return take(order, StepForm(), money.record_cash, said)


@bp.post("/<int:order_id>/back")
@needs(RUN_PRODUCER, of=find_of_producer)
def back(order: Order) -> ResponseReturnValue:
    said = _("这一单结束了。退回的货没有自动上架，还能卖的请到库存里加")
    return take(order, StepForm(), selling.take_back, said)


def take(order: Order, form: StepForm, step: Callable[..., None], said: str) -> ResponseReturnValue:
    """Take the step once for each form; where it cannot be taken, show the order with why."""
    if form.validate_on_submit():
        with form.refusals():
            with writing():
                form.once(partial(taken, order, step), at=now())
            flash(said)
            return redirect(page_of(order))
    return show_order(order, form)


def taken(order: Order, step: Callable[..., None]) -> str:
    step(order, by=current_actor(), at=now())
    return str(order.id)
