"""Hashing passwords: slow on purpose, and therefore never while a transaction writes."""

import secrets
import unicodedata
from base64 import b64encode
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from core.db import is_writing

HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


def hash_password(password: str) -> str:
    """Return the argon2id hash; 26 ms and 19 MiB."""
    refuse_inside()
    return HASHER.hash(unicodedata.normalize("NFC", password))


def matches(password: str, password_hash: str | None) -> bool:
    """Tell whether this is the password; without a hash it takes as long, and is not."""
    refuse_inside()
    try:
        known = HASHER.verify(
            password_hash or nobodys_hash(), unicodedata.normalize("NFC", password)
        )
    except (VerificationError, InvalidHashError):
        return False
    return known and password_hash is not None


def renewed(password: str, password_hash: str) -> str | None:
    """Return a new hash where the old one was made with other figures."""
    return hash_password(password) if HASHER.check_needs_rehash(password_hash) else None


@cache
def nobodys_hash() -> str:
    """Return what is compared with when there is nobody of that name."""
    return HASHER.hash("nobody has this password")


def locked() -> str:
    """Return a hash that was made of no password, so that nobody can know one for it."""
    salt, tag = (b64encode(secrets.token_bytes(size)).decode().rstrip("=") for size in (16, 32))
    return f"$argon2id$v=19$m={HASHER.memory_cost},t={HASHER.time_cost},p=1${salt}${tag}"


def refuse_inside() -> None:
    if is_writing():
        raise RuntimeError("passwords are hashed before writing()")
