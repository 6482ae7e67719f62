"""A number goes to whoever shows it, from whoever only said it was theirs."""

from datetime import datetime

from sqlalchemy import update

from core.access import Actor
from core.accounts import codes, queries, rules
from core.accounts.models import Person
from core.accounts.telling import tell
from core.history.operations import record


def can_be_taken(holder: Person) -> bool:
    """Tell whether the number was only said: never confirmed, and not one of the house's staff."""
    return (
        holder.phone is not None
        and holder.phone_confirmed_at is None
        and not queries.has_grant(holder.id)
    )


def is_open(address: str, *, to: int | None) -> bool:
    """Tell whether this person, or with None somebody who registers, may show it to be theirs.

    Whom a branch has entered without a password is no stranger: a slip leads them in, so nobody
    registers over them.
    """
    holder = queries.find_by_address(address)
    if holder is None or holder.id == to:
        return True
    if rules.is_email(address) or (to is None and not holder.password_hash):
        return False
    return can_be_taken(holder)


def take(number: str, *, to: int | None, by: Actor, at: datetime) -> bool:
    """Take the number from another holder who never confirmed it; False when it stays theirs."""
    holder = queries.find_by_address(number)
    if holder is None or holder.id == to:
        return True
    if not is_open(number, to=to):
        return False
    still_so = update(Person).where(
        Person.id == holder.id, Person.phone == number, Person.phone_confirmed_at.is_(None)
    )
    if codes.changed(still_so.values(phone=None, version=Person.version + 1)) != 1:
        return False
    masked = rules.masked_phone(number)
    record("lose_number", "person", holder.id, by=by, at=at, was=masked)
    tell(
        [holder.id],
        "accounts.number_lost",
        about=f"person:{holder.id}:{at.isoformat()}",
        url="/me/",
        facts={"when": rules.written(at), "address": masked},
        at=at,
    )
    return True
