"""Telling villagers, in one message, what was done for them in the last minutes."""

from datetime import datetime

from core.db import db, writing
from core.house import HOUSE, Sweep
from core.proxy import queries, rules
from core.proxy.operations import send_untold


def tell(at: datetime) -> None:
    """Tell each villager whose helper has been quiet for a while, or has been at it for long."""
    due = [x for x in queries.list_to_send() if rules.is_due(x.first, x.last, at=at)]
    db.session.rollback()
    for each in due:
        with writing():
            send_untold(each.proxy_id, words=HOUSE.acts, at=at)


SWEEPS = {"proxies.tell": Sweep(minutes=1, work=tell)}
