"""My orders, and the page of each."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import Any

from flask import request
from flask.typing import ResponseReturnValue

from core.accounts.regions import title_of
from core.clock import now
from core.house import HOUSE
from core.web.forms import key_of, page
from core.web.guard import current_actor, needs
from core.words import _, dated
from shop.access import BUY, READ_ORDER
from shop.catalog.models import ReturnPolicy
from shop.catalog.rules.listing import RETURNS
from shop.orders.forms.buying import CancelForm, StepForm
from shop.orders.models import Order, OrderStatus, Shortage
from shop.orders.queries import buying as queries
from shop.orders.queries.orders import find_by_ref, list_shortages
from shop.orders.rules import standing, steps
from shop.orders.rules.lifecycle import NOTHING_DUE
from shop.orders.rules.story import counted, story
from shop.orders.rules.totals import less_by, sums_of, to_pay
from shop.orders.rules.words import STATUSES
from shop.orders.views.blueprint import bp
from shop.producers.rules import KIND

ALL = "all"
RECEIVED = (OrderStatus.RECEIVED, OrderStatus.COMPLETED)


@bp.get("/")
@needs(BUY)
def home() -> ResponseReturnValue:
    """List my orders, those under way unless all are asked for."""
    at, person_id = now(), current_actor().person
    everything = request.args.get("show") == ALL
    given = request.args.get("after")
    after = key_of(given) if given is not None else None
    rows = queries.list_mine(person_id, under_way=not everything, after=after, at=at)
    return page(
        "shop/orders/list.html",
        rows=rows[: queries.PAGE],
        next_id=rows[queries.PAGE - 1].order.id if len(rows) > queries.PAGE else None,
        everything=everything,
        further=after is not None,
        has_any=bool(rows) or queries.has_any(person_id),
        statuses=STATUSES,
        unpaid=NOTHING_DUE,
        to_do=lambda order: standing.to_do(order, at=at),
    )


@bp.get("/<ref>")
@needs(READ_ORDER, of=find_by_ref)
def show(order: Order) -> ResponseReturnValue:
    return shown(order)


def shown(order: Order, **sent: Any) -> ResponseReturnValue:
    """Show the order with all that can be done with it; a form that was refused says why."""
    at = now()
    shortages = list_shortages(order.id)
    verified = queries.standing_of(order.producer_id, at=at)
    last = order.parcels[-1].way if order.parcels else None
    form = next(iter(sent.values()), None)
    way, here = standing.path(order)
    return page(
        "shop/orders/show.html",
        form=form,
        order=order,
        headline=standing.headline(order, last_way=last),
        promise=standing.promise(order, at=at),
        way=way,
        here=here,
        wares=queries.wares_of(order.lines, at=at),
        money=money_of(order),
        dated=partial(dated, skeleton="MMMd"),
        returns=lambda line: RETURNS[ReturnPolicy(line.returns)],
        record=verified.record,
        complains=verified.complains,
        kind=KIND,
        numbers=standing.numbers(order, at=at),
        story=story(order, queries.list_done(order.id), shortages),
        where=title_of(order.district),
        point=queries.find_point(order),
        shows_code=standing.shows_code(order),
        can_receive=steps.why_not_receive(order) is None,
        can_change=steps.why_not_change_receiver(order) is None,
        press=pressing(order, at),
        choice=choosing(order, shortages),
        reviews=reviews_of(order),
        can_again=standing.can_order_again(order),
        key=StepForm(formdata=None).form_key.data,
        cancel_form=sent.get("cancel_form") or cancelling(order),
    )


def reviews_of(order: Order) -> dict[int, str]:
    """Return what can be done about a review, by line; nothing for a line that has none."""
    return {line_id: words for ask in HOUSE.reviewing for line_id, words in ask(order.id).items()}


def money_of(order: Order) -> dict[str, Any]:
    """Return the sums of the order, and what is to be paid in the end."""
    words = _("已付现金") if order.cash_at else _("货到付款")
    if order.status in NOTHING_DUE:
        words = _("不用付了")
    return {"rows": sums_of(order), "total": (words, to_pay(order))}


def pressing(order: Order, at: datetime) -> dict[str, Any] | None:
    """Say whether the producer can be pressed, and from when; None where it makes no sense."""
    if not steps.waits_for_sending(order):
        return None
    why_not = steps.why_not_press(order, at=at)
    return {
        "why_not": why_not,
        "since": standing.pressable_from(order),
        "late": standing.is_late(order, at=at),
    }


def cancelling(order: Order) -> CancelForm | None:
    return None if steps.why_not_cancel(order) else CancelForm(formdata=None)


def choosing(order: Order, shortages: Sequence[Shortage]) -> dict[str, Any] | None:
    """Return what the buyer chooses about a shortage that is open, with what each choice means."""
    found = next((each for each in shortages if each.answer is None), None)
    if found is None:
        return None
    missing = {each.line_id: each.missing for each in found.lines}
    less = less_by(order.lines, missing)
    return {
        "shortage": found,
        "missing": counted(order.lines, missing),
        "until": order.due_at or steps.silent_until(found.said_at),
        "less": less if steps.can_take_less(order.lines, missing) else None,
        "due": order.due - less,
    }
