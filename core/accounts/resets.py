"""Getting in again, or for the first time: with a code, a link, or a slip from an officer."""

from datetime import datetime

from core.accounts import codes, contacts, grants, queries, rules, sessions, throttles
from core.accounts.models import Code, CodePurpose, GrantKind, Person
from core.accounts.operations import ALL_BUT_REGISTER, told_of_address
from core.accounts.telling import tell
from core.db import db
from core.errors import Refused
from core.history.operations import record
from core.words import _


def ask_for_reset(address: str, *, language: str, at: datetime) -> Code:
    """Send a code or link to whom this confirmed number or mail address belongs, if to anybody."""
    person = queries.find_by_address(address)
    good = person is not None and person.can_sign_in and is_confirmed(person, address)
    if person is not None:
        codes.spend_sent(person.id, CodePurpose.RESET, at=at)
    code = codes.make_code(
        CodePurpose.RESET,
        address=address,
        person_id=person.id if person is not None and good else None,
        language=language,
        good=good,
        at=at,
    )
    if not good:
        code.due_at = None
    return code


def is_confirmed(person: Person, address: str) -> bool:
    """Tell whether this address was shown to be the person's own."""
    confirmed = person.email_confirmed_at if rules.is_email(address) else person.phone_confirmed_at
    return confirmed is not None


def set_password(code: Code, *, password_hash: str, at: datetime) -> Person:
    """Spend the code for a new password: every session and every other code is dead from now on."""
    codes.use(code, at=at)
    person = db.session.get_one(Person, code.person_id)
    if person.disabled_at or person.closed_at:
        raise Refused(_("这个账号已停用或注销"))
    if code.address is None:
        forget_mail_of_another(person, at=at)
    renew(person, password_hash, action="reset_password", at=at, became=way_of(code))
    return person


def forget_mail_of_another(person: Person, *, at: datetime) -> None:
    """Drop the mail address that came with an unconfirmed number, telling it so.

    Whoever registered the number first may have been somebody else, and would get in again by it.
    """
    if person.email and person.phone and not person.phone_confirmed_at:
        told_of_address(person, person.phone, at=at)
        was = rules.masked_address(person.email)
        person.email = person.email_confirmed_at = None
        record("forget_mail", "person", person.id, by=queries.self_of(person), at=at, was=was)


def take_over(code: Code, *, address: str, password_hash: str, at: datetime) -> Person:
    """Give an entered person their own way in, by the code on the officer's slip."""
    codes.use(code, at=at)
    person = db.session.get_one(Person, code.person_id)
    if person.disabled_at or person.closed_at or person.password_hash:
        raise Refused(_("这个账号不能这样接管，请到支部办公室问一问"))
    owner = queries.find_by_address(address)
    if owner is not None and owner.id != person.id:
        raise Refused(_("这个号码或邮箱现在不能用，请换一个，或到支部办公室办"), field="address")
    if rules.is_email(address):
        contacts.ask_for_change(person, address, language=person.language, at=at)
        person.email, person.email_confirmed_at = address, None
    elif address != person.phone:
        person.phone, person.phone_confirmed_at, person.phone_confirmed_by = address, None, None
    renew(person, password_hash, action="take_over", at=at, became=way_of(code))
    return person


def make_admin_link(name: str, address: str, *, at: datetime) -> Code:
    """Make the one-time link that lets somebody become the site's administrator; 24 hours.

    Raise `Refused` when the name, number or mail address is none.
    """
    try:
        name, address = rules.normal_name(name), rules.normal_address(address)
    except ValueError as error:
        raise Refused(str(error)) from None
    code = codes.make_code(
        CodePurpose.ADMIN, address=address, name=name, lasts=rules.PRINTED_LASTS, at=at
    )
    code.due_at = None  # it is shown to whoever sits at the server, never sent
    return code


def become_admin(code: Code, *, password_hash: str, at: datetime) -> Person:
    """Spend an administrator's link: make or find the person, set the password, give the right."""
    codes.use(code, at=at)
    address = code.address or ""
    person = queries.find_by_address(address)
    if person is None:
        name = code.name or ""
        person = Person(name=name, name_key=rules.name_key(name), created_at=at)
        if rules.is_email(address):
            person.email, person.email_confirmed_at = address, at
        else:
            person.phone = address
        db.session.add(person)
        db.session.flush()
    if person.disabled_at or person.closed_at:
        raise Refused(_("这个账号已停用或注销"))
    renew(person, password_hash, action="become_admin", at=at, became="link")
    if not queries.has_grant(person.id, GrantKind.ADMIN):
        grants.grant(person, GrantKind.ADMIN, by=queries.self_of(person), at=at)
    return person


def renew(person: Person, password_hash: str, *, action: str, at: datetime, became: str) -> None:
    """Set the password and end whatever the old one had opened."""
    person.password_hash = password_hash
    person.version += 1
    sessions.end_all(person.id)
    codes.spend_all(person.id, ALL_BUT_REGISTER - {CodePurpose.CONFIRM_EMAIL}, at=at)
    throttles.clear(rules.ACCOUNT, f"person:{person.id}")
    record(action, "person", person.id, by=queries.self_of(person), at=at, became=became)
    tell(
        [person.id],
        "accounts.password_set",
        about=f"person:{person.id}:{at.isoformat()}",
        url="/me/",
        facts={"when": rules.written(at)},
        at=at,
    )


def way_of(code: Code) -> str:
    """Return for the record how the code reached the person."""
    if code.address is None:
        return f"printed by {code.made_by}"
    return "link" if rules.is_email(code.address) else "sms"
