"""Facts that all public pages share, kept in this process until something public changes."""

from collections.abc import Callable
from datetime import datetime
from threading import Lock
from typing import TypeVar

from flask import current_app

from core.site.queries import version_now

T = TypeVar("T")
PUTTING = Lock()


def held(name: str, make: Callable[[], T], *, at: datetime) -> T:
    """Return what was made under this name since the house version moved or the minute began.

    What is kept is the same for everybody, holds no words of one language and no rows of the
    session, and is not changed by whoever reads it. Names are few: one is kept for good. A request
    that began before something changed is given what it made, and leaves what is newer alone.
    """
    kept = current_app.extensions.setdefault("xingcun.held", {})
    key = (version_now(), at.replace(second=0, microsecond=0))
    known = kept.get(name)  # another thread may put something else there at any time
    if known is not None and known[0] == key:
        found: T = known[1]
        return found
    made = make()
    with PUTTING:
        known = kept.get(name)
        if known is None or known[0] <= key:
            kept[name] = (key, made)
    return made
