"""Stopping a proxy from whichever page: a second tap says how it stands, and is no mistake."""

from flask import flash

from core.access import Actor
from core.clock import now
from core.db import writing
from core.errors import Refused
from core.proxy import operations
from core.proxy.models import Proxy
from core.words import _


def stop_now(proxy: Proxy, why: str, *, by: Actor) -> None:
    """End it, and say on the next page that it has ended; `why` is a code of `rules.STOPS`."""
    try:
        with writing():
            operations.stop(proxy, why, by=by, at=now())
    except Refused as refused:
        flash(refused.reason)
    else:
        flash(_("停了，从现在起不能再代办"))
