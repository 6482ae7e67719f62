"""Which certificates there are, and what is asked about them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, ScalarSelect, Select, and_, exists, or_, select
from sqlalchemy.orm import InstrumentedAttribute, aliased, contains_eager, joinedload

from core.access import Actor
from core.accounts.models import Person
from core.branches.actors import in_office
from core.branches.models import Branch, OfficeTerm
from core.certificates.models import Certificate, Revocation
from core.certificates.rules import normal_number, seconds_of
from core.clock import village_day
from core.db import db

PAGE = 30
ERASED = ""  # in the place of a holder who closed their account


def find_by_number(number: str) -> Certificate | None:
    """Return the certificate with this number, however it was typed, else None.

    One whose holder has closed their account is no longer known.
    """
    known = normal_number(number)
    if known is None:
        return None
    query = select(Certificate).where(Certificate.number == known, Certificate.holder != ERASED)
    return db.session.scalar(query.options(joinedload(Certificate.branch)))


def find_issued(source: str) -> Certificate | None:
    """Return what was issued for this, or None."""
    return db.session.scalar(select(Certificate).where(Certificate.source == source))


def list_of(person_id: int, *, after: int | None = None) -> Sequence[Certificate]:
    """Return a page of somebody's certificates, the newest first, one more than fits."""
    query = (
        select(Certificate)
        .where(Certificate.person_id == person_id)
        .options(joinedload(Certificate.branch))
        .order_by(Certificate.id.desc())
        .limit(PAGE + 1)
    )
    if after is not None:
        query = query.where(Certificate.id < after)
    return db.session.scalars(query).all()


def reasons_of(certificate_ids: Sequence[int]) -> dict[int, str]:
    """Return why those of these certificates that are revoked were."""
    query = select(Revocation.certificate_id, Revocation.reason).where(
        Revocation.certificate_id.in_(certificate_ids), Revocation.confirmed.is_(True)
    )
    return {row[0]: row[1] for row in db.session.execute(query)}


@dataclass(frozen=True)
class Row:
    """A line of the desk's list."""

    id: int
    number: str
    kind: str
    holder: str
    issued_on: date
    valid_until: date | None
    revoked_at: datetime | None
    is_open: bool  # somebody asks to revoke it


def list_issued(branch_id: int, *, text: str = "", after: int | None = None) -> list[Row]:
    """Return a page of what the branch has issued, the newest first, one more than fits.

    What branches below it have issued that are closed by now stands there, too. `text` is a
    number, the beginning of one, or a part of a name or its pinyin.
    """
    asked = exists().where(
        Revocation.certificate_id == Certificate.id, Revocation.answered_at.is_(None)
    )
    query = (
        select(
            Certificate.id,
            Certificate.number,
            Certificate.kind,
            Certificate.holder,
            Certificate.issued_on,
            Certificate.valid_until,
            Certificate.revoked_at,
            asked,
        )
        .where(
            or_(Certificate.branch_id == branch_id, Certificate.branch_id.in_(_left_to(branch_id)))
        )
        .order_by(Certificate.id.desc())
        .limit(PAGE + 1)
    )
    if text := text.strip():
        query = query.join(Certificate.person).where(_matches(text))
    if after is not None:
        query = query.where(Certificate.id < after)
    return [Row(*row) for row in db.session.execute(query)]


def _matches(text: str) -> ColumnElement[bool]:
    known = normal_number(text)
    if known is not None:
        return Certificate.number == known
    named = Certificate.holder.contains(text, autoescape=True)
    if not text.isascii():
        return named
    begun = Certificate.number.startswith(text.upper(), autoescape=True)
    spelt = Person.name_key.startswith(text.lower(), autoescape=True)
    return and_(Certificate.holder != ERASED, or_(named, begun, spelt))


@dataclass(frozen=True)
class AtDesk:
    """A certificate as a desk sees it, with the revocation that waits for a second word.

    `branch_id` is the desk's: of a branch that is closed, the one above it.
    """

    certificate: Certificate
    branch_id: int
    asked: Revocation | None
    seconds: frozenset[int]  # who may say it
    answered: frozenset[int]  # who has said one before
    askers: frozenset[int]  # who asks or has asked

    @property
    def id(self) -> int:
        return self.certificate.id


def find_desk(branch: Branch) -> Branch | None:
    """Return which branch looks after what this one has issued: itself, or the next one above."""
    desk: Branch | None = branch
    while desk is not None and desk.closed_at is not None:
        desk = db.session.get(Branch, desk.parent_id) if desk.parent_id else None
    return desk


