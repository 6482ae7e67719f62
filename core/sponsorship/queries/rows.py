"""Reads about one verification, its visit, and one place's verifications."""

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import joinedload

from core.db import db
from core.sponsorship import rules
from core.sponsorship.models import (
    NameConsent,
    Seen,
    Sponsorship,
    SponsorshipStatus,
    Visit,
    VisitCheck,
    Visitor,
    VisitPicture,
)
from core.sponsorship.rules import Findings

HISTORY_SHOWN = 20


def is_active(*, day: date) -> ColumnElement[bool]:
    """Return the condition that a verification, joined to the query, stands on this day."""
    return and_(
        Sponsorship.status == SponsorshipStatus.ACTIVE,
        Sponsorship.valid_from <= day,
        Sponsorship.valid_until >= day,
    )


def find_sponsorship(sponsorship_id: int) -> Sponsorship | None:
    """Return the verification with its branch and steward."""
    query = select(Sponsorship).where(Sponsorship.id == sponsorship_id)
    return db.session.scalar(
        query.options(joinedload(Sponsorship.branch), joinedload(Sponsorship.steward))
    )


def find_at_desk(branch_id: int, sponsorship_id: int) -> Sponsorship | None:
    """Return the verification if it is this branch's and the branch is there, else None."""
    found = find_sponsorship(sponsorship_id)
    if found is None or found.branch_id != branch_id or found.branch.closed_at:
        return None
    return found


def find_standing(kind: str, ref: int) -> Sponsorship | None:
    """Return the place's verification that is active or suspended; there is one at most."""
    return _of_place(kind, ref, rules.STANDING)


def find_under_way(kind: str, ref: int) -> Sponsorship | None:
    """Return the place's verification that was asked for and is not decided, or None."""
    return _of_place(kind, ref, rules.UNDER_WAY)


def _of_place(kind: str, ref: int, statuses: Collection[SponsorshipStatus]) -> Sponsorship | None:
    query = select(Sponsorship).where(
        Sponsorship.kind == kind, Sponsorship.ref == ref, Sponsorship.status.in_(statuses)
    )
    return db.session.scalar(
        query.options(joinedload(Sponsorship.branch), joinedload(Sponsorship.steward))
    )


def list_history(kind: str, ref: int) -> Sequence[Sponsorship]:
    """Return the place's verifications that are over, the newest first."""
    return db.session.scalars(
        select(Sponsorship)
        .where(Sponsorship.kind == kind, Sponsorship.ref == ref)
        .where(Sponsorship.status.in_(rules.OVER))
        .options(joinedload(Sponsorship.branch))
        .order_by(Sponsorship.id.desc())
        .limit(HISTORY_SHOWN)
    ).all()


def find_visit(sponsorship_id: int) -> Visit | None:
    return db.session.scalar(select(Visit).where(Visit.sponsorship_id == sponsorship_id))


def get_visit(sponsorship_id: int) -> Visit:
    """Return the form of a verification that has one."""
    return db.session.scalars(select(Visit).where(Visit.sponsorship_id == sponsorship_id)).one()


def findings_of(visit: Visit) -> Findings:
    """Return what the form says."""
    return Findings(day=visit.day, checks=list_checks(visit.id), note=visit.note)


def list_checks(visit_id: int) -> dict[str, tuple[Seen | None, str]]:
    """Return what was said to each point of the list, by its code."""
    checks = select(VisitCheck).where(VisitCheck.visit_id == visit_id)
    return {each.code: (each.seen, each.remark) for each in db.session.scalars(checks)}


def list_visitors(visit_id: int) -> Sequence[Visitor]:
    """Return who went and who decided, with what each declared."""
    return db.session.scalars(
        select(Visitor)
        .where(Visitor.visit_id == visit_id)
        .options(joinedload(Visitor.person))
        .order_by(Visitor.id)
    ).all()


def list_pictures(visit_id: int) -> Sequence[VisitPicture]:
    """Return the pictures of a visit in their order."""
    return db.session.scalars(
        select(VisitPicture)
        .where(VisitPicture.visit_id == visit_id)
        .options(joinedload(VisitPicture.file))
        .order_by(VisitPicture.position, VisitPicture.id)
    ).all()


def has_name_consent(person_id: int) -> bool:
    """Tell whether this person lets the parties read the full name."""
    given = select(NameConsent.person_id).where(
        NameConsent.person_id == person_id, NameConsent.withdrawn_at.is_(None)
    )
    return db.session.scalar(given) is not None
