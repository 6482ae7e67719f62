"""What a producer sold in the last weeks, as pictures with their numbers."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from core.access import Actor
from core.clock import now, village_day
from core.house import MenuEntry
from core.money import Money
from core.web.charts import bars_of
from core.web.forms import page
from core.web.guard import needs
from core.words import _, _l, dated
from shop.access import RUN_PRODUCER
from shop.orders.queries.desk import count_at_desk
from shop.orders.queries.figures import list_best, list_weeks
from shop.orders.rules.figures import WEEKS, weeks_until
from shop.producers.models import Producer
from shop.producers.queries import find_open

bp = Blueprint("orders_figures", __name__, url_prefix="/sell/<int:producer_id>/figures")


def signed_in(actor: Actor | None) -> bool:
    """Tell whether there is somebody who could sell."""
    return actor is not None


MENU = (
    MenuEntry(
        place="sell",
        title=_l("卖得怎样"),
        endpoint="orders_figures.home",
        order=37,
        icon="bar-chart",
        when=signed_in,
    ),
)


@bp.get("")
@needs(RUN_PRODUCER, of=find_open)
def home(producer: Producer) -> ResponseReturnValue:
    at = now()
    mondays = weeks_until(village_day(at))
    weeks = list_weeks(producer.id, mondays)
    days = [_("%(day)s起", day=dated(each.monday, "MMMd")) for each in weeks]
    return page(
        "shop/orders/desk/figures.html",
        producer=producer,
        weeks=WEEKS,
        this_week=weeks[-1],
        orders=bars_of([(day, each.orders) for day, each in zip(days, weeks, strict=True)]),
        packs=bars_of([(day, each.packs) for day, each in zip(days, weeks, strict=True)]),
        fen=bars_of([(day, each.fen) for day, each in zip(days, weeks, strict=True)]),
        in_all=Money(sum(each.fen for each in weeks)),
        has_sold=any(each.orders for each in weeks),
        best=list_best(producer.id, mondays),
        not_delivered=count_at_desk(producer.id, at=at).not_delivered,
        Money=Money,
    )
