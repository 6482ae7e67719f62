"""Finding what was uploaded."""

from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256

from sqlalchemy import false, func, or_, select

from core.db import db
from core.house import HOUSE
from core.storage.models import StoredFile


def find_file(ref: str) -> StoredFile | None:
    """Return a file that is still there."""
    return db.session.scalar(
        select(StoredFile).where(StoredFile.ref == ref, StoredFile.deleted_at.is_(None))
    )


def find_public(ref: str) -> StoredFile | None:
    """Return a file that everyone may see."""
    found = find_file(ref)
    return found if found is not None and found.is_public else None


def usage(person_id: int) -> tuple[int, int]:
    """Return how many files a person keeps, and their bytes in all; what must stay is left out."""
    kept = select(func.count(), func.coalesce(func.sum(StoredFile.size), 0)).where(
        StoredFile.owner_id == person_id,
        StoredFile.deleted_at.is_(None),
        *(StoredFile.id.not_in(staying()) for staying in HOUSE.staying),
    )
    count, size = db.session.execute(kept).one()
    return int(count), int(size)


def count_staying(person_id: int, *, since: datetime) -> int:
    """Count what a person has sent since then that nobody may delete."""
    stays = or_(false(), *(StoredFile.id.in_(staying()) for staying in HOUSE.staying))
    mine = select(func.count()).where(
        StoredFile.owner_id == person_id, StoredFile.deleted_at.is_(None)
    )
    return db.session.scalar(mine.where(StoredFile.created_at > since, stays)) or 0


def list_files(person_id: int) -> list[StoredFile]:
    """Return what a person keeps, oldest first."""
    kept = select(StoredFile).where(
        StoredFile.owner_id == person_id, StoredFile.deleted_at.is_(None)
    )
    return list(db.session.scalars(kept.order_by(StoredFile.id)))


def list_to_remove(before: datetime, *, most: int) -> list[StoredFile]:
    """Return files deleted before this moment whose bytes still lie there."""
    due = select(StoredFile).where(StoredFile.deleted_at < before, StoredFile.gone_at.is_(None))
    return list(db.session.scalars(due.order_by(StoredFile.deleted_at).limit(most)))


def known(refs: Iterable[str]) -> set[str]:
    """Return those refs that a row stands for, whose bytes are not gone."""
    here = select(StoredFile.ref).where(StoredFile.ref.in_(set(refs)), StoredFile.gone_at.is_(None))
    return set(db.session.scalars(here))


def list_damaged() -> list[str]:
    """Return the refs whose bytes are missing or are not what they were; reads every file."""
    damaged = []
    rows = select(StoredFile).where(StoredFile.deleted_at.is_(None)).order_by(StoredFile.id)
    for row in db.session.scalars(rows.execution_options(yield_per=200)):
        for name, digest in row.objects.items():
            try:
                with HOUSE.files.open(name) as stream:
                    whole = sha256(stream.read()).hexdigest() == digest
            except FileNotFoundError:
                whole = False
            if not whole:
                damaged.append(row.ref)
                break
    return damaged
