"""Sessions on the server: begun, confirmed, ended; the cookie holds only a token."""

import hashlib
import secrets
from datetime import datetime

from sqlalchemy import delete, update

from core.access import Actor
from core.accounts import codes, queries, rules
from core.accounts.models import CodePurpose, Person, SignIn
from core.db import db
from core.history.operations import record
from core.house import HOUSE


def start(person: Person, *, user_agent: str, at: datetime) -> str:
    """Begin a session inside the open `writing()`; return the token for the cookie.

    A code by which the password could be set anew is worthless from now on; what the person had
    before as a visitor is theirs.
    """
    stay = rules.stay_of(staff=queries.has_grant(person.id))
    token = secrets.token_urlsafe(32)
    db.session.add(
        SignIn(
            token_hash=hash_of(token),
            person_id=person.id,
            device=rules.device_of(user_agent)[:120],
            created_at=at,
            confirmed_at=at,
            seen_at=at,
            ends_at=at + stay.at_most,
            idle_minutes=stay.idle_minutes,
        )
    )
    codes.spend_all(person.id, {CodePurpose.RESET, CodePurpose.TAKE_OVER}, at=at)
    for arrive in HOUSE.arriving:
        arrive(person.id, at)
    return token


def confirm(sign_in_id: int, *, at: datetime) -> str:
    """Note that the password was given again; return the session's new token."""
    token = secrets.token_urlsafe(32)
    mine = update(SignIn).where(SignIn.id == sign_in_id)
    db.session.execute(mine.values(token_hash=hash_of(token), confirmed_at=at, seen_at=at))
    return token


def end(sign_in_id: int) -> None:
    """End one session; its cookie, wherever it was copied to, is dead."""
    db.session.execute(delete(SignIn).where(SignIn.id == sign_in_id))


def end_all(person_id: int, *, but: int | None = None) -> int:
    """End the person's sessions, but for one; return how many there were."""
    mine = delete(SignIn).where(SignIn.person_id == person_id)
    if but is not None:
        mine = mine.where(SignIn.id != but)
    return codes.changed(mine)


def end_one(sign_in: SignIn, *, by: Actor, at: datetime) -> None:
    """End one of the person's sessions, from the list of devices."""
    end(sign_in.id)
    record("end_session", "person", sign_in.person_id, by=by, at=at)


def end_others(sign_in_id: int, *, by: Actor, at: datetime) -> int:
    """End all of the person's sessions but this one; return how many there were."""
    ended = end_all(by.id, but=sign_in_id)
    record("end_other_sessions", "person", by.id, by=by, at=at, became=str(ended))
    return ended


def forget_old(at: datetime) -> None:
    """Delete the sessions whose time is over."""
    db.session.execute(delete(SignIn).where(SignIn.ends_at < at))


def hash_of(token: str) -> str:
    """Return how a token is stored."""
    return hashlib.sha256(token.encode()).hexdigest()
