"""What is done with people: entered by an officer, confirmed, helped in, locked out."""

from datetime import datetime

from sqlalchemy import update

from core.access import Actor
from core.accounts import codes, numbers, queries, rules, sessions
from core.accounts.models import CodePurpose, Person
from core.accounts.telling import tell
from core.db import db
from core.errors import Refused, refuse_if
from core.history.operations import record
from core.words import _

ALL_BUT_REGISTER = set(CodePurpose) - {CodePurpose.REGISTER}


def enter_person(
    *, name: str, phone: str | None, consent_note: str, by: Actor, at: datetime
) -> Person:
    """Enter somebody who has no sign-in yet and may take it over later; return them flushed.

    Raise `Refused` when the name or number is none, or the number belongs to someone.
    """
    name, number = checked_name(name), checked_phone(phone) if phone else None
    if number and queries.find_by_address(number) is not None:
        raise Refused(_("这个号码已经有账号了"), field="phone")
    person = Person(
        name=name,
        name_key=rules.name_key(name),
        phone=number,
        created_at=at,
        entered_by=by.id or None,
        consent_note=consent_note.strip()[:200],
    )
    db.session.add(person)
    db.session.flush()
    record("enter", "person", person.id, by=by, at=at)
    return person


def confirm_phone_face_to_face(
    person: Person, *, by: Actor, at: datetime, phone: str | None = None
) -> None:
    """Note that an officer has seen the person with this phone in hand; a new number may be given.

    Raise `Refused` when there is no number, or someone else has confirmed it.
    """
    number = checked_phone(phone) if phone else person.phone
    if number is None:
        raise Refused(_("还没有手机号，请先填上"), field="phone")
    if not numbers.take(number, to=person.id, by=by, at=at):
        raise Refused(_("这个号码已经有账号了"), field="phone")
    was = rules.masked_phone(person.phone) if person.phone else None
    if number != person.phone:
        told_of_address(person, number, at=at)
    person.phone, person.phone_confirmed_at, person.phone_confirmed_by = number, at, by.id or None
    person.version += 1
    record(
        "confirm_phone_face_to_face",
        "person",
        person.id,
        by=by,
        at=at,
        was=was,
        became=rules.masked_phone(number),
    )


def print_code(person: Person, *, by: Actor, at: datetime) -> str:
    """Make the code that an officer hands to a person seen; return its digits, in groups of four.

    It is good for 24 hours: for taking over an entered account, or for a new password. Codes made
    before are worthless. Raise `Refused` for oneself, for clerks and administrators, and for
    accounts that are disabled or closed.
    """
    refuse_if(
        rules.why_not_print(
            own=by.id == person.id,
            staff=queries.has_grant(person.id),
            gone=bool(person.disabled_at or person.closed_at),
        )
    )
    purpose = CodePurpose.RESET if person.password_hash else CodePurpose.TAKE_OVER
    codes.spend_all(person.id, {CodePurpose.RESET, CodePurpose.TAKE_OVER}, at=at)
    code = codes.make_printed(purpose, person_id=person.id, made_by=by.id or None, at=at)
    record("print_code", "person", person.id, by=by, at=at, became=purpose)
    tell(
        [person.id],
        "accounts.code_printed",
        about=f"person:{person.id}:{at.isoformat()}",
        url="/me/",
        facts={"when": rules.written(at), "officer": by.name},
        at=at,
    )
    return rules.printed(code)


def end_sessions(person: Person, *, by: Actor, at: datetime) -> int:
    """Sign the person out everywhere; return how many sessions there were."""
    ended = sessions.end_all(person.id)
    record("end_sessions", "person", person.id, by=by, at=at, became=str(ended))
    return ended


def disable(person: Person, *, by: Actor, at: datetime, reason: str = "") -> None:
    """Lock the person out until enabled again; all sessions and codes are dead at once."""
    if person.id == by.id:
        raise Refused(_("不能停用自己的账号"))
    step = update(Person).where(
        Person.id == person.id, Person.disabled_at.is_(None), Person.closed_at.is_(None)
    )
    if codes.changed(step.values(disabled_at=at)) != 1:
        raise Refused(_("这个账号已经停用或注销了"))
    sessions.end_all(person.id)
    codes.spend_all(person.id, ALL_BUT_REGISTER, at=at)
    record("disable", "person", person.id, by=by, at=at, became=reason[:200] or None)


def enable(person: Person, *, by: Actor, at: datetime) -> None:
    """Let the person in again."""
    step = update(Person).where(Person.id == person.id, Person.disabled_at.is_not(None))
    if codes.changed(step.values(disabled_at=None)) != 1:
        raise Refused(_("这个账号没有停用"))
    record("enable", "person", person.id, by=by, at=at)


def told_of_address(person: Person, address: str, *, at: datetime) -> None:
    """Tell the person, where they could be reached before, that they sign in otherwise now."""
    tell(
        [person.id],
        "accounts.address_changed",
        about=f"person:{person.id}:{at.isoformat()}",
        url="/me/",
        facts={"when": rules.written(at), "address": rules.masked_address(address)},
        at=at,
    )


def checked_name(name: str) -> str:
    """Return the name as it is stored; raise `Refused` on its field."""
    try:
        return rules.normal_name(name)
    except ValueError as error:
        raise Refused(str(error), field="name") from None


def checked_phone(phone: str) -> str:
    """Return the number as it is stored; raise `Refused` on its field."""
    try:
        return rules.normal_phone(phone)
    except ValueError as error:
        raise Refused(str(error), field="phone") from None
