"""Sweeping: bytes that no row stands for, and bytes whose row was deleted."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice

import structlog

from core.db import writing
from core.house import HOUSE, Sweep
from core.storage import operations, queries, recorded

AGE = timedelta(hours=1)  # an upload between its two steps is never so old
BATCH = 200
# Only names that this room makes; whatever else lies there belongs to somebody else.
OURS = re.compile(
    r"([0-9a-f]{32})(?:-\d+\.webp|\.(?:pdf|mp4|webm|mp3|m4a|vtt))(\.[0-9a-f]{8}\.part)?"
)
PROBE = re.compile(r"probe-[0-9a-f]{16}(?:\.[0-9a-f]{8}\.part)?")
log = structlog.get_logger(__name__)


def remove_deleted(at: datetime) -> None:
    """Remove the bytes of what was deleted; the row says so afterwards, and only then."""
    while due := queries.list_to_remove(at, most=BATCH):
        for stored in due:
            for name in stored.objects:
                HOUSE.files.delete(name)
        with writing():
            for stored in due:
                operations.mark_gone(stored, at=at)
    while dropped := queries.list_recordings_to_remove(at, most=BATCH):
        for recording in dropped:
            HOUSE.files.delete(recording.object_name)
        with writing():
            for recording in dropped:
                recorded.mark_recording_gone(recording, at=at)


def remove_orphans(at: datetime) -> None:
    """Remove bytes older than an hour that no row stands for: an upload that was not finished."""
    removed = 0
    old = HOUSE.files.names(before=at - AGE)
    while batch := list(islice(old, BATCH)):
        for name in without_row(batch):
            HOUSE.files.delete(name)
            removed += 1
    if removed:
        log.info("orphans_removed", count=removed)


def without_row(names: list[str]) -> Iterator[str]:
    """Yield those of our names that nothing in the database stands for, and all scraps."""
    ours = {name: found for name in names if (found := OURS.fullmatch(name))}
    known = queries.known(found[1] for found in ours.values())
    for name in names:
        found = ours.get(name)
        scrap = PROBE.fullmatch(name) or (found and found[2])
        if scrap or (found and found[1] not in known):
            yield name


SWEEPS = {
    "storage.deleted": Sweep(5, remove_deleted),
    "storage.orphans": Sweep(60, remove_orphans),
}
