"""The codes that stand for presence and truth, made from a secret; a notice alone keeps one."""

import hmac
from datetime import datetime
from typing import Protocol

from core.presence import rules

SERVED_DIGITS = 6  # of the code of the person served
MOST_OF_PERSON, MOST_OF_SHIFT, MOST_OF_TASK = 5, 50, 10  # wrong codes


class HasId(Protocol):
    """A shift, or whatever else has its id."""

    @property
    def id(self) -> int: ...


def minute_code(shift_id: int, *, at: datetime) -> str:
    """Return what stands in the address behind the shift's QR in this minute."""
    return rules.minute_code(f"hours.minute:{shift_id}", at=at)


def why_not_minute_code(shift_id: int, code: str, *, at: datetime) -> str | None:
    """Say why this code of the shift's QR is no good now, or None."""
    return rules.why_not_minute_code(f"hours.minute:{shift_id}", code, at=at)


def digits_of(shift_id: int) -> str:
    """Return the four digits of a shift, the same from its beginning to its end."""
    return rules.digits(f"hours.shift:{shift_id}")


def are_digits(shift_id: int, typed: str) -> bool:
    """Tell whether these are the shift's four digits."""
    return hmac.compare_digest(digits_of(shift_id), typed)


def served_code(shift_id: int) -> str:
    """Return the six digits that the person served tells the volunteer when it is done.

    Each shift has its own: what was told this week says nothing of the next.
    """
    return rules.digits(f"hours.served:{shift_id}", SERVED_DIGITS)


def is_served_code(shift_id: int, typed: str) -> bool:
    """Tell whether these are the six digits of the person served at this shift."""
    return hmac.compare_digest(served_code(shift_id), typed)


def served_url(shift: HasId) -> str:
    """Return the address behind the QR that the person served shows the volunteer."""
    return f"/volunteer/served/{shift.id}/{_served_seal(shift.id)}"


def is_served_seal(shift_id: int, code: str) -> bool:
    """Tell whether this stood behind the QR of the person served at this shift."""
    return hmac.compare_digest(_served_seal(shift_id), code if code.isascii() else "")


def _served_seal(shift_id: int) -> str:
    return rules.sealed(f"hours.served.qr:{shift_id}")
