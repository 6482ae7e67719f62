"""What somebody has answered in exams, to copy out and to erase (PIPL 45, 47)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select

from core.db import db
from training.exams.models import Attempt, Item
from training.exams.queries.attempts import items_on, list_of
from training.exams.rules.review import said_in_words
from training.learning.models import Enrolment


class OwnAttempts:
    """Somebody's tries at exams, with what they answered and what came of it."""

    def export(self, person_id: int) -> Mapping[str, Sequence[Mapping[str, Any]]]:
        return {"exams": [_told(each) for each in list_of(person_id)]}

    def erase(self, person_id: int, *, at: datetime) -> None:  # noqa: ARG002
        """Forget all of them; that somebody has passed a course stands elsewhere."""
        mine = select(Enrolment.id).where(Enrolment.person_id == person_id)
        db.session.execute(delete(Attempt).where(Attempt.enrolment_id.in_(mine)))


def _told(attempt: Attempt) -> Mapping[str, Any]:
    items = items_on(attempt)
    return {
        "course": attempt.enrolment.of.title,
        "lesson": attempt.lesson_key,
        "status": attempt.status.value,
        "started_at": attempt.started_at,
        "ended_at": attempt.ended_at,
        "right": attempt.right,
        "score": attempt.score,
        "passed": attempt.passed,
        "answers": [
            _answered(items[item_id], order, attempt.answers.get(str(place)))
            for place, (item_id, order) in enumerate(attempt.paper)
        ],
    }


def _answered(item: Item, order: Sequence[int], answer: Sequence[int] | None) -> Mapping[str, str]:
    return {"question": item.text, "answer": " / ".join(said_in_words(item, order, answer))}
