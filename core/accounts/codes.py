"""One-time codes and links: made, tried, used once; nothing in the table lets anybody in."""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any, cast

from sqlalchemy import ColumnElement, CursorResult, delete, select, update

from core.accounts import rules
from core.accounts.models import Code, CodePurpose
from core.db import after_commit, db
from core.errors import Refused
from core.house import HOUSE
from core.words import _

KEPT = timedelta(days=1)


def make_code(  # noqa: PLR0913
    purpose: CodePurpose,
    *,
    address: str,
    at: datetime,
    person_id: int | None = None,
    name: str | None = None,
    password_hash: str | None = None,
    facts: Mapping[str, str] | None = None,
    language: str = "zh",
    good: bool = True,
    lasts: timedelta | None = None,
) -> Code:
    """Make a code for this address and have it sent; one that is not `good` never matches.

    The not-good ones stand where there is nothing to open, so that nobody can tell.
    """
    handle = secrets.token_urlsafe(24)
    row = Code(
        purpose=purpose,
        person_id=person_id,
        handle=handle,
        code_hash=secrets.token_hex(32),
        address=address,
        name=name,
        password_hash=password_hash,
        facts=dict(facts) if facts else None,
        made_at=at,
        tries=0,
        due_at=at,
        language=language,
    )
    row.expires_at = at + (lasts or (rules.LINK_LASTS if is_link(row) else rules.TYPED_LASTS))
    if good:
        row.code_hash = hash_of(handle, secret_of(row))
    db.session.add(row)
    db.session.flush()
    after_commit(partial(HOUSE.queue.nudge, "accounts.send_code", row.id))
    return row


def make_printed(purpose: CodePurpose, *, person_id: int, made_by: int | None, at: datetime) -> str:
    """Make a code that is read from paper; return its twelve digits, which are kept nowhere."""
    digits = rules.PRINTED_HANDLE
    handle = f"{secrets.randbelow(10**digits):0{digits}}"
    while db.session.scalar(select(Code.id).where(Code.handle == handle)) is not None:
        handle = f"{secrets.randbelow(10**digits):0{digits}}"
    secret = f"{secrets.randbelow(10**digits):0{digits}}"
    row = Code(
        purpose=purpose,
        person_id=person_id,
        handle=handle,
        code_hash=hash_of(handle, secret),
        made_by=made_by,
        made_at=at,
        expires_at=at + rules.PRINTED_LASTS,
        tries=0,
    )
    db.session.add(row)
    db.session.flush()
    return handle + secret


def make_waiting(person_id: int, *, at: datetime) -> str:
    """Note that the person has given the right password; return the handle of the second step.

    Nothing that is typed matches this code itself: it stands for who may try, how often and until
    when, and is worthless as soon as the password is another.
    """
    row = Code(
        purpose=CodePurpose.SIGN_IN,
        person_id=person_id,
        handle=secrets.token_urlsafe(24),
        code_hash=secrets.token_hex(32),
        made_at=at,
        expires_at=at + rules.TYPED_LASTS,
        tries=0,
    )
    db.session.add(row)
    db.session.flush()
    return row.handle


def is_link(code: Code) -> bool:
    """Tell what is opened by a long key from what is typed, where tries must be counted."""
    by_mail = code.address is not None and rules.is_email(code.address)
    return by_mail or code.purpose is CodePurpose.ADMIN


def secret_of(code: Code) -> str:
    """Return what is sent: six digits to a number, a long key to a mail address.

    It is derived from the handle with the house's secret, so that the worker can write it into a
    message although only a hash of it is stored.
    """
    digest = seal(f"code:{code.handle}")
    if not is_link(code):
        return f"{int.from_bytes(digest, 'big') % 10**6:06}"
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def hash_of(handle: str, secret: str) -> str:
    """Return how a code is stored; without the house's secret six digits cannot be tried out."""
    return seal(f"check:{handle}:{secret}").hex()


def seal(text: str) -> bytes:
    key = HOUSE.settings["SECRET_KEY"].encode()
    return hmac.new(key, text.encode(), hashlib.sha256).digest()


def is_right(code: Code, secret: str) -> bool:
    """Tell whether this is the code's secret."""
    return hmac.compare_digest(code.code_hash, hash_of(code.handle, secret))


def find_live(handle: str, *purposes: CodePurpose, at: datetime) -> Code | None:
    """Return the code if it can still be used."""
    live = select(Code).where(
        Code.handle == handle,
        Code.purpose.in_(purposes),
        Code.used_at.is_(None),
        Code.expires_at > at,
    )
    return db.session.scalar(live)


def count_code_try(handle: str, *purposes: CodePurpose, at: datetime) -> Code | None:
    """Count a try inside the open `writing()`; return the code, or None when it has no try left."""
    step = (
        update(Code)
        .where(
            Code.handle == handle,
            Code.purpose.in_(purposes),
            Code.used_at.is_(None),
            Code.expires_at > at,
            Code.tries < rules.MOST_TRIES,
        )
        .values(tries=Code.tries + 1)
    )
    if changed(step) != 1:
        return None
    return find_live(handle, *purposes, at=at)


def use(code: Code, *, at: datetime) -> None:
    """Spend the code; of two who try at once the second is refused."""
    step = update(Code).where(Code.id == code.id, Code.used_at.is_(None), Code.expires_at > at)
    if changed(step.values(used_at=at)) != 1:
        raise Refused(_("这个验证码已经用过或过期了，请再要一个"))


def spend_all(person_id: int, purposes: Collection[CodePurpose], *, at: datetime) -> None:
    """Make the person's open codes worthless."""
    mine = update(Code).where(Code.person_id == person_id, Code.used_at.is_(None))
    db.session.execute(mine.where(Code.purpose.in_(purposes)).values(used_at=at))


def spend_sent(person_id: int, purpose: CodePurpose, *, at: datetime) -> None:
    """Make worthless what was sent to the person; what an officer has printed stays good."""
    mine = update(Code).where(Code.person_id == person_id, Code.used_at.is_(None))
    sent = mine.where(Code.purpose == purpose, Code.address.is_not(None))
    db.session.execute(sent.values(used_at=at))


def claim(code_id: int, *, at: datetime, until: datetime) -> bool:
    """Take the code for sending until then; False when there is nothing to send."""
    mine = update(Code).where(Code.id == code_id, *waiting(at))
    return changed(mine.values(due_at=until)) == 1


def waiting(at: datetime) -> tuple[ColumnElement[bool], ...]:
    """Return the conditions that a code has to be sent now, and is still worth it."""
    return Code.due_at <= at, Code.expires_at > at, Code.used_at.is_(None)


def mark_sent(code_id: int) -> None:
    """Note that it is out, or will never be."""
    db.session.execute(update(Code).where(Code.id == code_id).values(due_at=None))


def list_due(at: datetime) -> list[int]:
    """Return which codes wait to be sent."""
    due = select(Code.id).where(*waiting(at))
    return list(db.session.scalars(due.order_by(Code.due_at).limit(200)))


def forget_old(at: datetime) -> None:
    """Delete what can no longer be used, with the names and hashes that waited in it."""
    db.session.execute(delete(Code).where(Code.expires_at < at - KEPT))


def changed(step: Any) -> int:
    return cast("CursorResult[Any]", db.session.execute(step)).rowcount
