"""One's products: the list, one of them, on and off, once more, and away."""

from functools import partial
from typing import Any

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from core.accounts.regions import title_of
from core.clock import now, village_day
from core.db import writing
from core.money import Money
from core.web.forms import page
from core.web.guard import current_actor, needs
from core.web.prose import prose
from core.words import _
from shop.access import RUN_PRODUCER
from shop.catalog import operations, queries, rules
from shop.catalog.forms import again_form
from shop.catalog.models import Product
from shop.catalog.rules import listing
from shop.catalog.rules.listing import State
from shop.catalog.views.blueprint import bp, drawn, mended_at, note_listing
from shop.producers.models import Producer
from shop.producers.queries import find_open

LOOKS = {
    State.ON_SALE: "season",
    State.PAPERS: "trouble",
    State.BLOCKED: "trouble",
    State.UNVERIFIED: "trouble",
}


@bp.get("/<int:producer_id>/products/")
@needs(RUN_PRODUCER, of=find_open)
def home(producer: Producer) -> ResponseReturnValue:
    lines = queries.list_lines(producer.id, at=now())
    return page(
        "shop/catalog/home.html",
        producer=producer,
        lines_of=lines,
        full=len(lines) >= listing.MOST_PRODUCTS,
        **words(),
    )


@bp.get("/products/<int:product_id>/")
@needs(RUN_PRODUCER, of=queries.find_product)
def edit(product: Product) -> ResponseReturnValue:
    """Show all that is said of one product, each part with the way to change it."""
    at = now()
    return page(
        "shop/catalog/edit.html",
        producer=product.producer,
        product=product,
        line=queries.find_line(product, at=at),
        packs=queries.list_packs(product.id),
        pictures=queries.list_pictures(product.id),
        certificates=queries.list_certificates(product.id),
        text=prose(product.text, breaks=True),
        origin=title_of(product.origin),
        today=village_day(at),
        **words(),
    )


def words() -> dict[str, Any]:
    """Return what pages about products need to speak of states and reasons."""
    return {
        "STATES": listing.STATES,
        "LOOKS": LOOKS,
        "CATEGORIES": rules.CATEGORIES,
        "CERTIFICATES": listing.CERTIFICATES,
        "STORAGES": listing.STORAGES,
        "RETURNS": listing.RETURNS,
        "mended_at": mended_at,
        "drawn": drawn,
        "price_of": Money,
        "jin_price": rules.jin_price,
        "kilo_price": rules.kilo_price,
    }


@bp.post("/products/<int:product_id>/on")
@needs(RUN_PRODUCER, of=queries.find_product)
def switch_on(product: Product) -> ResponseReturnValue:
    with writing():
        operations.switch_on(product, by=current_actor(), at=now())
        note_listing(product)
    flash(said_of(product))
    return redirect(url_for(".edit", product_id=product.id))


@bp.post("/products/<int:product_id>/off")
@needs(RUN_PRODUCER, of=queries.find_product)
def switch_off(product: Product) -> ResponseReturnValue:
    with writing():
        operations.switch_off(product, by=current_actor(), at=now())
        note_listing(product)
    flash(_("下架了，买家看不到了。已经下的单照常发货"))
    return redirect(url_for(".edit", product_id=product.id))


def said_of(product: Product) -> str:
    """Say what happens next with a product that was just switched on."""
    reasons = queries.find_line(product, at=now()).reasons
    if not reasons:
        return _("上架了，买家现在就能看到")
    if reasons[0].state is State.WAITING:
        return _("上架了。已经告诉包联人，等他看过、放行，买家就能看到")
    return _("上架了，不过买家还看不到：%(why)s", why=reasons[0].words)


@bp.post("/products/<int:product_id>/remove")
@needs(RUN_PRODUCER, of=queries.find_product)
def remove(product: Product) -> ResponseReturnValue:
    producer_id = product.producer_id
    with writing():
        operations.remove(product, by=current_actor(), at=now())
    flash(_("删掉了。卖过的订单还留着"))
    return redirect(url_for(".home", producer_id=producer_id))


@bp.route("/products/<int:product_id>/again", methods=["GET", "POST"])
@needs(RUN_PRODUCER, of=queries.find_product)
def again(product: Product) -> ResponseReturnValue:
    """Ask how many there are this time, then begin the same once more."""
    packs = [each for each in queries.list_packs(product.id) if each.ship_by is None]
    form = again_form(packs)()
    if form.validate_on_submit():
        stocks = {
            pack.id: count for pack in packs if (count := form[f"stock_{pack.id}"].data) is not None
        }
        with form.refusals():
            with writing():
                url = form.once(partial(begun_again, product, stocks), at=now())
            flash(_("照去年的样子建好了。看看价格，改好就能上架"))
            return redirect(url)
    return page(
        "shop/catalog/again.html",
        producer=product.producer,
        product=product,
        form=form,
        packs=packs,
    )


def begun_again(product: Product, stocks: dict[int, int]) -> str:
    new = operations.sell_again(product, stocks=stocks, by=current_actor(), at=now())
    note_listing(new)
    return url_for(".edit", product_id=new.id)
