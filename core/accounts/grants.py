"""The rights of the operator's clerks and the site's administrators."""

from datetime import datetime

from sqlalchemy import select, update

from core.access import Actor
from core.accounts import codes, sessions
from core.accounts.models import Grant, GrantKind, Person
from core.db import db, insert_or
from core.errors import Refused
from core.history.operations import record
from core.words import _


def grant(person: Person, kind: GrantKind, *, by: Actor, at: datetime) -> None:
    """Give the right; the person signs in anew, since the session of such a one is shorter."""
    if person.disabled_at or person.closed_at:
        raise Refused(_("这个账号已停用或注销"))
    row = {"person_id": person.id, "kind": kind, "granted_by": by.id or None, "granted_at": at}
    new = insert_or(Grant).values(row).on_conflict_do_nothing().returning(Grant.id)
    if db.session.scalar(new) is None:
        raise Refused(_("这个人已经是了"))
    sessions.end_all(person.id)
    record(f"grant_{kind}", "person", person.id, by=by, at=at)


def end_grant(person: Person, kind: GrantKind, *, by: Actor, at: datetime) -> None:
    """Take the right back; the last administrator stays, also when two are ended at once."""
    live = Grant.kind == kind, Grant.ended_at.is_(None)
    holders = select(Grant.person_id).where(*live).order_by(Grant.id).with_for_update()
    others = set(db.session.scalars(holders)) - {person.id}
    if kind is GrantKind.ADMIN and not others:
        raise Refused(_("至少要留一位管理员"))
    step = update(Grant).where(*live, Grant.person_id == person.id).values(ended_at=at)
    if codes.changed(step) != 1:
        raise Refused(_("这个人现在不是"))
    sessions.end_all(person.id)
    record(f"end_{kind}", "person", person.id, by=by, at=at)
