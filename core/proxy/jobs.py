"""Telling villagers, in one message, what was done for them in the last minutes."""

import logging
from datetime import datetime

from core.db import db, writing
from core.house import HOUSE, Sweep
from core.proxy import queries, rules
from core.proxy.operations import note_delivered, send_untold

log = logging.getLogger(__name__)


def tell(at: datetime) -> None:
    """Tell each villager whose helper has been quiet for a while, or has been at it for long.

    One who cannot be told keeps none of the others back; the sweep fails once it has tried all.
    """
    is_out = queries.is_any_delivered()
    due = [x for x in queries.list_to_send() if rules.is_due(x.first, x.last, at=at)]
    db.session.rollback()
    if is_out:
        with writing():
            note_delivered()
    failed: list[int] = []
    for each in due:
        try:
            with writing():
                send_untold(each.proxy_id, words=HOUSE.acts, at=at)
        except Exception:
            log.exception("the villager of proxy %s could not be told", each.proxy_id)
            failed.append(each.proxy_id)
    if failed:
        raise RuntimeError(f"proxies whose villagers could not be told: {failed}")


SWEEPS = {"proxies.tell": Sweep(minutes=1, work=tell)}
