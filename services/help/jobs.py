"""What becomes of requests by itself: done ones are settled, those that came to nothing wait."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps

from core.house import Sweep
from core.jobs.by_itself import complain, each_by_itself
from services.help.operations.arranging import go_on
from services.help.operations.moving import move_on, remind_above
from services.help.queries.desks import list_astray, list_overdue
from services.help.queries.facts import list_stopped
from services.help.queries.requests import find_request
from services.help.rules.requests import last_evening

REMINDED_FOR = timedelta(days=2)  # so that a house that stood still for a day forgets nothing


def go_on_all(at: datetime) -> None:
    """Take each request whose work has stopped one step further."""
    failed = each_by_itself(with_request(go_on), list_stopped(at=at), at=at)
    complain("requests that could not go on", failed)


def move_on_all(at: datetime) -> None:
    """Give what lies where nobody answers to who does."""
    astray = [each.id for each in list_astray(at=at)]
    complain("requests that lie astray", each_by_itself(with_request(move_on), astray, at=at))


def remind_all(at: datetime) -> None:
    """Tell the branches above what had no answer by its evening, each thing once."""
    until = last_evening(at)
    overdue = [each.id for each in list_overdue(since=until - REMINDED_FOR, until=until)]
    failed = each_by_itself(with_request(remind_above), overdue, at=at)
    complain("requests of which nobody was told", failed)


def with_request(step: Callable[..., None]) -> Callable[..., None]:
    """Return the step that takes the request's number, and nothing where it is gone."""

    @wraps(step)
    def take(request_id: int, *, at: datetime) -> None:
        if (request := find_request(request_id)) is not None:
            step(request, at=at)

    return take


SWEEPS = {
    "help.go_on": Sweep(5, go_on_all),
    "help.move_on": Sweep(15, move_on_all),
    "help.remind": Sweep(30, remind_all),
}
