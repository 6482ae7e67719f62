"""How a page says that somebody who acts for another cannot do this, or no more."""

from werkzeug.exceptions import Forbidden


class NotInTheirName(Forbidden):
    """Refused with a page of its own (403); `over` says that nobody is acted for any more."""

    def __init__(self, reason: str, *, over: bool = False) -> None:
        super().__init__()
        self.reason = reason
        self.over = over
