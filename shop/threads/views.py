"""The talk about an order, as each of its two sides sees it."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from core.clock import now
from core.db import writing
from core.errors import Refused
from core.storage.models import LARGE, SMALL
from core.storage.operations import lay_picture
from core.web.file_views import send
from core.web.forms import key_of, page
from core.web.guard import current_actor, needs
from core.words import _
from shop.access import READ_ORDER, RUN_PRODUCER
from shop.orders.models import Order
from shop.orders.queries.orders import find_by_ref, find_of_producer
from shop.orders.rules.standing import spoken
from shop.threads import operations, queries, rules
from shop.threads.forms import ReadForm, SayForm
from shop.threads.queries import Seen

bp = Blueprint("threads", __name__)
BUYING = "/orders/<ref>/thread"
SELLING = "/sell/<int:producer_id>/orders/<int:order_id>/thread"


@dataclass(frozen=True)
class Side:
    """One side of an order, and where its pages are."""

    by_seller: bool
    order: Order

    @property
    def where(self) -> dict[str, Any]:
        order = self.order
        if self.by_seller:
            return {"producer_id": order.producer_id, "order_id": order.id}
        return {"ref": order.ref}

    def url(self, what: str = "", **more: Any) -> str:
        """Return the address of the talk, or of what hangs on it."""
        name = "seller" if self.by_seller else "buyer"
        return url_for(f"threads.{name}{what}", **{**self.where, **more})

    def picture(self, picture_id: int, *, large: bool = False) -> str:
        return self.url("_picture", picture_id=picture_id, size=LARGE if large else SMALL)

    @property
    def unread(self) -> int:
        return self.order.unread_seller if self.by_seller else self.order.unread_buyer


@bp.route(BUYING, methods=["GET", "POST"])
@needs(READ_ORDER, of=find_by_ref)
def buyer(order: Order) -> ResponseReturnValue:
    return talk(Side(by_seller=False, order=order))


@bp.route(SELLING, methods=["GET", "POST"])
@needs(RUN_PRODUCER, of=find_of_producer)
def seller(order: Order) -> ResponseReturnValue:
    return talk(Side(by_seller=True, order=order))


def talk(side: Side) -> ResponseReturnValue:
    """Show what was said, or say something: pictures are drawn before the transaction."""
    form, here = SayForm(), side.url(_anchor="newest")
    if form.validate_on_submit():
        with form.refusals():
            say(side, form)
            flash(_("发出去了"))
            return redirect(here)
    return shown(side, form)


def say(side: Side, form: SayForm) -> None:
    at, by, given = now(), current_actor(), form.picture.data or []
    refuse = rules.why_not_say(side.order, at=at) or rules.why_not_pictures(len(given))
    if refuse:
        raise Refused(refuse, field="picture" if len(given) > rules.MOST_PICTURES else None)
    laid = [lay_picture(each.filename or "", each.read(), by=by, stays_at=at) for each in given]

    def do() -> str:
        message = operations.say(
            side.order,
            form.text.data,
            laid,
            by_seller=side.by_seller,
            seen=form.last,
            by=by,
            at=at,
        )
        return str(message.id)

    with writing():
        form.once(do, at=at)


def shown(side: Side, form: SayForm) -> ResponseReturnValue:
    given = request.args.get("before")
    before = key_of(given) if given is not None else None
    said = queries.list_said(side.order.id, before=before)
    newest = said[0].id if said else 0
    if not form.is_submitted():
        form.seen.data = str(newest)
    return page(
        "shop/threads/show.html",
        side=side,
        order=side.order,
        producer=side.order.producer if side.by_seller else None,
        spoken=spoken(side.order.number),
        said=said[: queries.PAGE][::-1],
        older=said[queries.PAGE - 1].id if len(said) > queries.PAGE else None,
        is_newest=before is None,
        why_not=rules.why_not_say(side.order, at=now()),
        form=form,
        read_form=ReadForm(formdata=None, seen=str(newest)) if before is None else None,
    )


@bp.post(f"{BUYING}/read")
@needs(READ_ORDER, of=find_by_ref)
def buyer_read(order: Order) -> ResponseReturnValue:
    return have_read(Side(by_seller=False, order=order))


@bp.post(f"{SELLING}/read")
@needs(RUN_PRODUCER, of=find_of_producer)
def seller_read(order: Order) -> ResponseReturnValue:
    return have_read(Side(by_seller=True, order=order))


def have_read(side: Side) -> ResponseReturnValue:
    """Note what was read; a broken form notes nothing, and the page shows it as unread still."""
    form, here = ReadForm(), side.url()
    if form.validate_on_submit():
        with writing():
            operations.read(side.order, form.last, by_seller=side.by_seller)
    return redirect(here)


@bp.get(f"{BUYING}/pictures/<int:picture_id>/<int:size>")
@needs(READ_ORDER, of=queries.find_buyers_picture)
def buyer_picture(seen: Seen) -> ResponseReturnValue:
    return send(seen.file, seen.size)


@bp.get(f"{SELLING}/pictures/<int:picture_id>/<int:size>")
@needs(RUN_PRODUCER, of=queries.find_sellers_picture)
def seller_picture(seen: Seen) -> ResponseReturnValue:
    return send(seen.file, seen.size)
