"""Which names a stored file may have."""

import re

PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,127}", re.ASCII)


def plain(name: str) -> str:
    """Return the name; raise ValueError when it could point anywhere but at one file here."""
    if PLAIN.fullmatch(name) is None:
        raise ValueError("not a plain file name")
    return name
