"""Steps with something to fill in: handed over, fetched, refused, not to be had."""

from functools import partial

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue

from core.clock import now, village_day
from core.db import writing
from core.web.forms import page
from core.web.guard import current_actor, needs
from core.words import _
from shop.access import RUN_PRODUCER
from shop.orders.desk_views.blueprint import bp, page_of
from shop.orders.forms.selling import (
    ParcelForm,
    PickupForm,
    RefusedForm,
    StepForm,
    counts_in,
    lack_form,
    sending_form,
)
from shop.orders.models import Order, OrderStatus, Parcel, Way
from shop.orders.operations import parcels, selling
from shop.orders.operations.selling import Sending
from shop.orders.operations.shortages import Lack, report_shortage
from shop.orders.queries import desk
from shop.orders.queries.orders import count_sent, find_of_producer
from shop.orders.rules import desk as rules
from shop.orders.rules import steps


@bp.route("/<int:order_id>/ship", methods=["GET", "POST"])
@needs(RUN_PRODUCER, of=find_of_producer)
def ship(order: Order) -> ResponseReturnValue:
    rest = steps.unsent(order.lines, count_sent(order.id))
    form = sending_form(order.lines, rest)()
    if form.validate_on_submit():
        with form.refusals():
            with writing():
                form.once(partial(shipped, order, form.sending), at=now())
            flash(_("记下了，买家会收到消息"))
            return redirect(page_of(order))
    why_not = steps.why_not_way(order, Way.PARCEL) or why_not_more(order, rest)
    return page(
        "shop/orders/desk/ship.html",
        producer=order.producer,
        order=order,
        form=form,
        rest=rest,
        why_not=why_not,
        rules=rules,
    )


def why_not_more(order: Order, rest: dict[int, int]) -> str | None:
    """Say why nothing can be handed over now, or None."""
    if order.status is OrderStatus.SHIPPED:
        return None if rest else _("都寄出了，没有剩下的")
    return steps.why_not(order, "ship")


def shipped(order: Order, sending: Sending) -> str:
    return str(selling.ship(order, sending, by=current_actor(), at=now()).id)


@bp.route("/<int:order_id>/pickup", methods=["GET", "POST"])
@needs(RUN_PRODUCER, of=find_of_producer)
def pickup(order: Order) -> ResponseReturnValue:
    form = PickupForm()
    if form.validate_on_submit():
        with form.refusals():
            with writing():
                form.once(partial(fetched, order, form), at=now())
            flash(_("交到买家手里了"))
            return redirect(page_of(order))
    return show_pickup(order, form)


def fetched(order: Order, form: PickupForm) -> str:
    code, paid = str(form.code.data), bool(form.paid.data)
    selling.hand_at_pickup(order, code, paid=paid, by=current_actor(), at=now())
    return str(order.id)


@bp.post("/<int:order_id>/no-code")
@needs(RUN_PRODUCER, of=find_of_producer)
def no_code(order: Order) -> ResponseReturnValue:
    """Take the goods as handed over without a code: the buyer says whether they were received."""
    form = StepForm()
    if form.validate_on_submit():
        with form.refusals():
            with writing():
                form.once(partial(shipped, order, Sending(way=Way.PICKUP)), at=now())
            flash(_("记下了，等买家点“收到了”"))
            return redirect(page_of(order))
    refused = PickupForm(formdata=None)
    refused.form_errors += form.form_errors
    return show_pickup(order, refused)


def show_pickup(order: Order, form: PickupForm) -> ResponseReturnValue:
    why_not = steps.why_not_way(order, Way.PICKUP) or steps.why_not(order, "ship")
    return page(
        "shop/orders/desk/pickup.html",
        producer=order.producer,
        order=order,
        form=form,
        without=StepForm(formdata=None),
        why_not=why_not,
        tried_out=order.code_tries >= steps.MOST_TRIES,
    )


@bp.route("/<int:order_id>/refused", methods=["GET", "POST"])
@needs(RUN_PRODUCER, of=find_of_producer)
def refused(order: Order) -> ResponseReturnValue:
    form = RefusedForm()
    if form.validate_on_submit():
        with form.refusals():
            with writing():
                form.once(partial(not_taken, order, form.why), at=now())
            flash(_("记下了。货退回来以后，请在这里点一下"))
            return redirect(page_of(order))
    return page(
        "shop/orders/desk/refused.html",
        producer=order.producer,
        order=order,
        form=form,
        why_not=rules.why_not_refused(order),
    )


def not_taken(order: Order, why: str) -> str:
    selling.refuse_at_door(order, why=why, by=current_actor(), at=now())
    return str(order.id)


@bp.route("/<int:order_id>/short", methods=["GET", "POST"])
@needs(RUN_PRODUCER, of=find_of_producer)
def short(order: Order) -> ResponseReturnValue:
    form = lack_form(order.lines)()
    if form.validate_on_submit():
        lack = Lack(missing=counts_in(form), why=form.why.data, ready_on=form.ready_on.data)
        with form.refusals():
            with writing():
                form.once(partial(lacking, order, lack), at=now())
            flash(_("告诉买家了，等他选"))
            return redirect(page_of(order))
    at = now()
    first, last = steps.days_to_wait(order, today=village_day(at))
    return page(
        "shop/orders/desk/short.html",
        producer=order.producer,
        order=order,
        form=form,
        lines_left=[line for line in order.lines if line.left],
        why_not=steps.why_not(order, "report_shortage"),
        not_delivered=desk.count_at_desk(order.producer_id, at=at).not_delivered,
        first_day=first,
        last_day=last,
    )


def lacking(order: Order, lack: Lack) -> str:
    return str(report_shortage(order, lack, by=current_actor(), at=now()).id)


@bp.route("/<int:order_id>/parcels/<int:parcel_id>", methods=["GET", "POST"])
@needs(RUN_PRODUCER, of=desk.find_parcel)
def parcel(parcel: Parcel) -> ResponseReturnValue:
    form = ParcelForm(number=parcel.number, version=parcel.version)
    if request.method == "GET":
        form.show_carrier(parcel.carrier)
    if form.validate_on_submit():
        with form.refusals():
            with writing():
                form.once(partial(corrected, parcel, form), at=now())
            flash(_("改好了，买家会收到新的单号"))
            return redirect(page_of(parcel.order))
    return page(
        "shop/orders/desk/parcel.html",
        producer=parcel.order.producer,
        order=parcel.order,
        form=form,
        why_not=rules.why_not_correct(parcel),
    )


def corrected(parcel: Parcel, form: ParcelForm) -> str:
    parcels.correct(
        parcel,
        carrier=form.carrier_name,
        number=str(form.number.data),
        version=form.version.data or 0,
        by=current_actor(),
        at=now(),
    )
    return str(parcel.id)
