"""Reads about people."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import exists, select
from sqlalchemy.orm import joinedload

from core.access import Actor
from core.accounts.models import Grant, GrantKind, NoticeChoice, Person, SignIn
from core.accounts.rules import is_email
from core.db import db


def find_person(person_id: int) -> Person | None:
    """Return the person, or None."""
    return db.session.get(Person, person_id)


def get_person(person_id: int) -> Person:
    """Return the person, who is surely there."""
    return db.session.get_one(Person, person_id)


def lock_person(person: Person) -> None:
    """Read the person anew inside the open `writing()`, and let nobody change them meanwhile."""
    db.session.refresh(person, with_for_update=True)


def take_turns(person_id: int) -> None:
    """Let what counts of one person be decided one after the other, on however many devices.

    Whoever comes from a form has noted down its key before, and with it the person; two of them
    would wait for each other, were it not that this lock lets rows be written that name a person.
    """
    mine = select(Person.id).where(Person.id == person_id)
    db.session.execute(mine.with_for_update(key_share=True))


def find_by_address(address: str) -> Person | None:
    """Return whose number or mail address this is (normalised), confirmed or not, or None."""
    column = Person.email if is_email(address) else Person.phone
    return db.session.scalar(select(Person).where(column == address))


def self_of(person: Person) -> Actor:
    """Return the person acting for themselves, without what only higher rooms know."""
    return Actor(id=person.id, person=person.id, name=person.name)


def has_grant(person_id: int, *kinds: GrantKind) -> bool:
    """Tell whether the person is an administrator or clerk; of any kind without kinds."""
    live = exists().where(Grant.person_id == person_id, Grant.ended_at.is_(None))
    if kinds:
        live = live.where(Grant.kind.in_(kinds))
    return bool(db.session.scalar(select(live)))


def list_grants(kind: GrantKind) -> Sequence[Grant]:
    """Return who has this right today, longest first."""
    live = select(Grant).where(Grant.kind == kind, Grant.ended_at.is_(None))
    live = live.options(joinedload(Grant.person)).order_by(Grant.granted_at, Grant.id)
    return db.session.scalars(live).all()


def list_sign_ins(person_id: int, *, at: datetime) -> list[SignIn]:
    """Return the person's sessions that are still alive, last used first."""
    mine = select(SignIn).where(SignIn.person_id == person_id, SignIn.ends_at > at)
    rows = db.session.scalars(mine.order_by(SignIn.seen_at.desc(), SignIn.id.desc()))
    return [row for row in rows if at - row.seen_at <= timedelta(minutes=row.idle_minutes)]


def list_all_sign_ins(person_id: int) -> Sequence[SignIn]:
    """Return all sessions that stand there, idle ones too."""
    return db.session.scalars(select(SignIn).where(SignIn.person_id == person_id)).all()


def find_sign_in(sign_in_id: int) -> SignIn | None:
    """Return one session, or None."""
    return db.session.get(SignIn, sign_in_id)


def choices_of(person_id: int) -> dict[str, bool]:
    """Return for which kinds of notice the person has chosen, and what."""
    mine = select(NoticeChoice.kind, NoticeChoice.wanted).where(NoticeChoice.person_id == person_id)
    return {row.kind: row.wanted for row in db.session.execute(mine)}
