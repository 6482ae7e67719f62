"""The sizes of a product."""

from functools import partial
from typing import cast

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from core.clock import now
from core.db import writing
from core.money import Money
from core.web.forms import page
from core.web.guard import current_actor, needs
from core.words import _
from shop.access import RUN_PRODUCER
from shop.catalog import operations, queries
from shop.catalog.forms import EditPackForm, PackForm
from shop.catalog.models import Pack, Product
from shop.catalog.views.blueprint import bp, note_listing


@bp.route("/products/<int:product_id>/packs/new", methods=["GET", "POST"])
@needs(RUN_PRODUCER, of=queries.find_product)
def new_pack(product: Product) -> ResponseReturnValue:
    form = PackForm()
    if form.validate_on_submit():
        with form.refusals():
            with writing():
                url = form.once(lambda: added(product, form), at=now())
            flash(_("规格加好了"))
            return redirect(url)
    return page("shop/catalog/new_pack.html", producer=product.producer, product=product, form=form)


def added(product: Product, form: PackForm) -> str:
    operations.add_pack(
        product,
        facts_in(form),
        stock=form.stock.data or 0,
        by=current_actor(),
        at=now(),
    )
    note_listing(product)
    return url_for(".edit", product_id=product.id)


def facts_in(form: PackForm | EditPackForm) -> operations.PackFacts:
    """Return what the form says of a size."""
    return operations.PackFacts(
        name=form.name.data or "",
        net_grams=form.grams,
        price=cast("Money", form.price.data),
        ships_in_days=form.ships_in_days.data or 0,
        ship_by=form.ship_by.data,
        cap=form.cap.data if form.ship_by.data else None,
    )


@bp.route("/products/<int:product_id>/packs/<int:pack_id>", methods=["GET", "POST"])
@needs(RUN_PRODUCER, of=queries.find_pack)
def pack(pack: Pack) -> ResponseReturnValue:
    form = EditPackForm(obj=pack)
    if not form.is_submitted():
        form.weighs(pack.net_grams)
    if form.validate_on_submit():
        with form.refusals():
            with writing():
                form.once(partial(changed, pack, form), at=now())
            flash(_("规格改好了"))
            return redirect(url_for(".edit", product_id=pack.product_id))
    return page(
        "shop/catalog/pack.html",
        producer=pack.product.producer,
        product=pack.product,
        pack=pack,
        form=form,
    )


def changed(pack: Pack, form: EditPackForm) -> str:
    by, version = current_actor(), int(form.version.data)
    operations.change_pack(pack, facts_in(form), version=version, by=by, at=now())
    note_listing(pack.product)
    return str(pack.id)


@bp.post("/products/<int:product_id>/packs/<int:pack_id>/switch")
@needs(RUN_PRODUCER, of=queries.find_pack)
def switch_pack(pack: Pack) -> ResponseReturnValue:
    on, product_id = request.form.get("to") == "on", pack.product_id
    with writing():
        operations.switch_pack(pack, on=on, by=current_actor(), at=now())
        note_listing(pack.product)
    flash(_("这个规格又在卖了") if on else _("这个规格先停卖了"))
    return redirect(url_for(".edit", product_id=product_id))


@bp.post("/products/<int:product_id>/packs/<int:pack_id>/remove")
@needs(RUN_PRODUCER, of=queries.find_pack)
def remove_pack(pack: Pack) -> ResponseReturnValue:
    product_id = pack.product_id
    with writing():
        operations.remove_pack(pack, by=current_actor(), at=now())
    flash(_("规格删掉了"))
    return redirect(url_for(".edit", product_id=product_id))
