"""How the items of a course's bank fare with those who learn it."""

from collections.abc import Mapping, Sequence

from sqlalchemy import select

from core.db import db
from training.courses.models import CourseVersion
from training.exams.models import Attempt, AttemptStatus, Item
from training.exams.queries.items import list_items
from training.exams.rules.figures import Figures, HandedIn, count, matched
from training.learning.models import Enrolment

MOST_PAPERS = 2000  # the newest: what a page can count while one waits for it


def list_handed_in(version_id: int, *, limit: int = MOST_PAPERS) -> Sequence[HandedIn]:
    """Return the papers of a version that were handed in, the first one first.

    What ran out has questions that nobody came to.
    """
    query = (
        select(Enrolment.person_id, Attempt.paper, Attempt.answers)
        .join(Enrolment, Enrolment.id == Attempt.enrolment_id)
        .where(Enrolment.version_id == version_id, Attempt.status == AttemptStatus.HANDED_IN)
        .order_by(Attempt.id.desc())
        .limit(limit)
    )
    return [HandedIn(*row) for row in db.session.execute(query)][::-1]


def count_items(
    items: Sequence[Item], live: CourseVersion | None, papers: Sequence[HandedIn]
) -> Mapping[int, Figures]:
    """Return how these items fare; those of a draft as the same ones of what is learnt do."""
    if live is None:
        return count(items, papers)
    learnt = list_items(live.id)
    return matched(items, learnt, count(learnt, papers))
