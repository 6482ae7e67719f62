"""Work on many things, each in a transaction of its own: one that fails keeps no other back."""

import logging
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any

from core.db import db, writing
from core.errors import Refused

log = logging.getLogger(__name__)
Failed = list[tuple[str, int]]


def each_by_itself(
    step: Callable[..., Any],
    ids: Iterable[int],
    *,
    look: Callable[..., object] | None = None,
    at: datetime,
) -> Failed:
    """Take the step for each in a transaction of its own; return what could not go on.

    What is refused, because somebody did something meanwhile, stays as it is. What takes long to
    read is looked up before the transaction, and given to the step.
    """
    failed: Failed = []
    waiting = list(ids)
    db.session.rollback()
    for each in waiting:
        try:
            seen = [look(each, at=at)] if look else []
            db.session.rollback()
            with writing():
                step(each, *seen, at=at)
        except Refused as refused:
            log.info("%s %s stays: %s", step.__name__, each, refused.reason)
        except Exception:
            log.exception("%s %s failed", step.__name__, each)
            failed.append((step.__name__, each))
    return failed


def complain(what: str, failed: Sequence[object]) -> None:
    """Let the sweep fail, now that all has been tried, where something could not go on."""
    if failed:
        raise RuntimeError(f"{what}: {failed}")
