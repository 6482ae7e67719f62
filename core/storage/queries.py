"""Finding what was uploaded."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from hashlib import sha256

from sqlalchemy import false, func, or_, select

from core.db import db
from core.house import HOUSE
from core.storage.models import StoredFile
from core.storage.recordings import Recording
from core.storage.rules import BLOCK


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


def used_in(space: str) -> int:
    """Return the bytes of all recordings that a space keeps."""
    kept = select(func.coalesce(func.sum(Recording.size), 0)).where(
        Recording.space == space, Recording.deleted_at.is_(None)
    )
    return int(db.session.scalar(kept) or 0)


def list_recordings(person_id: int) -> list[Recording]:
    """Return what a person has recorded for others and is still there, oldest first."""
    kept = select(Recording).where(Recording.owner_id == person_id, Recording.deleted_at.is_(None))
    return list(db.session.scalars(kept.order_by(Recording.id)))


def list_recordings_to_remove(before: datetime, *, most: int) -> list[Recording]:
    """Return recordings deleted before this moment whose bytes still lie there."""
    due = select(Recording).where(Recording.deleted_at < before, Recording.gone_at.is_(None))
    return list(db.session.scalars(due.order_by(Recording.deleted_at).limit(most)))


def known(refs: Iterable[str]) -> set[str]:
    """Return those refs that a row stands for, whose bytes are not gone."""
    asked = set(refs)
    found: set[str] = set()
    for table in (StoredFile, Recording):
        here = select(table.ref).where(table.ref.in_(asked), table.gone_at.is_(None))
        found |= set(db.session.scalars(here))
    return found


def list_damaged() -> list[str]:
    """Return the refs whose bytes are missing or are not what they were; reads every file."""
    return [row.ref for row in kept_rows() if not all(map(is_whole, row.objects.items()))]


def kept_rows() -> Iterator[StoredFile | Recording]:
    """Yield all that is kept, pictures and papers first, then recordings."""
    files = select(StoredFile).where(StoredFile.deleted_at.is_(None)).order_by(StoredFile.id)
    yield from db.session.scalars(files.execution_options(yield_per=200))
    recorded = select(Recording).where(Recording.deleted_at.is_(None)).order_by(Recording.id)
    yield from db.session.scalars(recorded.execution_options(yield_per=200))


def is_whole(stored: tuple[str, str]) -> bool:
    """Tell whether what lies under a name has this sum."""
    name, digest = stored
    total = sha256()
    try:
        with HOUSE.files.open(name) as stream:
            while block := stream.read(BLOCK):
                total.update(block)
    except FileNotFoundError:
        return False
    return total.hexdigest() == digest
