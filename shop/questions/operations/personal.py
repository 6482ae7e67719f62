"""What somebody has asked, to copy out and to erase."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select, update

from core.cache.operations import bump
from core.db import db
from core.words import _, speaking
from shop.questions.models import Question


class OwnQuestions:
    """Somebody's questions, and what they have answered (PIPL 45, 47)."""

    def export(self, person_id: int) -> Mapping[str, Sequence[Mapping[str, Any]]]:
        asked = select(Question).where(Question.person_id == person_id).order_by(Question.id)
        answered = select(Question).where(Question.answered_by == person_id).order_by(Question.id)
        return {
            "questions": [
                {
                    "product": each.product_id,
                    "text": each.text,
                    "asked_at": each.asked_at,
                    "answer": each.answer,
                    "answered_at": each.answered_at,
                    "hidden_at": each.hidden_at,
                }
                for each in db.session.scalars(asked)
            ],
            "answers": [
                {
                    "product": each.product_id,
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
        open_ones = mine.where(Question.answered_at.is_(None), Question.hidden_at.is_(None))
        db.session.execute(open_ones.values(hidden_at=at, hidden_by=person_id))
        with speaking("zh"):
            gone = _("（提问的人注销了账号）")
        db.session.execute(mine.values(text=gone))
        bump()
