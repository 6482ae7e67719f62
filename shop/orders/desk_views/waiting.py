"""What waits for a producer, as the seller's start page says it."""

from collections.abc import Iterable
from datetime import datetime
from functools import partial

from flask import url_for

from core.access import Actor
from core.clock import village_day
from core.house import WaitingItem
from core.words import _
from shop.orders.queries.desk import list_waiting
from shop.orders.rules.desk import Tab


def waiting(actor: Actor, at: datetime) -> Iterable[WaitingItem]:
    """Name new orders, what is to be packed or sent today, and messages, at each producer."""
    for each in list_waiting(actor.person, today=village_day(at)):
        desk = partial(url_for, producer_id=each.producer_id)
        said = {"name": each.name}
        if each.new:
            yield WaitingItem(
                what=_("%(name)s：等接单 %(count)s 单", count=each.new, **said),
                since=each.new_since or at,
                url=desk("orders_desk.home", tab=Tab.NEW.value),
            )
        if each.to_pack:
            yield WaitingItem(
                what=_("%(name)s：今天要备货 %(count)s 单", count=each.to_pack, **said),
                since=at,
                url=desk("orders_desk.picking", until="today"),
            )
        if each.to_send:
            yield WaitingItem(
                what=_("%(name)s：今天要寄 %(count)s 单", count=each.to_send, **said),
                since=at,
                url=desk("orders_desk.home", tab=Tab.SHIP.value),
            )
        if each.messages:
            yield WaitingItem(
                what=_("%(name)s：买家留言 %(count)s 条", count=each.messages, **said),
                since=at,
                url=desk("orders_desk.home", tab=Tab.TALK.value),
            )
