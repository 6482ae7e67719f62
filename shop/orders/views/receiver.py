"""Changing who receives an order and where, until it is packed."""

from dataclasses import replace
from functools import partial

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from core.accounts.regions import title_of
from core.clock import now
from core.db import writing
from core.web.forms import page
from core.web.guard import current_actor, needs
from core.words import _
from shop.access import READ_ORDER
from shop.orders.forms.buying import PersonForm, ReceiverForm
from shop.orders.models import Order, Way
from shop.orders.operations import buying
from shop.orders.operations.placing import Receiver
from shop.orders.queries.orders import find_by_ref
from shop.orders.rules import steps
from shop.orders.views.blueprint import bp


@bp.route("/<ref>/receiver", methods=["GET", "POST"])
@needs(READ_ORDER, of=find_by_ref)
def receiver(order: Order) -> ResponseReturnValue:
    """Show the form, with the next list of places when only that is wanted, or take it."""
    is_sent, ref = order.way is Way.PARCEL, order.ref
    form = PersonForm(obj=order)
    if is_sent:
        form = ReceiverForm(obj=order, place=order.district, province_stays=True)
    picking = request.method == "POST" and "pick" in request.form
    if not picking and form.validate_on_submit():
        with form.refusals():
            with writing():
                form.once(partial(changed, order, form), at=now())
            flash(_("改好了，商家收到了消息"))
            return redirect(url_for(".show", ref=ref))
    return page(
        "shop/orders/receiver.html",
        order=order,
        form=form,
        is_sent=is_sent,
        province=title_of(order.district[:2]),
        why_not=steps.why_not_change_receiver(order),
    )


def changed(order: Order, form: PersonForm) -> str:
    to, version = receiver_in(form), int(form.version.data or 0)
    buying.change_receiver(order, to, version=version, by=current_actor(), at=now())
    return str(order.id)


def receiver_in(form: PersonForm) -> Receiver:
    """Return what the form says."""
    who = Receiver(name=form.receiver.data, phone=form.phone.data, note=form.note.data)
    if not isinstance(form, ReceiverForm):
        return who
    district = form.place.code if form.place else ""
    return replace(who, district=district, address=form.address.data)
