"""Reads about imports, and what the house knows of the people in a sheet."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import joinedload

from core.accounts.models import Person
from core.branches.models import Household, Membership, MembershipStatus, Resident
from core.db import db
from core.roster.models import ImportStatus, RosterImport, RosterRow, RowKind
from core.roster.rules import Known, Village, bare

AT_ONCE = 1000  # values in one IN
PAGE = 100  # lines with problems or changes on one page
SHOWN = 20  # imports on the first page
LIVE = Membership.status.in_([MembershipStatus.ASKED, MembershipStatus.CONFIRMED])


def find_import(branch_id: int, import_id: int) -> RosterImport | None:
    """Return the import if it is this branch's, with its village."""
    return db.session.scalar(
        select(RosterImport)
        .where(RosterImport.id == import_id, RosterImport.branch_id == branch_id)
        .options(joinedload(RosterImport.unit), joinedload(RosterImport.branch))
    )


def list_imports(branch_id: int) -> Sequence[RosterImport]:
    """Return the branch's imports that were not dropped, the newest first."""
    return db.session.scalars(
        select(RosterImport)
        .where(RosterImport.branch_id == branch_id, RosterImport.status != ImportStatus.DROPPED)
        .options(joinedload(RosterImport.unit))
        .order_by(RosterImport.id.desc())
        .limit(SHOWN)
    ).all()


def list_unfinished() -> Sequence[int]:
    """Return the ids of imports under way."""
    query = select(RosterImport.id).where(RosterImport.status == ImportStatus.APPLYING)
    return db.session.scalars(query.order_by(RosterImport.id)).all()


def list_forgettable(before: datetime) -> Sequence[RosterImport]:
    """Return imports made before this moment whose lines are kept and not being applied."""
    kept = select(RosterRow.id).where(RosterRow.import_id == RosterImport.id).exists()
    return db.session.scalars(
        select(RosterImport)
        .where(RosterImport.made_at < before, RosterImport.status != ImportStatus.APPLYING, kept)
        .order_by(RosterImport.id)
    ).all()


def counts_of(roster: RosterImport) -> dict[RowKind, int]:
    """Return how many lines are new, known, changed and bad."""
    query = (
        select(RosterRow.kind, func.count())
        .where(RosterRow.import_id == roster.id)
        .group_by(RosterRow.kind)
    )
    return dict.fromkeys(RowKind, 0) | dict(db.session.execute(query).all())


def list_lines(roster: RosterImport, kind: RowKind, *, after: int = 0) -> Sequence[RosterRow]:
    """Return a page of the lines of this kind, one more than fits when others follow."""
    return db.session.scalars(
        select(RosterRow)
        .where(RosterRow.import_id == roster.id, RosterRow.kind == kind, RosterRow.line > after)
        .order_by(RosterRow.line)
        .limit(PAGE + 1)
    ).all()


def list_undone(roster: RosterImport, *, limit: int) -> Sequence[RosterRow]:
    """Return the next lines that have become nobody yet."""
    return db.session.scalars(
        select(RosterRow)
        .where(RosterRow.import_id == roster.id, RosterRow.person_id.is_(None))
        .where(RosterRow.kind != RowKind.BAD)
        .order_by(RosterRow.line)
        .limit(limit)
    ).all()


def list_rows_of(person_id: int) -> Sequence[RosterRow]:
    """Return the kept lines that brought this person in."""
    query = select(RosterRow).where(RosterRow.person_id == person_id).order_by(RosterRow.id)
    return db.session.scalars(query).all()


def list_waiting_rows(person: Person) -> Sequence[RosterRow]:
    """Return kept lines that became nobody but mean this person, read anew.

    They have the person's number, which is confirmed or goes with the name; or the name in the
    person's village, and no other number.
    """
    number, name = RosterRow.facts["phone"].as_string(), RosterRow.facts["name"].as_string()
    named = func.replace(name, " ", "") == bare(person.name)
    lives = select(Resident.unit_id).where(Resident.person_id == person.id).scalar_subquery()
    meant = and_(named, RosterImport.unit_id == lives)
    if person.phone:
        own = number == person.phone
        meant = or_(
            own if person.phone_confirmed_at else and_(own, named), and_(meant, number == "")
        )
    query = (
        select(RosterRow)
        .join(RosterImport, RosterImport.id == RosterRow.import_id)
        .where(RosterRow.person_id.is_(None), meant)
        .order_by(RosterRow.id)
        .execution_options(populate_existing=True)
    )
    return db.session.scalars(query).all()


def lines_by_person(roster: RosterImport, people: Iterable[int]) -> dict[int, int]:
    """Return which line each of these people has come in by already."""
    query = select(RosterRow.person_id, RosterRow.line).where(
        RosterRow.import_id == roster.id, RosterRow.person_id.in_(set(people))
    )
    return {person: line for person, line in db.session.execute(query) if person is not None}


def village_of(
    *, branch_id: int, unit_id: int, officer: int, phones: Iterable[str], names: Iterable[str]
) -> Village:
    """Return what the house knows of whoever has one of these numbers or lives here by this name.

    Names are compared without spaces, as `bare` leaves them.
    """
    by_phone: dict[str, Known] = {}
    for some in _parts(sorted({phone for phone in phones if phone})):
        for known in _known(Person.phone.in_(some)):
            by_phone[known.phone or ""] = known
    by_name: dict[str, list[Known]] = defaultdict(list)
    here = and_(Resident.unit_id == unit_id, Person.closed_at.is_(None))
    bare_name = func.replace(Person.name, " ", "")
    for some in _parts(sorted({bare(name) for name in names})):
        for known in _known(and_(here, bare_name.in_(some))):
            by_name[bare(known.name)].append(known)
    return Village(branch_id, unit_id, officer, by_phone, by_name)


def _parts(values: list[str]) -> Iterable[list[str]]:
    return (values[start : start + AT_ONCE] for start in range(0, len(values), AT_ONCE))


def _known(condition: ColumnElement[bool]) -> Iterable[Known]:
    return (Known(*row) for row in db.session.execute(_facts().where(condition)))


def _facts() -> Select[Any]:
    facts: Any = (
        select(
            Person.id,
            Person.name,
            Person.phone,
            Person.phone_confirmed_at.is_not(None),
            Person.password_hash.is_not(None),
            Person.closed_at.is_not(None),
            Resident.unit_id,
            Household.number,
            Membership.branch_id,
            Membership.status,
        )
        .outerjoin(Resident, Resident.person_id == Person.id)
        .outerjoin(Household, Household.id == Resident.household_id)
        .outerjoin(Membership, and_(Membership.person_id == Person.id, LIVE))
        .order_by(Person.id)
    )
    return facts  # type: ignore[no-any-return]
