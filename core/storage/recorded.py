"""Keeping recordings: the bytes in a stream, outside any transaction, then the row."""

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

import structlog
from sqlalchemy import text, update

from core.access import Actor
from core.db import db
from core.errors import Refused, refuse_if
from core.house import HOUSE
from core.ports import Source
from core.storage import queries, rules, scanner
from core.storage.operations import refuse_inside_writing
from core.storage.recordings import Recording, RecordingType, recording_name
from core.storage.streams import Incoming
from core.words import _

log = structlog.get_logger(__name__)


@dataclass(frozen=True, kw_only=True)
class LaidRecording:
    """Bytes that lie with the files, and what the row will say; without a row they are swept.

    `words` is what captions say, a line for each; they are read as they come in.
    """

    ref: str
    name: str
    media_type: RecordingType
    size: int
    sha256: str
    space: str
    words: str = ""


def lay_recording(
    name: str,
    source: Source,
    size: int | None,
    *,
    kinds: Collection[RecordingType],
    declared: str = "",
    space: str,
    field: str = "recording",
) -> LaidRecording:
    """Store what comes in without holding it in memory; the first step, outside the transaction.

    It takes as long as the line is slow: the connection to the database is given back meanwhile.
    `size` is what was announced, `declared` the media type that the browser names. Raise
    `Refused` on this field: another kind, too large, cut off, no room, or the storage is away.
    """
    refuse_inside_writing()
    refuse_if(rules.why_not_record(name, size, kinds=kinds, declared=declared), field=field)
    refuse_if(rules.why_no_room(queries.used_in(space), size or 1), field=field)
    kind = rules.recording_by_name(name)
    if kind is None:
        raise Refused(rules.only(kinds), field=field)
    db.session.rollback()
    ref = secrets.token_hex(16)
    stored = recording_name(ref, kind)
    incoming = Incoming(source, kind, size=size, kinds=kinds, field=field)
    try:
        HOUSE.files.put_from(stored, incoming, kind.value)
        if scanner.is_there():
            scan(stored, field=field)
    except OSError as error:
        log.warning("files_gone", error=str(error))
        raise Refused(_("文件暂时存不上，请过几分钟再试"), field=field) from error
    return LaidRecording(
        ref=ref,
        name=rules.tidy_name(name),
        media_type=kind,
        size=incoming.size,
        sha256=incoming.sum.hexdigest(),
        space=space,
        words=incoming.words,
    )


def scan(stored: str, *, field: str) -> None:
    """Let the scanner look at what has just been stored; what it refuses is gone at once."""
    try:
        with HOUSE.files.open(stored) as source:
            scanner.look_through(source, field=field)
    except Refused:
        HOUSE.files.delete(stored)
        raise


def keep_recording(
    laid: LaidRecording, *, field: str = "recording", by: Actor, at: datetime
) -> Recording:
    """Write the row; the second step, inside the transaction of what the recording is for.

    Raise `Refused` when others have filled the space meanwhile.
    """
    lock_space(laid.space)
    refuse_if(rules.why_no_room(queries.used_in(laid.space), laid.size), field=field)
    recording = Recording(
        ref=laid.ref,
        name=laid.name,
        media_type=laid.media_type,
        size=laid.size,
        sha256=laid.sha256,
        space=laid.space,
        owner_id=by.person or None,
        created_at=at,
    )
    db.session.add(recording)
    db.session.flush()
    return recording


def drop_recording(recording: Recording, *, at: datetime) -> None:
    """Play a recording to nobody any more; a sweep removes its bytes."""
    one = update(Recording).where(Recording.id == recording.id, Recording.deleted_at.is_(None))
    db.session.execute(one.values(deleted_at=at))


def mark_recording_gone(recording: Recording, *, at: datetime) -> None:
    """Note that the bytes are gone, and forget what the recording was called."""
    one = update(Recording).where(Recording.id == recording.id, Recording.deleted_at.is_not(None))
    db.session.execute(one.values(gone_at=at, name=""))


def disown(person_id: int) -> None:
    """Forget who has uploaded what; it stays with whom it was made for."""
    own = update(Recording).where(Recording.owner_id == person_id)
    db.session.execute(own.values(owner_id=None))


def lock_space(space: str) -> None:
    """Let one recording of a space be counted after the other; no row stands for a space."""
    if db.engine.dialect.name == "postgresql":
        lock = text("SELECT pg_advisory_xact_lock(hashtextextended(:space, 0))")
        db.session.execute(lock, {"space": space})
