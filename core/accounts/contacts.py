"""The number and the mail address of somebody who is signed in."""

from datetime import datetime

from core.access import Actor
from core.accounts import codes, numbers, rules
from core.accounts.models import Code, CodePurpose, Person
from core.accounts.operations import told_of_address
from core.db import db
from core.errors import Refused
from core.history.operations import record
from core.words import _

CONFIRMING = {CodePurpose.CONFIRM_PHONE, CodePurpose.CONFIRM_EMAIL}


def ask_for_change(person: Person, address: str, *, language: str, at: datetime) -> Code:
    """Send a code or link to the new address; to one that has an account, a word about that."""
    email = rules.is_email(address)
    codes.spend_all(person.id, CONFIRMING, at=at)
    return codes.make_code(
        CodePurpose.CONFIRM_EMAIL if email else CodePurpose.CONFIRM_PHONE,
        address=address,
        person_id=person.id,
        language=language,
        good=numbers.is_open(address, to=person.id),
        at=at,
    )


def change(code: Code, *, by: Actor, at: datetime) -> None:
    """Sign in by the new address from now on; links sent to the old one are worthless."""
    codes.use(code, at=at)
    person, address = db.session.get_one(Person, code.person_id), code.address or ""
    if person.id != by.id or not numbers.take(address, to=person.id, by=by, at=at):
        raise Refused(_("这个号码或邮箱现在不能用，请换一个"))
    if rules.is_email(address):
        was, new = person.email, address != person.email
        if new:
            told_of_address(person, address, at=at)
        person.email, person.email_confirmed_at = address, at
    else:
        was, new = person.phone, address != person.phone
        if new:
            told_of_address(person, address, at=at)
        person.phone, person.phone_confirmed_at, person.phone_confirmed_by = address, at, None
    person.version += 1
    codes.spend_all(person.id, {CodePurpose.RESET}, at=at)
    record(
        "change_address" if new else "confirm_address",
        "person",
        person.id,
        by=by,
        at=at,
        was=rules.masked_address(was) if was else None,
        became=rules.masked_address(address),
    )
