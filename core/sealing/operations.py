"""Sealing, changing, wrapping anew and shredding."""

import secrets
from collections.abc import Mapping
from datetime import datetime
from functools import partial

from sqlalchemy import delete, select, update

from core.db import after_commit, db, insert_or
from core.db.upkeep import CHECKPOINT
from core.errors import Refused
from core.house import HOUSE
from core.sealing import queries, rules
from core.sealing.models import Safe, SealedField
from core.sealing.rules import MANIFEST, Versions
from core.words import _

REF_BYTES = 16


def make_safe(*, at: datetime, ref: str = "") -> Safe:
    """Return a new, empty safe with a data key of its own.

    `ref` is what the safe belongs to: whoever reads it there sees that it is no other's.
    """
    ref, key = ref or secrets.token_hex(REF_BYTES), rules.new_key()
    empty = rules.seal(key, rules.write_manifest({}), about=rules.about(ref, MANIFEST, 1))
    key_id, wrapped = HOUSE.keys.wrap(key, about=ref.encode())
    safe = Safe(ref=ref, key_id=key_id, wrapped=wrapped, manifest=empty, turn=1, made_at=at)
    db.session.add(safe)
    db.session.flush()
    return safe


def put(safe: Safe, contents: Mapping[str, bytes]) -> None:
    """Write these fields, whatever stood there before; of two who write at once one is refused.

    Raise Shredded or Broken as reading does.
    """
    key = queries.key_of(safe)
    versions = queries.versions_of(safe, key)
    versions |= {name: versions.get(name, 0) + 1 for name in contents}
    _turn(safe, key, versions)
    for name, content in contents.items():
        sealed = rules.seal(key, content, about=rules.about(safe.ref, name, versions[name]))
        row = {"version": versions[name], "sealed": sealed}
        new = insert_or(SealedField).values(safe_id=safe.id, name=name, **row)
        db.session.execute(
            new.on_conflict_do_update(
                index_elements=[SealedField.safe_id, SealedField.name], set_=row
            )
        )


def take_out(safe: Safe, name: str) -> None:
    """Forget one field."""
    key = queries.key_of(safe)
    versions = queries.versions_of(safe, key)
    if versions.pop(name, None) is None:
        return
    _turn(safe, key, versions)
    one = delete(SealedField).where(SealedField.safe_id == safe.id, SealedField.name == name)
    db.session.execute(one)


def _turn(safe: Safe, key: bytes, versions: Versions) -> None:
    """Take the safe's row for this transaction, before any field, as shredding does.

    Of who writes and who shreds at once the second waits here: none leaves a field behind.
    """
    turn = safe.turn
    where = rules.about(safe.ref, MANIFEST, turn + 1)
    manifest = rules.seal(key, rules.write_manifest(versions), about=where)
    step = update(Safe).where(Safe.id == safe.id, Safe.turn == turn, Safe.wrapped.is_not(None))
    moved = db.session.scalar(step.values(turn=turn + 1, manifest=manifest).returning(Safe.id))
    if moved is None:
        raise Refused(_("别人刚刚改过，请刷新后再看"))
    db.session.refresh(safe)


def shred(safe: Safe, *, at: datetime) -> None:
    """Throw the data key away, and what it opened: nobody reads it again.

    A backup made before holds the wrapped key until it is thrown away itself; the log of writes
    of SQLite is emptied at once, or within the hour.
    """
    gone = {"wrapped": None, "manifest": None, "shredded_at": at}
    db.session.execute(update(Safe).where(Safe.id == safe.id).values(gone))
    db.session.execute(delete(SealedField).where(SealedField.safe_id == safe.id))
    db.session.refresh(safe)
    after_commit(partial(HOUSE.queue.nudge, CHECKPOINT))


def wrap_anew(safe_id: int) -> bool:
    """Wrap the data key with the newest key outside; tell whether there was anything to do.

    What is sealed stays as it is.
    """
    safe = db.session.scalar(select(Safe).where(Safe.id == safe_id).with_for_update())
    if safe is None or safe.wrapped is None or safe.key_id == HOUSE.keys.current:
        return False
    key_id, wrapped = HOUSE.keys.wrap(queries.key_of(safe), about=safe.ref.encode())
    step = update(Safe).where(Safe.id == safe.id, Safe.key_id == safe.key_id)
    db.session.execute(step.where(Safe.wrapped.is_not(None)).values(key_id=key_id, wrapped=wrapped))
    return True
