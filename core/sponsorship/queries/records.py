"""The record of a visit, as everybody may read it."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from core.branches.rules import ROLES, public_name
from core.db import db
from core.sponsorship.models import (
    Seen,
    Sponsorship,
    Visit,
    VisitCheck,
    Visitor,
    VisitPicture,
)
from core.sponsorship.queries.places import kinds
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
    """Return the records of these verifications by their id, in four queries however many."""
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
    went, checks, pictures = _went(visits), _checks(visits), _pictures(visits)
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


def _went(visit_ids: Collection[int]) -> dict[int, tuple[str, str]]:
    query = (
        select(Visitor)
        .where(Visitor.visit_id.in_(visit_ids), Visitor.decided.is_(False))
        .options(joinedload(Visitor.person))
        .order_by(Visitor.id)
    )
    found: dict[int, tuple[str, str]] = {}
    for each in db.session.scalars(query):
        role = str(ROLES[each.role]) if each.role else _("党员")
        found.setdefault(each.visit_id, (role, public_name(each.person.name)))
    return found


def _checks(visit_ids: Collection[int]) -> dict[int, dict[str, tuple[Seen, str]]]:
    query = select(VisitCheck).where(
        VisitCheck.visit_id.in_(visit_ids), VisitCheck.seen.is_not(None)
    )
    found: dict[int, dict[str, tuple[Seen, str]]] = {}
    for each in db.session.scalars(query.order_by(VisitCheck.id)):
        if each.seen is not None:
            found.setdefault(each.visit_id, {})[each.code] = (each.seen, each.remark)
    return found


def _in_order(kind: str, checks: dict[str, tuple[Seen, str]]) -> list[tuple[str, Seen, str]]:
    """Return the points in the order of the kind's list; one that it has no more stands last."""
    hook = kinds().get(kind)
    checklist = hook.checklist if hook else {}
    codes = [code for code in checklist if code in checks]
    codes += [code for code in checks if code not in checklist]
    return [(str(checklist.get(code, code)), *checks[code]) for code in codes]


def _pictures(visit_ids: Collection[int]) -> dict[int, list[tuple[str, str, int, int]]]:
    query = (
        select(VisitPicture)
        .where(VisitPicture.visit_id.in_(visit_ids))
        .options(joinedload(VisitPicture.file))
        .order_by(VisitPicture.position, VisitPicture.id)
    )
    found: dict[int, list[tuple[str, str, int, int]]] = {}
    for each in db.session.scalars(query):
        file = each.file
        if file.is_public and file.deleted_at is None and file.width and file.height:
            shown = (file.ref, each.alt, file.width, file.height)
            found.setdefault(each.visit_id, []).append(shown)
    return found
