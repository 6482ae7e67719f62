"""What happens by itself: cases whose time of keeping is over are shredded."""

import logging
from datetime import datetime

from core.access import SYSTEM
from core.clock import village_day
from core.db import db, writing
from core.errors import Refused
from core.house import Sweep
from services.cases.models import Case
from services.cases.operations.handling import shred
from services.cases.queries import list_to_shred

log = logging.getLogger(__name__)


def shred_all(at: datetime) -> None:
    """Shred each by itself; one that fails keeps no other back."""
    found = list(list_to_shred(today=village_day(at)))
    db.session.rollback()
    for case_id in found:
        try:
            with writing():
                shred(db.session.get_one(Case, case_id), by=SYSTEM, at=at)
        except Refused as refused:
            log.info("case %s stays: %s", case_id, refused.reason)
        except Exception:
            log.exception("case %s could not be shredded", case_id)


SWEEPS = {"cases.shred": Sweep(60, shred_all)}
