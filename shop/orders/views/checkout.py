"""The checkout, and what was ordered in one go."""

from functools import partial

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue

from core.accounts.addresses import list_addresses
from core.accounts.models import Person
from core.accounts.queries import get_person
from core.accounts.regions import title_of
from core.clock import now
from core.db import writing
from core.money import Money
from core.proxy.acting import note_fact
from core.web.forms import page
from core.web.guard import current_actor, needs
from shop.access import BUY, READ_ORDER
from shop.cart import queries as cart
from shop.cart.rules import Basket
from shop.orders.forms.checkout import PARCEL, CheckoutForm
from shop.orders.models import Order, Purchase, Way
from shop.orders.operations.placing import place_from_basket
from shop.orders.queries.orders import find_purchase
from shop.orders.queries.quoting import quote
from shop.orders.queries.receivers import Known, list_known
from shop.orders.rules.words import STATUSES
from shop.orders.views.blueprint import bp as orders

bp = Blueprint("checkout", __name__, url_prefix="/checkout")


@bp.route("", methods=["GET", "POST"])
@needs(BUY)
def home() -> ResponseReturnValue:
    """Show what everything in the basket costs to whom, and order it."""
    person_id, at = current_actor().person, now()
    if request.method == "GET":
        basket = basket_of(person_id)
        known = list_known(person_id, list_addresses(person_id))
        return show(begun(known, get_person(person_id)), basket, known)
    form = CheckoutForm()
    if not form.only_asks and form.validate_on_submit():
        with form.refusals():
            with writing():
                ref = form.once(partial(placed, form), at=at)
            return redirect(url_for("orders.purchase", ref=ref))
    known = list_known(person_id, list_addresses(person_id))
    return show(form, basket_of(person_id), known)


def placed(form: CheckoutForm) -> str:
    made = place_from_basket(form.wish(), by=current_actor(), at=now())
    numbers = "、".join(each.number for each in made.orders)
    said = f"{Money(made.total_fen)} {numbers}"
    note_fact(said, url=url_for("orders.purchase", ref=made.ref))
    return made.ref


def basket_of(person_id: int) -> Basket:
    return cart.fill(cart.list_items(person_id), at=now(), person_id=person_id)


def begun(known: list[Known], person: Person) -> CheckoutForm:
    """Return the form for the receiver that was picked, else the last one, else oneself."""
    asked = request.args.get("receiver", "")
    chosen = next((each for each in known if each.name == asked), next(iter(known), None))
    if chosen is None:
        return CheckoutForm(receiver=person.name, phone=person.phone)
    return CheckoutForm(
        receiver=chosen.receiver,
        phone=chosen.phone,
        address=chosen.address,
        place=chosen.district,
    )


def show(form: CheckoutForm, basket: Basket, known: list[Known]) -> ResponseReturnValue:
    """Show the form with what holds now; without anything to order the basket says why."""
    if not basket.groups and not form.errors:
        return redirect(url_for("cart.home"))
    quoted = quote(basket, district=form.where, pickups=form.pickups)
    was = quoted.total if form.only_asks or form.total.errors else form.shown_total
    form.show(basket.items, quoted.total)
    return page(
        "shop/orders/checkout.html",
        form=form,
        basket=basket,
        quoted=quoted,
        was=was if was != quoted.total else None,
        known=known,
        asked=request.args.get("receiver", ""),
        parcel=PARCEL,
    )


@orders.get("/purchases/<ref>")
@needs(READ_ORDER, of=find_purchase)
def purchase(purchase: Purchase) -> ResponseReturnValue:
    """Thank for the purchase: what was ordered from whom, and what happens now."""
    return page(
        "shop/orders/placed.html",
        purchase=purchase,
        total=Money(purchase.total_fen),
        fetched=[each for each in purchase.orders if is_fetched(each)],
        sent=[each for each in purchase.orders if not is_fetched(each)],
        statuses=STATUSES,
        money=Money,
        title_of=title_of,
    )


def is_fetched(order: Order) -> bool:
    return order.way is Way.PICKUP
