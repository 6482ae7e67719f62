"""A producer's orders by what is to do with them, and several of them done at once."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import partial
from itertools import islice

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from core.access import Actor
from core.clock import now, village_day
from core.db import writing
from core.errors import Refused, refuse_if
from core.web.forms import key_of, page
from core.web.guard import current_actor, needs
from core.words import _
from shop.access import RUN_PRODUCER
from shop.orders.desk_views.blueprint import bp
from shop.orders.forms.selling import BulkForm, whole
from shop.orders.models import Order
from shop.orders.operations import selling
from shop.orders.queries import desk
from shop.orders.rules import desk as rules
from shop.orders.rules.desk import BULK_OF, Tab, why_not_paper, why_not_slip
from shop.orders.rules.standing import spoken
from shop.producers.models import Producer
from shop.producers.queries import find_open

APART = "-"  # between ids


def accept(order: Order, *, seen: int, by: Actor, at: datetime) -> None:  # noqa: ARG001
    """Accept it, whomever the list showed: the receiver may still change after this."""
    selling.accept(order, by=by, at=at)


DOING: dict[str, Callable[..., None]] = {"accept": accept, "pack": selling.pack}


@bp.get("")
@needs(RUN_PRODUCER, of=find_open)
def home(producer: Producer) -> ResponseReturnValue:
    return show_list(producer, BulkForm(formdata=None))


@bp.post("/bulk")
@needs(RUN_PRODUCER, of=find_open)
def bulk(producer: Producer) -> ResponseReturnValue:
    """Take the same step with several orders, in one transaction and once for each form.

    An order that cannot take it is left as it is, and the others are done all the same.
    """
    form = BulkForm()
    if form.validate_on_submit():
        with form.refusals():
            if form.do.data == "print":
                return to_print(producer, list(form.chosen))
            if not form.chosen:
                raise Refused(_("请先勾选几单"))
            with writing():
                done = form.once(partial(do_each, producer.id, form), at=now())
            return redirect(after(producer, str(form.do.data), done))
    return show_list(producer, form)


def to_print(producer: Producer, ids: Sequence[int]) -> ResponseReturnValue:
    """Lead on to the file: it is fetched by its address, so that it can be printed again."""
    refuse_if(why_not_paper(len(ids)))
    orders = desk.list_chosen(producer.id, ids)
    if dead := [spoken(order.number) for order in orders if why_not_slip(order)]:
        numbers = "、".join(dead)
        raise Refused(_("这几单现在不用装，去掉勾再打印：%(numbers)s", numbers=numbers))
    chosen = ",".join(map(str, ids))
    return redirect(url_for(".slips", producer_id=producer.id, ids=chosen))


def do_each(producer_id: int, form: BulkForm) -> str:
    """Take the step with each order; return how many took it and the ids of those left."""
    doing, done, left = DOING[str(form.do.data)], 0, []
    chosen = dict(islice(form.chosen.items(), desk.PAGE))
    for order in desk.list_chosen(producer_id, chosen):
        try:
            doing(order, seen=chosen[order.id], by=current_actor(), at=now())
            done += 1
        except Refused:
            left.append(str(order.id))
    return f"{done}:{APART.join(left)}"


def after(producer: Producer, action: str, effect: str) -> str:
    """Say how many were done; return the list, which says of the others why they were not."""
    count, _colon, left = effect.partition(":")
    words = rules.BULK[action]
    if int(count):
        flash(_("%(what)s：%(count)s 单", what=words, count=count))
    tab = next(tab for tab, each in BULK_OF.items() if each == action)
    here = partial(url_for, ".home", producer_id=producer.id, tab=tab.value)
    return here(tried=action, left=left) if left else here()


def show_list(producer: Producer, form: BulkForm) -> ResponseReturnValue:
    at = now()
    counts = desk.count_at_desk(producer.id, at=at)
    tab = tab_in(request.args.get("tab"), counts.by_tab)
    given = request.args.get("after")
    after_id = key_of(given) if given is not None else None
    found = desk.list_at_desk(producer.id, tab, after=after_id)
    rows = found[: desk.PAGE]
    form.shown.data = ",".join(map(rules.chosen_as, rows))
    return page(
        "shop/orders/desk/home.html",
        producer=producer,
        form=form,
        tab=tab,
        counts=counts.by_tab,
        rows=rows,
        next_id=rows[-1].id if len(found) > desk.PAGE else None,
        first_page=after_id is None,
        left=left_over(producer.id),
        not_delivered=counts.not_delivered,
        today=village_day(at),
        rules=rules,
    )


def tab_in(given: str | None, counts: Mapping[Tab, int]) -> Tab:
    """Return the tab that was asked for, else the first with something in it."""
    if given in set(Tab):
        return Tab(given)
    return next((tab for tab in Tab if counts[tab]), Tab.NEW)


def left_over(producer_id: int) -> list[tuple[Order, str]]:
    """Return the orders that a step with several has left, each with why, as it stands now."""
    action = request.args.get("tried", "")
    ids = {whole(each) for each in request.args.get("left", "").split(APART)[: desk.PAGE]}
    named = {each for each in ids if each}
    if action not in DOING or not named:
        return []
    orders = desk.list_chosen(producer_id, named)
    return [(order, rules.why_left(order, action)) for order in orders]
