"""The keys outside the database: one derived from the secret, or a file that only we can read."""

import base64
import binascii
import os
import secrets
import stat
from collections.abc import Mapping
from pathlib import Path

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from core.ports import Keys
from core.sealing.rules import KEY_BYTES, new_key, seal, unseal

DERIVED = "derived"
ID_BYTES = 6


def keys_from(url: str, *, secret: str) -> Keys:
    """Return the keys at `derive:` (from the secret: demo only) or `file:PATH`.

    A file that is not there yet has no keys: the house starts, and sealing says what is missing.
    """
    if url == "derive:":
        made = HKDF(SHA256(), KEY_BYTES, salt=None, info=b"xingcun.sealing")
        return Ring({DERIVED: made.derive(secret.encode())}, current=DERIVED)
    kind, _, path = url.partition(":")
    if kind != "file" or not path:
        raise ValueError("SEAL_KEYS is derive: or file:PATH")
    return read_file(Path(path))


class Ring:
    """Keys by their names; the current one wraps, each unwraps what it has wrapped."""

    def __init__(self, keys: Mapping[str, bytes], *, current: str) -> None:
        self.keys, self.current = keys, current

    def wrap(self, data_key: bytes, *, about: bytes) -> tuple[str, bytes]:
        if self.current not in self.keys:
            raise LookupError("no key to seal with: `flask seal new-key`")
        return self.current, seal(self.keys[self.current], data_key, about=about)

    def unwrap(self, key_id: str, wrapped: bytes, *, about: bytes) -> bytes:
        if key_id not in self.keys:
            raise LookupError(f"the key {key_id} that has sealed this is not in SEAL_KEYS")
        return unseal(self.keys[key_id], wrapped, about=about)

    def knows(self, key_id: str) -> bool:
        return key_id in self.keys


def read_file(path: Path) -> Ring:
    """Read a key a line, `name key` in Base64, the current one first; raise ValueError."""
    keys: dict[str, bytes] = {}
    if path.exists():
        for line in path.read_text(encoding="ascii").splitlines():
            name, _, text = line.strip().partition(" ")
            if name:
                keys[name] = _key_in(text)
    return Ring(keys, current=next(iter(keys), ""))


def _key_in(text: str) -> bytes:
    try:
        key = base64.b64decode(text, validate=True)
    except binascii.Error:
        key = b""
    if len(key) != KEY_BYTES:
        raise ValueError("a line of SEAL_KEYS is no key: `name key`, 32 bytes in Base64")
    return key


def add_key(path: Path) -> str:
    """Write a new key before the others, in a file that nobody else can read; return its name."""
    before = path.read_text(encoding="ascii") if path.exists() else ""
    name = secrets.token_hex(ID_BYTES)
    line = f"{name} {base64.b64encode(new_key()).decode()}\n"
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    beside = path.with_name(f"{path.name}.new")
    beside.unlink(missing_ok=True)
    with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(line + before)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)  # whole or not at all
    return name


def is_private(path: Path) -> bool:
    """Tell whether nobody but its owner can read the file."""
    return not stat.S_IMODE(path.stat().st_mode) & 0o077
