"""Listing a product in three screens: its picture, what it is, how it comes."""

from functools import partial
from typing import cast

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from core.clock import now
from core.db import writing
from core.money import Money
from core.storage.operations import Laid, keep, lay_picture
from core.web.forms import page
from core.web.guard import current_actor, needs
from core.words import _
from shop.access import RUN_PRODUCER
from shop.catalog import operations, queries
from shop.catalog.forms import BeginForm, FirstPictureForm, HowForm, WhatForm
from shop.catalog.models import ALL_YEAR, Product, ReturnPolicy, Storage
from shop.catalog.rules.listing import CONFORMITY_CLASSES
from shop.catalog.views.blueprint import bp, drawn, note_listing
from shop.catalog.views.home import said_of
from shop.producers.models import Producer
from shop.producers.queries import find_open

STORED, SWITCHED_ON = "stored", "switched_on"


@bp.route("/<int:producer_id>/products/new", methods=["GET", "POST"])
@needs(RUN_PRODUCER, of=find_open)
def picture(producer: Producer) -> ResponseReturnValue:
    """Take the first picture, or none, and begin the product."""
    form, by = FirstPictureForm(), current_actor()
    if form.validate_on_submit():
        given, laid = form.picture.data, None
        with form.refusals():
            if given and not form.skip.data:
                laid = lay_picture(given.filename or "", given.read(), by=by)
            with writing():
                url = form.once(lambda: begun(producer, laid), at=now())
            return redirect(url)
    return page("shop/catalog/picture.html", producer=producer, form=form)


def begun(producer: Producer, laid: Laid | None) -> str:
    by, at = current_actor(), now()
    product = operations.start(producer, by=by, at=at)
    if laid is not None:
        stored = keep(laid, is_public=True, by=by, at=at)
        operations.add_picture(product, stored, by=by, at=at)
    return url_for(".what", product_id=product.id)


@bp.route("/products/<int:product_id>/what", methods=["GET", "POST"])
@needs(RUN_PRODUCER, of=queries.find_product)
def what(product: Product) -> ResponseReturnValue:
    """Say what it is; the first time together with its first size."""
    first = product.is_new and not queries.list_packs(product.id)
    said = product if product.title else None  # what nobody has said is not chosen for them
    kind = BeginForm if first else WhatForm
    form, taken_out = kind(obj=said, version=product.version), False

    def do() -> str:
        nonlocal taken_out
        taken_out = described(product, form)
        return after_what(product, form)

    if form.validate_on_submit():
        with form.refusals():
            with writing():
                url = form.once(do, at=now())
            if taken_out:
                flash(_("改好了。名称或类别变了，等包联人再看过、放行，买家才看得到"))
            elif not product.is_new:
                flash(_("改好了"))
            return redirect(url)
    return page(
        "shop/catalog/what.html",
        producer=product.producer,
        product=product,
        form=form,
        first=first,
        pictures=queries.list_pictures(product.id),
        drawn=drawn,
    )


def described(product: Product, form: WhatForm) -> bool:
    """Store what the form says; return whether the product was taken out by it."""
    by, at = current_actor(), now()
    taken_out = operations.describe(
        product,
        operations.What(
            category=form.category.data,
            title=form.title.data,
            text=form.text.data or "",
            product_class=form.chosen_class,
        ),
        version=int(form.version.data),
        by=by,
        at=at,
    )
    note_listing(product)
    if isinstance(form, BeginForm):
        facts = operations.PackFacts(
            name=form.name.data,
            net_grams=form.grams,
            price=cast("Money", form.price.data),
        )
        operations.add_pack(product, facts, stock=form.stock.data or 0, by=by, at=at)
    return taken_out


def after_what(product: Product, form: WhatForm) -> str:
    if isinstance(form, BeginForm):
        if form.more.data:
            return url_for(".new_pack", product_id=product.id)
        return url_for(".how", product_id=product.id)
    return url_for(".edit", product_id=product.id)


@bp.route("/products/<int:product_id>/how", methods=["GET", "POST"])
@needs(RUN_PRODUCER, of=queries.find_product)
def how(product: Product) -> ResponseReturnValue:
    """Say how it comes; a new product is switched on with it, unless later."""
    days = {each.ships_in_days for each in queries.list_packs(product.id) if each.ship_by is None}
    form = HowForm(
        obj=product,
        place=product.origin,
        all_year=product.months == ALL_YEAR and not product.is_new,
        ships_in_days=min(days) if len(days) == 1 else None,
        may_be_fresh=product.product_class in CONFORMITY_CLASSES,
    )
    if not form.is_submitted() and product.months == ALL_YEAR:
        form.season.data = []
    picking = request.method == "POST" and "pick" in request.form
    if not picking and form.validate_on_submit():
        with form.refusals():
            with writing():
                done = form.once(partial(told_how, product, form), at=now())
            flash(said_of(product) if done == SWITCHED_ON else _("存好了"))
            return redirect(url_for(".edit", product_id=product.id))
    return page("shop/catalog/how.html", producer=product.producer, product=product, form=form)


def told_how(product: Product, form: HowForm) -> str:
    """Store what the form says; tell whether the product was switched on with it."""
    by, at = current_actor(), now()
    operations.tell_how(
        product,
        operations.How(
            origin=form.place.code if form.place else "",
            origin_note=form.origin_note.data or "",
            months=form.months,
            storage=Storage(form.storage.data),
            storage_note=form.storage_note.data or "",
            shelf_life_days=form.shelf_life_days.data,
            return_policy=ReturnPolicy(form.return_policy.data),
            ships_in_days=form.ships_in_days.data,
        ),
        version=int(form.version.data),
        by=by,
        at=at,
    )
    note_listing(product)
    if not product.is_new or form.later.data:
        return STORED
    operations.switch_on(product, by=by, at=at)
    return SWITCHED_ON
