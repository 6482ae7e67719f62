"""One order at the desk: what to pack, for whom, and the one thing to do next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import itemgetter
from typing import Any

from flask import current_app, url_for
from flask.typing import ResponseReturnValue

from core.clock import now, village_day
from core.web.forms import page
from core.web.guard import needs
from core.words import _
from shop.access import RUN_PRODUCER
from shop.orders.desk_views.blueprint import bp
from shop.orders.forms.selling import StepForm
from shop.orders.models import Order, OrderLine, Parcel
from shop.orders.queries.buying import wares_of
from shop.orders.queries.orders import count_sent, find_of_producer, list_shortages
from shop.orders.rules import desk as rules
from shop.orders.rules import standing, steps, words
from shop.orders.rules.lifecycle import NOTHING_DUE
from shop.orders.rules.totals import sums_of, to_pay

THREAD = "threads.seller"


@dataclass(frozen=True, kw_only=True)
class Due:
    """A line as it is packed: how many of it in all, and how many are not handed over yet."""

    line: OrderLine
    count: int
    rest: int


@bp.get("/<int:order_id>")
@needs(RUN_PRODUCER, of=find_of_producer)
def show(order: Order) -> ResponseReturnValue:
    return show_order(order, StepForm(formdata=None))


def show_order(order: Order, form: StepForm) -> ResponseReturnValue:
    """Render the order's page, with what a step that was refused says."""
    form.version.data = order.version  # as it is now: the page shows this receiver
    at = now()
    sent = count_sent(order.id)
    rest = steps.unsent(order.lines, sent)
    way, here = standing.path(order)
    dues = [Due(line=x, count=x.left, rest=rest.get(x.id, 0)) for x in order.lines if x.left]
    shortages = list_shortages(order.id)
    short = rules.lines_short(order, shortages)
    return page(
        "shop/orders/desk/show.html",
        producer=order.producer,
        order=order,
        form=form,
        dues=dues,
        partly=bool(sent) and bool(rest),
        money=money_of(order),
        shortages=shortages,
        still_sold=still_sold(short, at=at),
        titles={line.id: f"{line.title} {line.detail}" for line in order.lines},
        path=way,
        here=here,
        next_step=rules.next_step(order),
        can_lack=steps.why_not(order, "report_shortage") is None,
        can_refuse=rules.why_not_refused(order) is None,
        happened=happened(order),
        thread=thread_of(order),
        today=village_day(at),
        rules=rules,
        words=words,
    )


def still_sold(lines: Sequence[OrderLine], *, at: datetime) -> list[tuple[OrderLine, int]]:
    """Return of which of these things there are still some on sale, and how many."""
    wares = wares_of(lines, at=at)
    return [(x, ware.left) for x in lines if (ware := wares.get(x.id)) and not ware.why_not]


def money_of(order: Order) -> dict[str, Any]:
    """Return the sums of the order, and what is to be collected, or was."""
    title, words = _("要收的钱"), _("货到收现金")
    if order.status in NOTHING_DUE:
        title, words = _("这一单的钱"), _("不用收了")
    elif order.cash_at:
        title, words = _("这一单的钱"), _("收到了")
    return {"title": title, "rows": sums_of(order), "total": (words, to_pay(order))}


def happened(order: Order) -> Sequence[tuple[str, datetime]]:
    """Return what has happened to the order, the newest first."""
    told = [
        (_("买家下单"), order.placed_at),
        (_("接单"), order.accepted_at),
        (_("打包好了"), order.packed_at),
        *((handed_in_words(each), each.handed_at) for each in order.parcels),
        (_("买家催了一次"), order.pressed_at),
        (_("买家收到了"), order.received_at),
        (_("收到现金 %(due)s", due=order.due), order.cash_at),
        (ended_in_words(order), order.ended_at),
    ]
    known = [(said, when) for said, when in told if when is not None]
    return sorted(known, key=itemgetter(1), reverse=True)


def ended_in_words(order: Order) -> str:
    return str(rules.AT_DESK.get(order.status, ""))


def handed_in_words(parcel: Parcel) -> str:
    """Say how a parcel was handed over: 快递：邮政 9876."""
    way = str(words.WAYS[parcel.way])
    if not parcel.number:
        return way
    return _("%(way)s：%(number)s", way=way, number=f"{parcel.carrier} {parcel.number}")


def thread_of(order: Order) -> str:
    """Return where one talks with the buyer; nothing in a house without talk."""
    if THREAD not in current_app.view_functions:
        return ""
    return url_for(THREAD, producer_id=order.producer_id, order_id=order.id)
