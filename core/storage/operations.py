"""Keeping files: the bytes first, outside any transaction, then the row that makes them count."""

import secrets
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

import structlog
from sqlalchemy import select, update

from core.access import Actor
from core.db import Base, db, is_writing
from core.errors import Refused, refuse_if
from core.house import HOUSE
from core.storage import queries, rules, scanner
from core.storage.models import LARGE, PDF, SMALL, WEBP, StoredFile, paper_name, picture_name
from core.storage.pictures import redraw
from core.words import _

log = structlog.get_logger(__name__)


@dataclass(frozen=True, kw_only=True)
class Laid:
    """Bytes that lie with the files, and what the row will say; without a row they are swept."""

    ref: str
    name: str
    media_type: str
    size: int
    sha256: str
    small_sha256: str | None = None
    width: int | None = None
    height: int | None = None


def lay_picture(name: str, data: bytes, *, by: Actor, stays_at: datetime | None = None) -> Laid:
    """Redraw a photo and store it in both sizes; the first step, outside the transaction.

    `stays_at`: from this moment on nobody may delete it. Raise `Refused`, field `picture`: not a
    photo, too large, too many, or the storage is away.
    """
    refuse_inside_writing()
    refuse_if(rules.why_not_take(name, data, kinds=rules.PICTURES), field="picture")
    refuse_if(why_not_another(by.person, 0, stays_at=stays_at), field="picture")
    scanner.look(data, field="picture")
    picture = redraw(name, data)
    ref = secrets.token_hex(16)
    objects = {picture_name(ref, LARGE): picture.large, picture_name(ref, SMALL): picture.small}
    store(objects, WEBP, field="picture")
    return Laid(
        ref=ref,
        name=rules.tidy_name(name),
        media_type=WEBP,
        size=len(picture.large) + len(picture.small),
        sha256=sha256(picture.large).hexdigest(),
        small_sha256=sha256(picture.small).hexdigest(),
        width=picture.width,
        height=picture.height,
    )


def lay_paper(name: str, data: bytes, *, by: Actor) -> Laid:
    """Store a PDF; the first step, outside the transaction. Raise `Refused`, field `paper`."""
    refuse_inside_writing()
    refuse_if(rules.why_not_take(name, data, kinds=rules.PAPERS), field="paper")
    refuse_if(why_not_another(by.person, len(data)), field="paper")
    scanner.look(data, field="paper")
    ref = secrets.token_hex(16)
    store({paper_name(ref): data}, PDF, field="paper")
    return Laid(
        ref=ref,
        name=rules.tidy_name(name),
        media_type=PDF,
        size=len(data),
        sha256=sha256(data).hexdigest(),
    )


def keep(
    laid: Laid, *, is_public: bool, stays: bool = False, by: Actor, at: datetime
) -> StoredFile:
    """Write the row; the second step, inside the transaction of what the file is for.

    What `stays`, since nobody may delete it, is counted by the day and takes no room.
    """
    lock_owner(by.person)
    refuse_if(why_not_another(by.person, laid.size, stays_at=at if stays else None))
    stored = StoredFile(
        ref=laid.ref,
        name=laid.name,
        media_type=laid.media_type,
        size=laid.size,
        sha256=laid.sha256,
        small_sha256=laid.small_sha256,
        width=laid.width,
        height=laid.height,
        owner_id=by.person or None,
        is_public=is_public,
        created_at=at,
    )
    db.session.add(stored)
    db.session.flush()
    return stored


def drop(stored: StoredFile, *, at: datetime) -> None:
    """Show a file to nobody any more; a sweep removes its bytes."""
    one = update(StoredFile).where(StoredFile.id == stored.id, StoredFile.deleted_at.is_(None))
    db.session.execute(one.values(deleted_at=at))


def close_to_all(file_ids: Collection[int]) -> None:
    """Let nobody open these by their address any more; nothing is deleted."""
    db.session.execute(
        update(StoredFile).where(StoredFile.id.in_(file_ids)).values(is_public=False)
    )


def drop_all_of(person_id: int, *, at: datetime) -> None:
    """Drop whatever a person has uploaded."""
    own = update(StoredFile).where(
        StoredFile.owner_id == person_id, StoredFile.deleted_at.is_(None)
    )
    db.session.execute(own.values(deleted_at=at))


def mark_gone(stored: StoredFile, *, at: datetime) -> None:
    """Note that the bytes are gone, and forget what the file was called."""
    one = update(StoredFile).where(StoredFile.id == stored.id, StoredFile.deleted_at.is_not(None))
    db.session.execute(one.values(gone_at=at, name=""))


def why_not_another(person_id: int, size: int, *, stays_at: datetime | None = None) -> str | None:
    """Say why this person may not keep another file of this size, or None."""
    if stays_at is None:
        return rules.why_not_another(*queries.usage(person_id), size)
    today = queries.count_staying(person_id, since=stays_at - rules.A_DAY)
    return rules.why_not_another_that_stays(today)


def refuse_inside_writing() -> None:
    """Raise where the house would hold its write lock while it draws, sends or waits."""
    if is_writing():
        raise RuntimeError("lay the bytes before writing(), keep the row inside")


def store(objects: Mapping[str, bytes], media_type: str, *, field: str) -> None:
    try:
        for name, data in objects.items():
            HOUSE.files.put(name, data, media_type)
    except OSError as error:
        log.warning("files_gone", error=str(error))
        raise Refused(_("文件暂时存不上，请过几分钟再试"), field=field) from error


def lock_owner(person_id: int) -> None:
    """Let one upload of a person be counted after the other."""
    person = Base.metadata.tables["person"]
    mine = select(person.c.id).where(person.c.id == person_id)
    db.session.execute(mine.with_for_update(key_share=True))
