"""Calling for hands, at the seller's desk."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from core.access import Actor
from core.clock import now, village_day
from core.db import writing
from core.house import HOUSE, MenuEntry
from core.money import Money
from core.web.forms import key_of, page
from core.web.guard import current_actor, needs
from core.words import _, _l
from shop.access import RUN_PRODUCER
from shop.hands import operations, queries, rules
from shop.hands.forms import CallForm
from shop.hands.models import Hardship, Wanted
from shop.producers.models import Producer
from shop.producers.queries import find_open

bp = Blueprint("hands", __name__, url_prefix="/sell/<int:producer_id>/hands")
MENU = (
    MenuEntry(place="sell", title=_l("请人手"), endpoint="hands.home", order=75, icon="people"),
)
# What is done for another, as it is told to them.
ACTS = {
    "hands.new": _l("请了人手"),
    "hands.close": _l("把请人手的事收回了"),
}


@bp.get("")
@needs(RUN_PRODUCER, of=find_open)
def home(producer: Producer) -> ResponseReturnValue:
    given = request.args.get("after")
    after = key_of(given) if given is not None else None
    facts = facts_of(producer, after=after, by=current_actor(), at=now())
    return page("shop/hands/home.html", producer=producer, rules=rules, Money=Money, **facts)


def facts_of(producer: Producer, *, after: int | None, by: Actor, at: datetime) -> dict[str, Any]:
    """Read what the page shows; a household's hardship is for nobody who acts for it."""
    own, today = not by.is_proxy, village_day(at)
    past = queries.list_past(producer.id, at=at, after=after)
    shown = past[: queries.PAGE]
    calls = queries.list_open(producer.id, at=at) if after is None else []
    live = queries.find_live(producer.id) if own else None
    asked = asked_about([each.id for each in (*calls, *shown)]) if own else set()
    return {
        "asked": asked,
        "calls": [(each, told(each, live)) for each in calls],
        "past": shown,
        "next_id": shown[-1].id if len(past) > queries.PAGE else None,
        "first": after is None,
        "own": own,
        "live": live,
        "ran_out": live is not None and live.until < today,
        "ended": queries.list_ended(producer.id) if own and after is None else [],
        "verified": queries.verified(producer.id, day=today),
        "full": rules.why_not_another(len(calls)),
        "at": at,
    }


def asked_about(refs: Sequence[int]) -> set[int]:
    """Return about which of these calls somebody has asked to work for the wage."""
    return {ref for each in HOUSE.asked_for for ref in each(rules.KIND, refs)}


def told(wanted: Wanted, live: Hardship | None) -> bool:
    """Tell whether the call may become a volunteers' task, for whoever may know."""
    covered = live is not None and rules.covers(
        live.since, live.until, day=village_day(wanted.starts_at)
    )
    return not rules.why_paid(wanted.producer.kind, covered=covered)


@bp.route("/new", methods=["GET", "POST"])
@needs(RUN_PRODUCER, of=find_open)
def new(producer: Producer) -> ResponseReturnValue:
    form, at = CallForm(place=producer.address), now()

    def do() -> str:
        return str(operations.call(producer, form.call(), by=current_actor(), at=at).id)

    if form.validate_on_submit():
        with form.refusals():
            with writing():
                form.once(do, at=at)
            flash(_("记下了，有人来会告诉您"))
            return redirect(url_for(".home", producer_id=producer.id))
    return page(
        "shop/hands/new.html",
        producer=producer,
        form=form,
        full=rules.why_not_another(queries.count_open(producer.id, at=at)),
    )


@bp.post("/<int:wanted_id>/close")
@needs(RUN_PRODUCER, of=queries.find_wanted)
def close(wanted: Wanted) -> ResponseReturnValue:
    producer_id = wanted.producer_id
    with writing():
        operations.close(wanted, by=current_actor(), at=now())
    flash(_("收回了"))
    return redirect(url_for(".home", producer_id=producer_id))
