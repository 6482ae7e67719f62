"""Opening what was sealed."""

from collections.abc import Iterable, Sequence

from sqlalchemy import func, select

from core.db import db
from core.house import HOUSE
from core.sealing import rules
from core.sealing.models import Safe, SealedField
from core.sealing.rules import MANIFEST, Broken, Shredded


def read(safe: Safe, names: Iterable[str]) -> dict[str, bytes]:
    """Return these fields of the safe, those that were never written left out.

    Raise Shredded where the key is gone, Broken where anything was changed, exchanged between
    safes or fields, taken away, or put back from an older day. Where somebody has written
    between two looks, which seems the same, it is read once more.
    """
    wanted, seen = list(names), safe.turn
    try:
        return _read(safe, wanted)
    except Broken:
        db.session.refresh(safe)
        if safe.turn == seen:
            raise
        return _read(safe, wanted)


def _read(safe: Safe, names: Iterable[str]) -> dict[str, bytes]:
    key = key_of(safe)
    versions = versions_of(safe, key)
    asked = [name for name in names if name in versions]
    query = select(SealedField).where(SealedField.safe_id == safe.id, SealedField.name.in_(asked))
    found = {row.name: row for row in db.session.scalars(query)}
    return {name: _open(safe, key, found.get(name), name, versions[name]) for name in asked}


def _open(safe: Safe, key: bytes, row: SealedField | None, name: str, version: int) -> bytes:
    if row is None or row.version != version:
        raise Broken
    return rules.unseal(key, row.sealed, about=rules.about(safe.ref, name, version))


def names_in(safe: Safe) -> Sequence[str]:
    """Return which fields were written; raise as `read` does."""
    return sorted(versions_of(safe, key_of(safe)))


def key_of(safe: Safe) -> bytes:
    """Return the data key; raise Shredded, or Broken where it was not wrapped for this safe."""
    if safe.wrapped is None:
        raise Shredded
    found: bytes = HOUSE.keys.unwrap(safe.key_id, safe.wrapped, about=safe.ref.encode())
    return found


def marks_of(safe: Safe, words: Iterable[str]) -> list[bytes]:
    """Return these words as this safe marks them; raise as `key_of` does."""
    return rules.marks(key_of(safe), words)


def versions_of(safe: Safe, key: bytes) -> dict[str, int]:
    if safe.manifest is None:
        raise Shredded
    where = rules.about(safe.ref, MANIFEST, safe.turn)
    return rules.read_manifest(rules.unseal(key, safe.manifest, about=where))


def list_wrapped_by_others(key_id: str, *, limit: int) -> Sequence[int]:
    """Return safes whose data key another key than this has wrapped."""
    query = select(Safe.id).where(Safe.wrapped.is_not(None), Safe.key_id != key_id)
    return db.session.scalars(query.order_by(Safe.id).limit(limit)).all()


def count_by_key() -> dict[str, int]:
    """Return how many safes each key outside has wrapped."""
    query = select(Safe.key_id, func.count()).where(Safe.wrapped.is_not(None))
    return {row[0]: row[1] for row in db.session.execute(query.group_by(Safe.key_id))}
