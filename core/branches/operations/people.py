"""Entering villagers at the desk and helping them to their accounts."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from core.access import Actor
from core.accounts import operations as accounts
from core.accounts.models import Person
from core.accounts.rules import PRINTED_LASTS
from core.branches import rules
from core.branches.models import Household, OfficeTerm, Resident, Unit, UnitKind
from core.branches.queries.people import (
    belongs_to,
    find_candidates,
    find_person_by_phone,
    known_since,
    list_namesakes,
)
from core.branches.telling import tell_settled
from core.db import db, insert_or
from core.errors import Overtaken, Refused, refuse_if
from core.history.operations import record
from core.words import _

CODE_LASTS = PRINTED_LASTS


def who_is_meant(branch_id: int, text: str) -> Person:
    """Return the one person that a number or a name stands for; refused when it is not one."""
    found = find_candidates(branch_id, text)
    if not found:
        raise Refused(_("没有找到这个人：手机号要写全，姓名要是本支部的人"), field="who")
    if len(found) > 1:
        raise Refused(
            _("有 %(count)s 个同名的人，请写手机号，或在姓名后面写户号", count=len(found)),
            field="who",
        )
    return found[0]


def enter_resident(
    unit: Unit,
    *,
    name: str,
    phone: str | None,
    household: str,
    consent_note: str,
    another: bool,
    by: Actor,
    at: datetime,
) -> Person:
    """Enter a villager who need not have a phone; `another` says it is no namesake known here."""
    if not another and (namesakes := list_namesakes(name.strip(), unit.id)):
        numbers = [each.household.number for each in namesakes if each.household]
        raise Refused(
            _(
                "%(unit)s已经登记过%(name)s（户号 %(numbers)s）。如果是另一个人，请勾选“只是同名”",
                unit=unit.name,
                name=name.strip(),
                numbers="、".join(numbers) or "-",
            ),
            field="another",
        )
    person = accounts.enter_person(name=name, phone=phone, consent_note=consent_note, by=by, at=at)
    settle(person, unit, household, by=by, at=at)
    return person


def settle_known(unit: Unit, *, phone: str, household: str, by: Actor, at: datetime) -> Person:
    """Note that somebody who has an account lives in the village."""
    person = find_person_by_phone(phone)
    if person is None:
        raise Refused(_("没有用这个号码的账号，请在登记新人里登记"), field="phone")
    lives = db.session.scalar(select(Resident).where(Resident.person_id == person.id))
    if lives is not None and lives.unit_id != unit.id:
        raise Refused(_("这个人登记在别的村，要先由那边迁出"), field="phone")
    settle(person, unit, household, by=by, at=at)
    return person


def settle(
    person: Person, unit: Unit, household_number: str, *, by: Actor, at: datetime
) -> Resident:
    """Let the person live in the village; the household's number may be unknown ("").

    Whoever has an account and is new here is told, since it opens something to the officers.
    """
    if unit.kind is not UnitKind.VILLAGE:
        raise Refused(_("只有村里能登记村民"), field="unit")
    household_id = _household(unit.id, household_number.strip())
    resident = db.session.scalar(select(Resident).where(Resident.person_id == person.id))
    was = None
    if resident is None:
        resident = Resident(person_id=person.id, entered_at=at)
        db.session.add(resident)
    else:
        was = f"{resident.unit_id}/{resident.household_id or ''}"
    resident.unit_id, resident.household_id = unit.id, household_id
    db.session.flush()
    became = f"{unit.id}/{household_id or ''}"
    if was != became:
        record("settle", Resident.__tablename__, person.id, by=by, at=at, was=was, became=became)
    if was is None and person.password_hash:
        tell_settled([person.id], unit, at=at)
    return resident


def settle_here(
    person: Person, unit: Unit, household_number: str, *, seen: str, by: Actor, at: datetime
) -> None:
    """Let a person of the branch live in this village; refused when they live under another.

    `seen` is the place (`place_of`) that the editor began from; `Overtaken` when it is another.
    """
    lives = db.session.scalar(
        select(Resident).where(Resident.person_id == person.id).with_for_update()
    )
    if lives is not None and lives.unit.branch_id != unit.branch_id:
        raise Refused(_("这个人登记在别的村，要先由那边迁出"), field="unit")
    if place_of(lives) != seen:
        raise Overtaken(
            _("您改的时候，别人先存了一版"),
            theirs=_in_words(lives.unit, lives.household.number if lives.household else "")
            if lives
            else _("没有登记"),
            mine=_in_words(unit, household_number.strip()),
        )
    settle(person, unit, household_number, by=by, at=at)


def place_of(resident: Resident | None) -> str:
    """Return village and household as a form remembers them."""
    return f"{resident.unit_id}/{resident.household_id or ''}" if resident else "nowhere"


def _in_words(unit: Unit, number: str) -> str:
    household = _("户号 %(number)s", number=number or "-")
    return f"{unit.name}\n{household}"


def leave_village(resident: Resident, *, by: Actor, at: datetime) -> None:
    """Note that the person lives there no longer; the account stays."""
    was = f"{resident.unit_id}/{resident.household_id or ''}"
    record("leave_village", Resident.__tablename__, resident.person_id, by=by, at=at, was=was)
    db.session.delete(resident)
    db.session.flush()


def open_phone(person: Person, *, by: Actor, at: datetime) -> None:
    """Look at the person's full number; that stands in history."""
    record("open_phone", Person.__tablename__, person.id, by=by, at=at)


def confirm_number(person: Person, *, phone: str, by: Actor, at: datetime) -> None:
    """Say that the number was seen on the person's own phone, face to face.

    Whoever signs in by himself changes his number himself; an officer only confirms that one.
    """
    if person.id == by.person:
        raise Refused(_("自己的号码要由别的支委当面确认"))
    if person.password_hash and phone != person.phone:
        raise Refused(_("和账号里的号码不一样。要换号码，请本人在“我的”里改"), field="phone")
    accounts.confirm_phone_face_to_face(person, phone=phone, by=by, at=at)


def print_code(person: Person, *, by: Actor, at: datetime) -> str:
    """Return a one-time code to print for whoever stands at the desk.

    Codes made before are worthless.
    """
    refuse_if(why_not_print(person, by=by, at=at))
    return accounts.print_code(person, by=by, at=at)


def why_not_print(person: Person, *, by: Actor, at: datetime) -> str | None:
    """Say why this officer prints no code for the person now, or None.

    An officer's code comes only from who gives that office: it opens more than one's own things.
    """
    led = by.branches_as(*rules.LEADERS)
    terms = select(OfficeTerm).where(
        OfficeTerm.person_id == person.id, OfficeTerm.ended_at.is_(None)
    )
    for term in db.session.scalars(terms.options(joinedload(OfficeTerm.branch))):
        if not rules.may_name(
            term.role, branch_id=term.branch_id, parent_id=term.branch.parent_id, by=by
        ):
            return _("任支部职务的人，只能由任命他的人开验证码")
        led.add(term.branch_id)
    if not person.password_hash:
        return None
    return rules.why_not_print(
        leads=bool(led & belongs_to(person.id)),
        has_own_way=bool(person.phone_confirmed_at or person.email_confirmed_at),
        known_since=known_since(person.id, led),
        at=at,
    )


def _household(unit_id: int, number: str) -> int | None:
    if not number:
        return None
    new = insert_or(Household).values(unit_id=unit_id, number=number)
    db.session.execute(new.on_conflict_do_nothing())
    return db.session.scalar(
        select(Household.id).where(Household.unit_id == unit_id, Household.number == number)
    )
