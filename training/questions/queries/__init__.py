"""Questions as all who see the lesson read them, and one's own."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, or_, select

from core.accounts.models import Person
from core.db import db
from training.questions.models import Question
from training.questions.rules import A_DAY, classmate

PAGE, NEWEST = 20, 5


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A question as it stands under the lesson; of a hidden one there is the reason alone."""

    id: int
    person_id: int
    asker: str
    text: str
    asked_at: datetime
    answer: str
    answered_at: datetime | None
    hidden_why: str


@dataclass(frozen=True)
class Newest:
    """The newest questions under a lesson, and how many there are in all."""

    rows: Sequence[Shown]
    count: int


def is_there() -> ColumnElement[bool]:
    """Return the condition that a question was not taken back."""
    return Question.taken_back_at.is_(None)


def is_open() -> ColumnElement[bool]:
    """Return the condition that a question waits for an answer."""
    return and_(is_there(), Question.answered_at.is_(None), Question.hidden_at.is_(None))


def list_newest(course_id: int, key: int) -> Newest:
    """Return the newest questions of a lesson with the count of all, in one query."""
    rows, count = _read(course_id, key, after=None, limit=NEWEST)
    return Newest(rows, count)


def list_page(course_id: int, key: int, *, after: int | None) -> Sequence[Shown]:
    """Return a page of the lesson's questions and one more, the newest first."""
    return _read(course_id, key, after=after, limit=PAGE + 1)[0]


def _read(
    course_id: int, key: int, *, after: int | None, limit: int
) -> tuple[Sequence[Shown], int]:
    query = (
        select(
            *(Question.id, Question.person_id, Question.text, Question.asked_at),
            *(Question.answer, Question.answered_at, Question.hidden_why),
            *(Person.name, Person.closed_at, func.count().over().label("all")),
        )
        .join(Person, Person.id == Question.person_id)
        .where(Question.course_id == course_id, Question.lesson_key == key, is_there())
        .order_by(Question.id.desc())
        .limit(limit)
    )
    if after is not None:
        query = query.where(Question.id < after)
    found = db.session.execute(query).all()
    shown = [
        Shown(
            id=row.id,
            person_id=row.person_id,
            asker=classmate(row.name, is_gone=row.closed_at is not None),
            text="" if row.hidden_why else row.text,
            asked_at=row.asked_at,
            answer="" if row.hidden_why else row.answer,
            answered_at=row.answered_at,
            hidden_why=row.hidden_why,
        )
        for row in found
    ]
    return shown, found[0].all if found else 0


def count_waiting(course_id: int, *, person_id: int, at: datetime) -> int:
    """Count what this learner has waiting in the course, and has taken back within a day."""
    mine = select(func.count()).where(
        Question.course_id == course_id, Question.person_id == person_id
    )
    lately = Question.taken_back_at > at - A_DAY
    return db.session.scalar(mine.where(or_(is_open(), lately))) or 0


def find_under(course_id: int, key: int, question_id: int) -> Question | None:
    """Return this question of this lesson, also one that was taken back."""
    query = select(Question).where(
        Question.id == question_id,
        Question.course_id == course_id,
        Question.lesson_key == key,
    )
    return db.session.scalar(query)
