"""Telling villagers, in one message, what was done for them in the last minutes."""

from datetime import datetime

from core.db import db, writing
from core.house import HOUSE, Sweep
from core.jobs.by_itself import complain, each_by_itself
from core.proxy import queries, rules
from core.proxy.operations import note_delivered, send_untold


def tell(at: datetime) -> None:
    """Tell each villager whose helper has been quiet for a while, or has been at it for long."""
    is_out = queries.is_any_delivered()
    due = [x for x in queries.list_to_send() if rules.is_due(x.first, x.last, at=at)]
    db.session.rollback()
    if is_out:
        with writing():
            note_delivered()
    failed = each_by_itself(tell_one, (each.proxy_id for each in due), at=at)
    complain("proxies whose villagers could not be told", failed)


def tell_one(proxy_id: int, *, at: datetime) -> None:
    send_untold(proxy_id, words=HOUSE.acts, at=at)


SWEEPS = {"proxies.tell": Sweep(minutes=1, work=tell)}
