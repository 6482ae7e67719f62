"""Noting that a producer has taken a sheet of orders, for it names people."""

from datetime import date, datetime

from core.access import Actor
from core.errors import Refused, refuse_if
from core.history.operations import record
from core.words import _
from shop.orders.queries.exporting import count_placed
from shop.orders.rules.exporting import why_not_export
from shop.producers.models import Producer


def note_export(producer: Producer, *, begins: date, until: date, by: Actor, at: datetime) -> None:
    """Put down of which days; raise `Refused`, field `until`, where there is nothing to take."""
    refuse_if(why_not_export(begins, until), field="until")
    if count_placed(producer.id, [(begins, until)]) == [0]:
        raise Refused(_("这些天没有人下单"), field="until")
    days = f"{begins.isoformat()} – {until.isoformat()}"
    record("export_orders", Producer.__tablename__, producer.id, by=by, at=at, became=days)
