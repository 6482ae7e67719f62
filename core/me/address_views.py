"""My address book."""

from functools import partial

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from core.accounts import addresses
from core.accounts.addresses import Destination
from core.accounts.models import Address
from core.accounts.queries import get_person
from core.accounts.regions import title_of
from core.clock import now
from core.db import writing
from core.me import access
from core.me.blueprint import bp
from core.me.forms import AddressForm
from core.web.forms import page
from core.web.guard import current_actor, needs
from core.words import _


@bp.get("/addresses", endpoint="addresses")
@needs(access.SEE_ADDRESSES)
def addresses_list() -> ResponseReturnValue:
    return page(
        "core/me/addresses.html",
        addresses=addresses.list_addresses(current_actor().person),
        title_of=title_of,
        full=addresses.MOST,
    )


@bp.route("/addresses/new", methods=["GET", "POST"])
@needs(access.ADD_ADDRESS)
def new_address() -> ResponseReturnValue:
    person = get_person(current_actor().person)
    form = AddressForm(receiver=person.name, phone=person.phone)
    if picking():
        return show(form)
    if form.validate_on_submit():
        with form.refusals():
            with writing():
                form.once(partial(added, form), at=now())
            flash(_("地址存好了"))
            return redirect(url_for(".addresses"))
    return show(form)


@bp.route("/addresses/<int:address_id>", methods=["GET", "POST"])
@needs(access.KEEP_ADDRESS, of=addresses.find_address)
def edit_address(address: Address) -> ResponseReturnValue:
    form = AddressForm(obj=address, usual=address.is_default, place=address.district)
    if picking():
        return show(form, address)
    if form.validate_on_submit():
        with form.refusals():
            with writing():
                addresses.change(
                    address,
                    destination_in(form),
                    usual=form.usual.data,
                    version=int(form.version.data or 0),
                    by=current_actor(),
                )
            flash(_("地址改好了"))
            return redirect(url_for(".addresses"))
    return show(form, address)


@bp.post("/addresses/<int:address_id>/usual")
@needs(access.KEEP_ADDRESS, of=addresses.find_address)
def usual_address(address: Address) -> ResponseReturnValue:
    with writing():
        addresses.make_usual(address, by=current_actor())
    flash(_("以后平时都寄到这里"))
    return redirect(url_for(".addresses"))


@bp.post("/addresses/<int:address_id>/delete")
@needs(access.KEEP_ADDRESS, of=addresses.find_address)
def delete_address(address: Address) -> ResponseReturnValue:
    with writing():
        addresses.remove(address, by=current_actor())
    flash(_("地址删掉了"))
    return redirect(url_for(".addresses"))


def picking() -> bool:
    """Tell whether only the next list of places is wanted, with all that was typed kept."""
    return request.method == "POST" and "pick" in request.form


def added(form: AddressForm) -> str:
    address = addresses.add(
        destination_in(form), usual=form.usual.data, by=current_actor(), at=now()
    )
    return url_for(".edit_address", address_id=address.id)


def destination_in(form: AddressForm) -> Destination:
    """Return what the form says."""
    return Destination(
        receiver=form.receiver.data,
        phone=form.phone.data,
        district=form.place.code if form.place else "",
        town=form.town.data,
        detail=form.detail.data,
        label=form.label.data,
    )


def show(form: AddressForm, address: Address | None = None) -> ResponseReturnValue:
    return page("core/me/address.html", form=form, address=address)
