"""What somebody has asked under lessons, to copy out and to erase."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select, update

from core.cache.operations import bump
from core.db import db
from core.words import _, speaking
from training.questions.models import Question
from training.questions.queries import is_open, is_there


class OwnAsking:
    """Somebody's questions under lessons, and what they have answered (PIPL 45, 47)."""

    def export(self, person_id: int) -> Mapping[str, Sequence[Mapping[str, Any]]]:
        asked = select(Question).where(Question.person_id == person_id).order_by(Question.id)
        answered = select(Question).where(Question.answered_by == person_id).order_by(Question.id)
        return {
            "lesson_questions": [
                {
                    "course": each.course_id,
                    "lesson": each.lesson_key,
                    "text": each.text,
                    "asked_at": each.asked_at,
                    "answer": each.answer,
                    "answered_at": each.answered_at,
                    "hidden_why": each.hidden_why,
                    "hidden_at": each.hidden_at,
                    "taken_back_at": each.taken_back_at,
                }
                for each in db.session.scalars(asked)
            ],
            "lesson_answers": [
                {
                    "course": each.course_id,
                    "question": each.id,
                    "answer": each.answer,
                    "answered_at": each.answered_at,
                }
                for each in db.session.scalars(answered)
            ],
        }

    def erase(self, person_id: int, *, at: datetime) -> None:
        """Take back what nobody has answered, and blank the rest: the answers help others."""
        mine = update(Question).where(Question.person_id == person_id)
        db.session.execute(mine.where(is_open()).values(taken_back_at=at, text=""))
        with speaking("zh"):
            gone = _("（提问的人注销了账号）")
        db.session.execute(mine.where(is_there()).values(text=gone))
        bump()
