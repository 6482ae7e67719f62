"""The codes of a place and time, made from a secret: nothing of them is kept anywhere."""

import hmac
from datetime import datetime

from core.accounts.codes import seal
from core.words import _

GOOD_FOR = 10  # minutes, so that one can sign in first
MINUTE = 60  # seconds
DIGITS = 4
SEALED = 20  # letters of a code that nobody types


def minute_code(what: str, *, at: datetime) -> str:
    """Return what stands in the address behind the QR of this thing in this minute."""
    return _minute_code(what, _minute_of(at))


def why_not_minute_code(what: str, code: str, *, at: datetime) -> str | None:
    """Say why this code of the thing's QR is no good now, or None."""
    minute = _minute_in(code)
    if minute is None or not hmac.compare_digest(_minute_code(what, minute), code):
        return _("这个码不对，请再扫一次负责人那里的二维码")
    if not 0 <= _minute_of(at) - minute <= GOOD_FOR:
        return _("这个码过时了，请再扫一次负责人那里的二维码")
    return None


def digits(what: str, count: int = DIGITS) -> str:
    """Return the digits of this thing, always the same."""
    return f"{int.from_bytes(seal(what), 'big') % 10**count:0{count}}"


def sealed(what: str) -> str:
    """Return the letters of this thing that nobody types, always the same."""
    return seal(what).hex()[:SEALED]


def _minute_of(at: datetime) -> int:
    return int(at.timestamp()) // MINUTE


def _minute_code(what: str, minute: int) -> str:
    return f"{minute:x}-{sealed(f'{what}:{minute}')}"


def _minute_in(code: str) -> int | None:
    """Return the minute that a code names; None where it cannot be one of ours."""
    minute, _dash, _sealed = code.partition("-")
    if not code.isascii() or len(code) > 2 * SEALED:
        return None
    try:
        return int(minute, 16)
    except ValueError:
        return None
