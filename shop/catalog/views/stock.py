"""The stock of a size: more, less, or counted anew."""

from functools import partial

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from core.clock import now
from core.db import writing
from core.web.forms import Form, page
from core.web.guard import current_actor, needs
from core.words import _, _l
from shop.access import RUN_PRODUCER
from shop.catalog import operations, queries
from shop.catalog.forms import CountedForm, MoveForm
from shop.catalog.models import Pack, StockReason
from shop.catalog.views.blueprint import bp, note_listing

REASONS = {
    StockReason.HARVEST: _l("收了、补货"),
    StockReason.COUNTED: _l("重新数过"),
    StockReason.SPOILED: _l("坏了"),
    StockReason.SOLD_ELSEWHERE: _l("在别处卖了"),
    StockReason.OWN_USE: _l("自家用、送人"),
    StockReason.AGAIN: _l("新一季"),
    StockReason.PLANNED: _l("预售份数"),
}


@bp.route("/products/<int:product_id>/packs/<int:pack_id>/stock", methods=["GET", "POST"])
@needs(RUN_PRODUCER, of=queries.find_pack)
def stock(pack: Pack) -> ResponseReturnValue:
    """Take the difference and its reason."""
    form = MoveForm()
    if form.validate_on_submit():
        with form.refusals():
            with writing():
                form.once(partial(moved, pack, form), at=now())
            return redirect(done(pack))
    return show(pack, form, moving=form, counting=CountedForm(formdata=None, seen=pack.stock))


@bp.post("/products/<int:product_id>/packs/<int:pack_id>/counted")
@needs(RUN_PRODUCER, of=queries.find_pack)
def counted(pack: Pack) -> ResponseReturnValue:
    """Take what was counted, as the difference to what the page said."""
    form = CountedForm()
    if form.validate_on_submit():
        with form.refusals():
            with writing():
                form.once(partial(counted_out, pack, form), at=now())
            return redirect(done(pack))
    return show(pack, form, moving=MoveForm(formdata=None), counting=form)


def moved(pack: Pack, form: MoveForm) -> str:
    operations.move_stock(
        pack,
        delta=form.delta,
        reason=form.moved,
        note=form.note.data or "",
        by=current_actor(),
        at=now(),
    )
    note_listing(pack.product)
    return str(pack.id)


def counted_out(pack: Pack, form: CountedForm) -> str:
    operations.count_stock(
        pack,
        count=form.counted.data or 0,
        seen=int(form.seen.data),
        by=current_actor(),
        at=now(),
    )
    note_listing(pack.product)
    return str(pack.id)


def done(pack: Pack) -> str:
    flash(_("记下了，现在还有 %(left)s 份", left=pack.stock))
    return url_for(".stock", product_id=pack.product_id, pack_id=pack.id)


def show(pack: Pack, form: Form, *, moving: MoveForm, counting: CountedForm) -> ResponseReturnValue:
    return page(
        "shop/catalog/stock.html",
        producer=pack.product.producer,
        product=pack.product,
        pack=pack,
        form=form,
        moving=moving,
        counting=counting,
        moves=queries.list_moves(pack.id),
        REASONS=REASONS,
    )
