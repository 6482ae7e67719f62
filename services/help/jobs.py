"""What becomes of requests by itself: done ones are settled, those that came to nothing wait."""

import logging
from datetime import datetime

from core.db import db, writing
from core.errors import Refused
from core.house import Sweep
from services.help.operations.arranging import go_on
from services.help.queries.facts import list_stopped
from services.help.queries.requests import find_request

log = logging.getLogger(__name__)


def go_on_all(at: datetime) -> None:
    """Take each request whose work has stopped one step further, in a transaction of its own."""
    stopped = list(list_stopped(at=at))
    db.session.rollback()
    for request_id in stopped:
        try:
            with writing():
                if (request := find_request(request_id)) is not None:
                    go_on(request, at=at)
        except Refused as refused:  # somebody else took a step meanwhile
            log.info("request %s stays: %s", request_id, refused.reason)


SWEEPS = {"help.go_on": Sweep(5, go_on_all)}
