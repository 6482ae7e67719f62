"""Which branch issues the certificate of a course, and who stands for it."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from core.branches.models import Branch
from core.db import db
from core.sponsorship.models import Sponsorship
from training.courses.models import Course, Organiser
from training.courses.rules.words import KIND


def find_verification(course: Course) -> Sponsorship | None:
    """Return the verification that the course stands under, or else its organiser's last one."""
    query = select(Sponsorship).options(joinedload(Sponsorship.branch))
    if course.sponsorship_id is not None:
        return db.session.scalar(query.where(Sponsorship.id == course.sponsorship_id))
    last = (
        query.where(Sponsorship.kind == KIND, Sponsorship.ref == course.organiser_id)
        .where(Sponsorship.valid_from.is_not(None))
        .order_by(Sponsorship.id.desc())
        .limit(1)
    )
    return db.session.scalar(last)


def issuing_branch(course: Course, verification: Sponsorship | None) -> Branch:
    """Return the branch that has verified it, or else the one of the organiser's village."""
    if verification is not None:
        return verification.branch
    organiser = db.session.get_one(Organiser, course.organiser_id)
    return organiser.unit.branch


def issuer_id(course: Course, verification: Sponsorship | None, *, learner: int) -> int:
    """Return who stands for it: who has put the course on show, or has verified the organiser.

    Nobody issues a certificate to themselves.
    """
    stand = [course.put_under_by]
    if verification is not None:
        stand += [verification.decided_by, verification.steward_id]
    stand.append(course.made_by)
    return next((who for who in stand if who not in {None, learner}), None) or course.made_by
