"""Telling people, sending what is due, and marking what was read."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any, cast

from sqlalchemy import CursorResult, Update, update

from core.access import Actor
from core.db import after_commit, db, insert_or
from core.house import HOUSE
from core.notices import rules
from core.notices.models import Notice
from core.notices.queries import IS_OUT, due_at_or_before

NUDGE = 100  # notices in one nudge


@dataclass(frozen=True)
class Receiver:
    """Whom to tell, in which language, and where it also goes out, if anywhere."""

    person_id: int
    language: str
    channel: str | None = None
    address: str | None = None


@dataclass(frozen=True)
class Claim:
    """A notice that this worker sends, and nobody else until then."""

    notice_id: int
    channel: str
    tries: int
    until: datetime


def say(
    event: str,
    receivers: Iterable[Receiver],
    *,
    about: str,
    url: str,
    facts: Mapping[str, str],
    at: datetime,
) -> int:
    """Put one notice into each inbox that does not have it yet; return how many are new.

    Raise KeyError for an event that nobody has declared, or whose words lack a fact.
    """
    words = HOUSE.events[event]
    for sentence in (words.title, words.text):
        str(sentence) % facts
    rows = [
        {
            "key": f"{event}:{about}:{each.person_id}",
            "person_id": each.person_id,
            "event": event,
            "about": about,
            "facts": dict(facts),
            "url": url,
            "at": at,
            "channel": each.channel,
            "address": each.address,
            "language": each.language,
            "due_at": at if each.channel else None,
        }
        for each in receivers
    ]
    if not rows:
        return 0
    new = insert_or(Notice).on_conflict_do_nothing(index_elements=[Notice.key])
    said = db.session.execute(new.returning(Notice.id, Notice.channel), rows).all()
    due = sorted(notice_id for notice_id, channel in said if channel)
    for start in range(0, len(due), NUDGE):
        after_commit(partial(HOUSE.queue.nudge, "notices.send", *due[start : start + NUDGE]))
    return len(said)


def claim(notice_id: int, *, at: datetime) -> Claim | None:
    """Take the notice for sending, which counts as a try; None when it is out or another's."""
    taken = (
        update(Notice)
        .where(Notice.id == notice_id, due_at_or_before(at), Notice.tries < rules.MOST_TRIES)
        .values(claimed_until=at + rules.LEASE, tries=Notice.tries + 1)
        .returning(Notice.id, Notice.channel, Notice.tries, Notice.claimed_until)
    )
    row = db.session.execute(taken).one_or_none()
    if row is None:
        return None
    notice_id, channel, tries, until = row
    return Claim(notice_id, channel or "", tries, until or at)


def mark_sent(notice_id: int, *, at: datetime) -> None:
    """Note that it is out."""
    done = update(Notice).where(Notice.id == notice_id, Notice.sent_at.is_(None))
    db.session.execute(done.values(sent_at=at, claimed_until=None, dead=0))


def mark_failed(mine: Claim, *, lasting: bool, at: datetime) -> None:
    """Note a failed try: it is due again later, or never when that is of no use."""
    pause = None if lasting else rules.next_pause(mine.tries)
    facts: dict[str, Any] = {"dead": 1} if pause is None else {"due_at": at + pause}
    still_mine = update(Notice).where(
        Notice.id == mine.notice_id, ~IS_OUT, Notice.claimed_until == mine.until
    )
    db.session.execute(still_mine.values(claimed_until=None, **facts))


def let_rest(channel: str, *, at: datetime) -> None:
    """Put off what is due on a channel that is out of reach; that does not count as a try."""
    waiting = update(Notice).where(Notice.channel == channel, due_at_or_before(at))
    db.session.execute(waiting.values(due_at=at + rules.OUT_OF_REACH))


def give_up(*, at: datetime) -> None:
    """Let go of what was claimed as often as allowed by workers that all died over it."""
    tired = update(Notice).where(due_at_or_before(at), Notice.tries >= rules.MOST_TRIES)
    db.session.execute(tired.values(dead=1, claimed_until=None))


def read(notice: Notice, *, at: datetime) -> None:
    """Note that the person has seen it."""
    unread = update(Notice).where(Notice.id == notice.id, Notice.read_at.is_(None))
    db.session.execute(unread.values(read_at=at))


def read_all(*, until: int, by: Actor, at: datetime) -> int:
    """Note that the person has seen all up to this notice; return how many were new."""
    unread = update(Notice).where(
        Notice.person_id == by.person, Notice.read_at.is_(None), Notice.id <= until
    )
    return _changed(unread.values(read_at=at))


def _changed(step: Update) -> int:
    return cast("CursorResult[Any]", db.session.execute(step)).rowcount
