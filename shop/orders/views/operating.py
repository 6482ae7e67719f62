"""Orders at the operator's desk: what is stuck, and who often cannot deliver."""

from collections.abc import Iterator
from datetime import datetime

from flask import Blueprint, abort, request, url_for
from flask.typing import ResponseReturnValue

from core.access import Actor
from core.clock import now
from core.house import MenuEntry, WaitingItem
from core.web.forms import key_of, page
from core.web.guard import needs
from core.words import _, _l
from shop.access import MODERATE
from shop.orders.queries import operating as queries
from shop.orders.rules.stuck import COUNTED_DAYS, WORDS, Stuck

bp = Blueprint("orders_operate", __name__, url_prefix="/operate/orders")


def is_clerk(actor: Actor | None) -> bool:
    """Tell whether this visitor works for the operator."""
    return actor is not None and actor.is_clerk


MENU = (
    MenuEntry(
        place="operate",
        title=_l("卡住的订单"),
        endpoint="orders_operate.home",
        order=15,
        icon="hourglass-split",
        when=is_clerk,
    ),
)


@bp.get("/")
@needs(MODERATE)
def home() -> ResponseReturnValue:
    """Show what is stuck, all of it or in one way, and who could not deliver lately."""
    at = now()
    way, given = chosen(request.args.get("way", "")), request.args.get("after")
    after = key_of(given) if given is not None else None
    stuck = queries.list_stuck(at=at, way=way, after=after)
    return page(
        "shop/orders/operating.html",
        counts=queries.count_stuck(at=at),
        stuck=stuck[: queries.PAGE],
        next_id=stuck[queries.PAGE - 1].id if len(stuck) > queries.PAGE else None,
        way=way,
        further=after is not None,
        short=queries.list_short(at=at),
        most=queries.MOST_PRODUCERS,
        days=COUNTED_DAYS,
        WORDS=WORDS,
    )


def chosen(given: str) -> Stuck | None:
    """Return in which way; what is none is no page."""
    if not given:
        return None
    return Stuck(given) if given in set(Stuck) else abort(404)


def operating(actor: Actor, at: datetime) -> Iterator[WaitingItem]:
    """Yield one line for each way in which orders are stuck, in one query."""
    if not actor.is_clerk:
        return
    for way, (count, since) in sorted(queries.count_stuck(at=at).items()):
        yield WaitingItem(
            what=_("%(count)s 单%(why)s", count=count, why=WORDS[way]),
            since=since,
            url=url_for("orders_operate.home", way=way.value),
        )
