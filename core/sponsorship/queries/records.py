"""The record of a visit, as everybody may read it."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from operator import itemgetter
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from core.accounts.models import Person
from core.branches.models import OfficeRole
from core.branches.rules import ROLES, public_name
from core.db import db
from core.db.short_lists import Columns, short_lists
from core.sponsorship.models import (
    Seen,
    Sponsorship,
    Visit,
    VisitCheck,
    Visitor,
    VisitPicture,
)
from core.sponsorship.queries.places import kinds
from core.storage.models import StoredFile
from core.words import _


@dataclass(frozen=True, kw_only=True)
class Record:
    """Who went, when, what was looked at and found, and until when it holds.

    `role` is the office held then, in words; `pictures` are (ref, alt, width, height), those that
    everybody may see.
    """

    sponsorship_id: int
    branch_id: int
    branch: str
    role: str
    surname: str
    day: date
    valid_until: date | None
    checks: list[tuple[str, Seen, str]]
    note: str
    pictures: list[tuple[str, str, int, int]]


def find_record(sponsorship_id: int) -> Record | None:
    """Return the record of a visit that was handed in, else None."""
    return list_records([sponsorship_id]).get(sponsorship_id)


def list_records(ids: Iterable[int]) -> dict[int, Record]:
    """Return the records of these verifications by their id, in two queries however many."""
    wanted = set(ids)
    visits = {
        each.id: each
        for each in db.session.scalars(
            select(Visit)
            .where(Visit.sponsorship_id.in_(wanted), Visit.handed_in_at.is_not(None))
            .options(joinedload(Visit.sponsorship).joinedload(Sponsorship.branch))
        )
    }
    if not visits:
        return {}
    found = short_lists(went=_went(visits), checks=_checks(visits), pictures=_pictures(visits))
    went, checks = _visitors(found["went"]), _seen(found["checks"])
    pictures = _shown(found["pictures"])
    return {
        visit.sponsorship_id: Record(
            sponsorship_id=visit.sponsorship_id,
            branch_id=visit.sponsorship.branch_id,
            branch=visit.sponsorship.branch.name,
            role=went.get(visit.id, ("", ""))[0],
            surname=went.get(visit.id, ("", ""))[1],
            day=visit.day,
            valid_until=visit.sponsorship.valid_until,
            checks=_in_order(visit.sponsorship.kind, checks.get(visit.id, {})),
            note=visit.note,
            pictures=pictures.get(visit.id, []),
        )
        for visit in visits.values()
        if visit.day is not None
    }


def _went(visit_ids: Collection[int]) -> Columns:
    """Read who went there, whether they have left since, and the office they held."""
    return (
        select(
            Visitor.id, Visitor.visit_id, Visitor.role, Person.closed_at.is_not(None), Person.name
        )
        .join(Visitor.person)
        .where(Visitor.visit_id.in_(visit_ids), Visitor.decided.is_(False))
    )


def _visitors(rows: list[list[Any]]) -> dict[int, tuple[str, str]]:
    """Return role and surname of who went first, by visit."""
    found: dict[int, tuple[str, str]] = {}
    for _id, visit_id, role, gone, name in sorted(rows, key=itemgetter(0)):
        title = str(ROLES[OfficeRole(role)]) if role else _("党员")
        found.setdefault(visit_id, (title, _("一位党员") if gone else public_name(name)))
    return found


def _checks(visit_ids: Collection[int]) -> Columns:
    return select(
        VisitCheck.id, VisitCheck.visit_id, VisitCheck.code, VisitCheck.seen, VisitCheck.remark
    ).where(VisitCheck.visit_id.in_(visit_ids), VisitCheck.seen.is_not(None))


def _seen(rows: list[list[Any]]) -> dict[int, dict[str, tuple[Seen, str]]]:
    found: dict[int, dict[str, tuple[Seen, str]]] = {}
    for _id, visit_id, code, seen, remark in sorted(rows):
        found.setdefault(visit_id, {})[code] = (Seen(seen), remark)
    return found


def _in_order(kind: str, checks: dict[str, tuple[Seen, str]]) -> list[tuple[str, Seen, str]]:
    """Return the points in the order of the kind's list; one that it has no more stands last."""
    hook = kinds().get(kind)
    checklist = hook.checklist if hook else {}
    codes = [code for code in checklist if code in checks]
    codes += [code for code in checks if code not in checklist]
    return [(str(checklist.get(code, code)), *checks[code]) for code in codes]


def _pictures(visit_ids: Collection[int]) -> Columns:
    return (
        select(
            VisitPicture.position,
            VisitPicture.id,
            VisitPicture.visit_id,
            StoredFile.ref,
            VisitPicture.alt,
            StoredFile.width,
            StoredFile.height,
        )
        .join(VisitPicture.file)
        .where(VisitPicture.visit_id.in_(visit_ids), StoredFile.is_public)
        .where(StoredFile.deleted_at.is_(None), StoredFile.width > 0, StoredFile.height > 0)
    )


def _shown(rows: list[list[Any]]) -> dict[int, list[tuple[str, str, int, int]]]:
    found: dict[int, list[tuple[str, str, int, int]]] = {}
    for _position, _id, visit_id, ref, alt, width, height in sorted(rows):
        found.setdefault(visit_id, []).append((ref, alt, width, height))
    return found