def _left_to(branch_id: int) -> Select[int]:
    """Return the query for the closed branches that are looked after by this one."""
    here, between = aliased(Branch), aliased(Branch)
    still_open = exists().where(
        between.closed_at.is_(None),
        between.id != branch_id,
        Branch.path.startswith(between.path),
        between.path.startswith(here.path),
    )
    return (
        select(Branch.id)
        .join(here, here.id == branch_id)
        .where(Branch.closed_at.is_not(None), Branch.path.startswith(here.path), ~still_open)
    )


def find_at_desk(branch_id: int, certificate_id: int, *, at: datetime) -> AtDesk | None:
    """Return the certificate if this branch looks after it, else None."""
    query = (
        select(Certificate)
        .where(Certificate.id == certificate_id)
        .options(joinedload(Certificate.branch))
    )
    found = db.session.scalar(query)
    desk = find_desk(found.branch) if found is not None else None
    if found is None or desk is None or desk.id != branch_id:
        return None
    rows = list(
        db.session.scalars(select(Revocation).where(Revocation.certificate_id == certificate_id))
    )
    asked = next((each for each in rows if each.answered_at is None), None)
    nobody: frozenset[int] = frozenset()
    return AtDesk(
        found,
        desk.id,
        asked,
        seconds=list_seconds(found, asked_by=asked.asked_by, at=at) if asked else nobody,
        answered=frozenset(each.answered_by for each in rows if each.answered_by is not None),
        askers=frozenset(each.asked_by for each in rows),
    )


def find_open(certificate_id: int) -> Revocation | None:
    """Return the revocation that waits for a second word, or None."""
    return db.session.scalar(
        select(Revocation).where(
            Revocation.certificate_id == certificate_id, Revocation.answered_at.is_(None)
        )
    )


def list_seconds(certificate: Certificate, *, asked_by: int, at: datetime) -> frozenset[int]:
    """Return who may say the second word where this person has asked."""
    branch = find_desk(certificate.branch)
    if branch is None:
        return frozenset()
    terms = select(OfficeTerm.branch_id, OfficeTerm.person_id).where(
        OfficeTerm.branch_id.in_([branch.id, branch.parent_id or branch.id]),
        in_office(village_day(at)),
    )
    rows = db.session.execute(terms).all()
    return seconds_of(
        frozenset(person for where, person in rows if where == branch.id),
        frozenset(person for where, person in rows if where != branch.id),
        asked_by=asked_by,
        holder=certificate.person_id,
    )


@dataclass(frozen=True)
class Asked:
    """One revocation, who asked for it and who answered."""

    revocation: Revocation
    asked_by: str
    answered_by: str | None


def _named(
    who: InstrumentedAttribute[int] | InstrumentedAttribute[int | None],
) -> ScalarSelect[str]:
    return select(Person.name).where(Person.id == who).correlate(Revocation).scalar_subquery()


def list_revocations(certificate_id: int) -> list[Asked]:
    """Return all that was asked about the certificate, the newest first."""
    asker, answerer = _named(Revocation.asked_by), _named(Revocation.answered_by)
    query = (
        select(Revocation, asker, answerer)
        .where(Revocation.certificate_id == certificate_id)
        .order_by(Revocation.id.desc())
        .limit(PAGE)
    )
    return [Asked(*row) for row in db.session.execute(query)]


def list_waiting(actor: Actor, *, at: datetime, limit: int) -> Sequence[Revocation]:
    """Return the revocations that wait for this officer, what has waited longest first."""
    mine = actor.branches_as()
    others = exists().where(
        OfficeTerm.branch_id == Certificate.branch_id,
        OfficeTerm.person_id != Revocation.asked_by,
        OfficeTerm.person_id != Certificate.person_id,
        in_office(village_day(at)),
    )
    upper = aliased(Branch)
    below = exists().where(upper.id.in_(mine), Branch.path.startswith(upper.path))
    here = or_(Branch.id.in_(mine), and_(Branch.parent_id.in_(mine), ~others))
    query = (
        select(Revocation)
        .join(Revocation.certificate)
        .join(Certificate.branch)
        .where(
            Revocation.answered_at.is_(None),
            Revocation.asked_by != actor.id,
            Certificate.person_id != actor.id,
            or_(and_(Branch.closed_at.is_not(None), below), here),
        )
        .options(contains_eager(Revocation.certificate).contains_eager(Certificate.branch))
        .order_by(Revocation.asked_at, Revocation.id)
        .limit(limit)
    )
    found = db.session.scalars(query).all() if mine else []
    return [each for each in found if _is_for(each, actor, at=at)]


def _is_for(asked: Revocation, actor: Actor, *, at: datetime) -> bool:
    """Tell whether this officer may answer; asked anew only of branches that are closed."""
    certificate = asked.certificate
    if certificate.branch.closed_at is None:
        return True
    return actor.id in list_seconds(certificate, asked_by=asked.asked_by, at=at)
