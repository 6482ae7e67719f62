"""AES-256-GCM: what a seal is about is part of it, so that none fits in another place."""

import hmac
import json
import secrets
from collections.abc import Iterable, Mapping

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_BYTES = 32
NONCE_BYTES = 12
MARK_BYTES = 16
MANIFEST = "#manifest"  # no field can be called so
Versions = Mapping[str, int]


class Broken(Exception):
    """Somebody has changed, exchanged or put back what was sealed: it is not shown."""


class Shredded(Exception):
    """The key is gone for good: nobody reads this again."""


def new_key() -> bytes:
    return secrets.token_bytes(KEY_BYTES)


def about(safe: str, name: str, version: int) -> bytes:
    """Return what binds a seal to its safe, field and version (the additional data)."""
    return f"{safe}|{name}|{version}".encode()


def seal(key: bytes, content: bytes, *, about: bytes) -> bytes:
    """Return a fresh nonce and the sealed content."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, content, about)


def unseal(key: bytes, sealed: bytes, *, about: bytes) -> bytes:
    """Return the content; raise Broken where one bit of it, or what it is about, is another."""
    try:
        return AESGCM(key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], about)
    except (InvalidTag, ValueError):
        raise Broken from None


def write_manifest(versions: Versions) -> bytes:
    return json.dumps(versions, sort_keys=True).encode()


def read_manifest(content: bytes) -> dict[str, int]:
    return dict(json.loads(content))


def marks(key: bytes, words: Iterable[str]) -> list[bytes]:
    """Return what tells whether a word is one that is known, to who has the key alone.

    Another safe marks the same word otherwise; of the mark nobody gets back to the word.
    """
    own = HKDF(SHA256(), KEY_BYTES, salt=None, info=b"xingcun.marks").derive(key)
    return [hmac.digest(own, each.encode(), "sha256")[:MARK_BYTES] for each in words]
