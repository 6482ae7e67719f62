"""Codes that a phone shows anew every half minute (RFC 6238), and codes on paper beside them."""

import hmac
import secrets
from datetime import datetime

import pyotp

STEP = 30  # seconds
EITHER_SIDE = 1  # step: a phone's clock goes wrong, and typing takes a while
DIGITS = 6
PAPER = 10  # codes on paper; the first digit of each says which one it is
PAPER_DIGITS = 12


def new_secret() -> str:
    """Return 160 random bits as phones take them: 32 signs of Base32."""
    return pyotp.random_base32()


def address_of(secret: str, *, account: str, issuer: str) -> str:
    """Return what stands in the QR code: the secret, and by which names the phone shows it."""
    return pyotp.TOTP(secret).provisioning_uri(name=account, issuer_name=issuer)


def code_of(secret: str, step: int) -> str:
    """Return the six digits of this step of time."""
    return pyotp.TOTP(secret).generate_otp(step)


def step_at(at: datetime) -> int:
    """Return the step of time that runs now."""
    return int(at.timestamp()) // STEP


def find_step(secret: str, digits: str, *, at: datetime) -> int | None:
    """Return of which step near now these are the digits, the newest; None when of none."""
    here = step_at(at)
    near = range(here - EITHER_SIDE, here + EITHER_SIDE + 1)
    fitting = [each for each in near if hmac.compare_digest(code_of(secret, each), digits)]
    return max(fitting, default=None)


def new_paper_codes() -> list[str]:
    """Return ten codes of twelve digits; of each all but the first are random."""
    most = 10 ** (PAPER_DIGITS - 1)
    return [f"{slot}{secrets.randbelow(most):0{PAPER_DIGITS - 1}}" for slot in range(PAPER)]
