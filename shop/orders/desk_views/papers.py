"""What is printed: packing slips, and what to take from the store."""

from datetime import timedelta
from types import MappingProxyType

from flask import Response, abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from core.clock import now, village_day
from core.web.forms import key_of, page
from core.web.guard import needs
from core.web.links import whole
from core.words import _l
from shop.access import RUN_PRODUCER
from shop.orders.desk_views.blueprint import bp
from shop.orders.papers import Slip, write_slips
from shop.orders.queries import desk
from shop.orders.rules.desk import MOST_SLIPS, why_not_slip
from shop.producers.models import Producer
from shop.producers.queries import find_open

# Up to which day one picks, counted from today.
UNTIL = MappingProxyType(
    {"today": (0, _l("今天")), "tomorrow": (1, _l("到明天")), "week": (7, _l("这一周"))}
)


@bp.get("/slips.pdf")
@needs(RUN_PRODUCER, of=find_open)
def slips(producer: Producer) -> ResponseReturnValue:
    """Answer with a page for each order named, in the order of the list; nothing is stored.

    What has ended since it was chosen has no page: nobody packs it.
    """
    if "ids" not in request.args:
        return redirect(url_for(".home", producer_id=producer.id))
    ids = [key_of(each) for each in request.args["ids"].split(",")]
    if len(ids) > MOST_SLIPS:
        abort(404)
    orders = {order.id: order for order in desk.list_chosen(producer.id, ids)}
    if set(ids) - orders.keys():
        abort(404)
    found = [orders[x] for x in dict.fromkeys(ids) if why_not_slip(orders[x]) is None]
    if not found:
        abort(404)
    made = write_slips([Slip(order=x, address=whole(f"/orders/{x.ref}")) for x in found])
    answer = Response(made, mimetype="application/pdf")
    answer.headers.set("Content-Disposition", "inline", filename="slips.pdf")
    answer.cache_control.private = True
    answer.cache_control.no_store = True
    return answer


@bp.get("/picking")
@needs(RUN_PRODUCER, of=find_open)
def picking(producer: Producer) -> ResponseReturnValue:
    chosen = request.args.get("until", "tomorrow")
    if chosen not in UNTIL:
        chosen = "tomorrow"
    today = village_day(now())
    until = today + timedelta(days=UNTIL[chosen][0])
    return page(
        "shop/orders/desk/picking.html",
        producer=producer,
        picks=desk.list_to_pick(producer.id, until=until),
        chosen=chosen,
        choices=UNTIL,
        today=today,
        until=until,
    )
