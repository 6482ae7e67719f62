"""How the items of a course's bank fare with those who learn it."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select

from core.db import db
from training.courses.models import CourseVersion, VersionStatus
from training.exams.models import Attempt, AttemptStatus, Item
from training.exams.queries.items import Bank
from training.exams.rules.figures import Figures, HandedIn, count, matched
from training.learning.models import Enrolment

MOST_PAPERS = 1000  # the newest: what a page can count while one waits for it


def list_with_learnt(bank: Bank) -> tuple[Sequence[Item], Sequence[Item]]:
    """Return the items of a bank, and those that are learnt now: while a draft is written, others.

    In one query: the page that asks has many more.
    """
    query = select(Item).where(Item.version_id.in_((bank.version.id, _learnt(bank))))
    found = db.session.scalars(query.order_by(Item.position, Item.id)).all()
    own = [each for each in found if each.version_id == bank.version.id]
    others = [each for each in found if each.version_id != bank.version.id]
    return own, others if bank.is_draft else own


def list_handed_in(bank: Bank, *, limit: int = MOST_PAPERS) -> Sequence[HandedIn]:
    """Return the papers of what is learnt that were handed in, the first one first.

    What ran out has questions that nobody came to.
    """
    query = (
        select(Enrolment.person_id, Attempt.paper, Attempt.answers)
        .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
        .where(Enrolment.version_id == _learnt(bank), Attempt.status == AttemptStatus.HANDED_IN)
        .order_by(Attempt.id.desc())
        .limit(limit)
    )
    return [HandedIn(*row) for row in db.session.execute(query)][::-1]


def _learnt(bank: Bank) -> Any:
    """Return which version is learnt: what is live while a draft is written, or the bank's own."""
    if not bank.is_draft:
        return bank.version.id
    live = select(CourseVersion.id).where(
        CourseVersion.course_id == bank.id, CourseVersion.status == VersionStatus.LIVE
    )
    return live.scalar_subquery()


def count_items(
    bank: Bank, items: Sequence[Item], learnt: Sequence[Item], papers: Sequence[HandedIn]
) -> Mapping[int, Figures]:
    """Return how these items fare; those of a draft as the same ones of what is learnt do."""
    fares = count(learnt, papers)
    return matched(items, learnt, fares) if bank.is_draft else fares
