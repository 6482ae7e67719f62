"""Making an account for oneself, in a way that tells nobody who has one already."""

from datetime import datetime

from sqlalchemy import select

from core.access import SYSTEM, Actor
from core.accounts import codes, numbers, queries, rules
from core.accounts.models import Code, CodePurpose, Person
from core.accounts.telling import tell
from core.clock import village_day
from core.db import db, insert_or
from core.errors import Refused
from core.history.operations import record
from core.words import _


def register_at_once(
    *, name: str, phone: str, password_hash: str, language: str, elder: bool, at: datetime
) -> None:
    """Make an account with a number not confirmed yet, where no message reaches anybody.

    Nothing is made for a number that somebody has; its owner finds a notice, once a day.
    """
    person_id = insert_person(
        name=name, phone=phone, password_hash=password_hash, language=language, elder=elder, at=at
    )
    owner = None if person_id else queries.find_by_address(phone)
    if owner is not None:
        tell(
            [owner.id],
            "accounts.number_tried",
            about=f"person:{owner.id}:{village_day(at)}",
            url="/me/",
            facts={"when": rules.written(at)},
            at=at,
        )


def ask_to_register(
    *, name: str, address: str, password_hash: str, language: str, at: datetime
) -> Code:
    """Send a code or link to the address; to one that has an account, a word about that instead."""
    good = numbers.is_open(address, to=None)
    owner = None if good else queries.find_by_address(address)
    return codes.make_code(
        CodePurpose.REGISTER,
        address=address,
        person_id=owner.id if owner else None,
        name=name,
        password_hash=password_hash,
        language=language,
        good=good,
        at=at,
    )


def finish(code: Code, *, elder: bool, at: datetime) -> Person:
    """Make the account: the address was shown to be theirs. Raise `Refused` when it is too late."""
    codes.use(code, at=at)
    address, password_hash, name = code.address or "", code.password_hash or "", code.name or ""
    numbers.take(address, to=None, by=SYSTEM, at=at)
    sign_in_by = {"email": address} if rules.is_email(address) else {"phone": address}
    person_id = insert_person(
        name=name,
        password_hash=password_hash,
        language=code.language,
        elder=elder,
        at=at,
        confirmed=True,
        **sign_in_by,
    )
    code.password_hash = None
    if person_id is None:
        raise Refused(_("这个号码或邮箱刚刚注册过了，请直接登录"))
    return db.session.scalars(select(Person).where(Person.id == person_id)).one()


def insert_person(
    *,
    name: str,
    password_hash: str,
    language: str,
    elder: bool,
    at: datetime,
    phone: str | None = None,
    email: str | None = None,
    confirmed: bool = False,
) -> int | None:
    """Insert the person unless the number or mail address is taken; return the id, or None."""
    new = (
        insert_or(Person)
        .values(
            name=name,
            name_key=rules.name_key(name),
            phone=phone,
            phone_confirmed_at=at if phone and confirmed else None,
            email=email,
            email_confirmed_at=at if email and confirmed else None,
            password_hash=password_hash,
            language=language,
            elder=elder,
            created_at=at,
            version=1,
        )
        .on_conflict_do_nothing()
        .returning(Person.id)
    )
    person_id: int | None = db.session.scalar(new)
    if person_id is not None:
        self = Actor(id=person_id, person=person_id, name=name)
        record("register", "person", person_id, by=self, at=at)
    return person_id
