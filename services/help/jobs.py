"""What becomes of requests by itself: done ones are settled, those that came to nothing wait."""

import logging
from datetime import datetime, timedelta

from core.db import db, writing
from core.errors import Refused
from core.house import Sweep
from services.help.operations.arranging import go_on
from services.help.operations.moving import move_on, remind_above
from services.help.queries.desks import list_astray, list_overdue
from services.help.queries.facts import list_stopped
from services.help.queries.requests import find_request
from services.help.rules.requests import last_evening

REMINDED_FOR = timedelta(days=2)  # so that a house that stood still for a day forgets nothing

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


def move_on_all(at: datetime) -> None:
    """Give what lies where nobody answers to who does, each in a transaction of its own."""
    astray = [each.id for each in list_astray(at=at)]
    db.session.rollback()
    for request_id in astray:
        with writing():
            if (request := find_request(request_id)) is not None:
                move_on(request, at=at)


def remind_all(at: datetime) -> None:
    """Tell the branches above what had no answer by its evening, each thing once."""
    until = last_evening(at)
    overdue = [each.id for each in list_overdue(since=until - REMINDED_FOR, until=until)]
    db.session.rollback()
    for request_id in overdue:
        with writing():
            if (request := find_request(request_id)) is not None:
                remind_above(request, at=at)


SWEEPS = {
    "help.go_on": Sweep(5, go_on_all),
    "help.move_on": Sweep(15, move_on_all),
    "help.remind": Sweep(30, remind_all),
}
