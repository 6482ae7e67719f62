"""The codes that stand for presence and truth, made from a secret; a notice alone keeps one."""

import hmac
from datetime import datetime
from typing import Protocol

from core.accounts.codes import seal
from core.words import _

GOOD_FOR = 10  # minutes, so that one can sign in first
MINUTE = 60  # seconds
DIGITS = 4  # of the code of a shift
SERVED_DIGITS = 6  # of the code of the person served
SEALED = 20  # letters of a code that nobody types
MOST_OF_PERSON, MOST_OF_SHIFT, MOST_OF_TASK = 5, 50, 10  # wrong codes


class HasId(Protocol):
    """A shift, or whatever else has its id."""

    @property
    def id(self) -> int: ...


def minute_code(shift_id: int, *, at: datetime) -> str:
    """Return what stands in the address behind the shift's QR in this minute."""
    return _minute_code(shift_id, _minute_of(at))


def why_not_minute_code(shift_id: int, code: str, *, at: datetime) -> str | None:
    """Say why this code of the shift's QR is no good now, or None."""
    minute = _minute_in(code)
    if minute is None or not hmac.compare_digest(_minute_code(shift_id, minute), code):
        return _("这个码不对，请再扫一次负责人那里的二维码")
    if not 0 <= _minute_of(at) - minute <= GOOD_FOR:
        return _("这个码过时了，请再扫一次负责人那里的二维码")
    return None


def digits_of(shift_id: int) -> str:
    """Return the four digits of a shift, the same from its beginning to its end."""
    return _digits(f"hours.shift:{shift_id}", DIGITS)


def are_digits(shift_id: int, typed: str) -> bool:
    """Tell whether these are the shift's four digits."""
    return hmac.compare_digest(digits_of(shift_id), typed)


def served_code(shift_id: int) -> str:
    """Return the six digits that the person served tells the volunteer when it is done.

    Each shift has its own: what was told this week says nothing of the next.
    """
    return _digits(f"hours.served:{shift_id}", SERVED_DIGITS)


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
    return seal(f"hours.served.qr:{shift_id}").hex()[:SEALED]


def _minute_of(at: datetime) -> int:
    return int(at.timestamp()) // MINUTE


def _minute_code(shift_id: int, minute: int) -> str:
    return f"{minute:x}-{seal(f'hours.minute:{shift_id}:{minute}').hex()[:SEALED]}"


def _minute_in(code: str) -> int | None:
    """Return the minute that a code names; None where it cannot be one of ours."""
    minute, _dash, _sealed = code.partition("-")
    if not code.isascii() or len(code) > 2 * SEALED:
        return None
    try:
        return int(minute, 16)
    except ValueError:
        return None


def _digits(text: str, count: int) -> str:
    return f"{int.from_bytes(seal(text), 'big') % 10**count:0{count}}"
