"""How the domain says no."""


class Refused(Exception):
    """A rule does not allow this now; the reason is written for the person who asked."""

    def __init__(self, reason: str, *, field: str | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.field = field


class Overtaken(Refused):
    """Somebody else changed the row first; whoever came second sees what both wrote (409)."""

    def __init__(self, reason: str, *, theirs: str, mine: str) -> None:
        super().__init__(reason)
        self.theirs = theirs
        self.mine = mine


class TooMany(Exception):
    """A throttle is full; `wait` is the number of seconds until the next try counts anew."""

    def __init__(self, wait: int) -> None:
        super().__init__(wait)
        self.wait = wait


def refuse_if(reason: str | None, *, field: str | None = None) -> None:
    """Raise `Refused` when a `why_not_...` rule gave a reason."""
    if reason:
        raise Refused(reason, field=field)
