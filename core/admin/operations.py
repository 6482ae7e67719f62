"""What an administrator does that belongs to no other room."""

from collections.abc import Collection
from datetime import datetime
from functools import partial
from typing import Any, cast

from sqlalchemy import CursorResult, update

from core.access import Actor
from core.accounts import grants
from core.accounts import operations as accounts
from core.accounts.models import GrantKind, Person
from core.admin import rules
from core.db import after_commit, db
from core.errors import refuse_if
from core.history.operations import record
from core.house import HOUSE
from core.notices.models import Notice

NUDGE = 100  # notices in one nudge


def look_up(person: Person, *, by: Actor, at: datetime) -> None:
    """Note that somebody's account was looked for by their full number or mail address."""
    record("look_up", "person", person.id, by=by, at=at)


def name_clerk(person: Person, *, by: Actor, at: datetime) -> None:
    """Make the person a clerk of the operator; refused for oneself."""
    refuse_if(rules.why_not_grant(person.id, by_id=by.id), field="who")
    grants.grant(person, GrantKind.CLERK, by=by, at=at)


def end_clerk(person: Person, *, by: Actor, at: datetime) -> None:
    """Take a clerk's right back; the person's sessions end."""
    grants.end_grant(person, GrantKind.CLERK, by=by, at=at)


def disable(person: Person, *, reason: str, is_admin: bool, by: Actor, at: datetime) -> None:
    """Lock the person out, with the reason in history."""
    refuse_if(rules.why_not_disable(person.id, by_id=by.id, is_admin=is_admin), field="reason")
    accounts.disable(person, by=by, at=at, reason=reason)


def retry(notices: Collection[Notice], *, by: Actor, at: datetime) -> int:
    """Let dead notices be tried again from the beginning; return how many there were."""
    ids = sorted(notice.id for notice in notices)
    again = (
        update(Notice)
        .where(Notice.id.in_(ids), Notice.dead == 1)
        .values(dead=0, tries=0, claimed_until=None, due_at=at)
    )
    count = cast("CursorResult[Any]", db.session.execute(again)).rowcount
    if count:
        about_id = ids[0] if len(ids) == 1 else None
        record("retry", "notice", about_id, by=by, at=at, became=str(count))
        for start in range(0, len(ids), NUDGE):
            after_commit(partial(HOUSE.queue.nudge, "notices.send", *ids[start : start + NUDGE]))
    return count


def note_test_mail(*, worked: bool, by: Actor, at: datetime) -> None:
    """Note that a test mail was sent, and whether the mail server took it."""
    record("test_mail", "site_fact", by=by, at=at, became="sent" if worked else "failed")
