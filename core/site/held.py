"""Facts that all public pages share, kept in this process until something public changes."""

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from flask import current_app

from core.site.queries import version_now

T = TypeVar("T")


def held(name: str, make: Callable[[], T], *, at: datetime) -> T:
    """Return what was made under this name since the house version moved or the minute began.

    What is kept is the same for everybody, holds no words of one language and no rows of the
    session, and is not changed by whoever reads it. Names are few: one is kept for good.
    """
    kept = current_app.extensions.setdefault("xingcun.held", {})
    key = (version_now(), at.replace(second=0, microsecond=0))
    if name not in kept or kept[name][0] != key:
        kept[name] = (key, make())
    found: T = kept[name][1]
    return found
