"""Doing a thing once for each form that was shown."""

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update

from core.access import Actor
from core.db import db, insert_or, note_repeat
from core.errors import Refused
from core.once.models import Once
from core.words import _

KEPT = timedelta(days=7)


def once(key: str, body_hash: str, do: Callable[[], str], *, by: Actor | None, at: datetime) -> str:
    """Run `do` for the first form with this key and return its effect; later ones only return it.

    The row is written in the same transaction as the effect, so a crash leaves neither. On
    PostgreSQL a second request waits here for the first, on SQLite it waited for the write lock.
    Raise `Refused` when the key comes back with other words in the form.
    """
    row = {"key": key, "person_id": by.id if by else None, "body_hash": body_hash, "at": at}
    new = insert_or(Once).values(row).on_conflict_do_nothing().returning(Once.key)
    if db.session.scalar(new) is None:
        seen = db.session.execute(
            select(Once.body_hash, Once.effect, Once.person_id).where(Once.key == key)
        ).one()
        if (seen.body_hash, seen.person_id) != (body_hash, row["person_id"]) or not seen.effect:
            raise Refused(_("这张表已经交过一次，内容不同，请刷新后重填"))
        note_repeat()
        return str(seen.effect)
    effect = do()
    db.session.execute(update(Once).where(Once.key == key).values(effect=effect))
    return effect


def forget_old(at: datetime) -> None:
    """Delete the keys of forms sent over seven days ago."""
    db.session.execute(delete(Once).where(Once.at < at - KEPT))
