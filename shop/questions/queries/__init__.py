"""Questions as everybody reads them, as their producer finds them, one by one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import contains_eager, joinedload

from core.accounts.models import Person
from core.db import db
from core.words import _
from shop.catalog.models import Product
from shop.producers.models import Producer
from shop.questions.models import Question
from shop.questions.rules import A_DAY, masked_name

PAGE = 20


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A question as everybody may read it."""

    id: int
    asker: str
    text: str
    asked_at: datetime
    answer: str
    answered_at: datetime | None
    version: int
    person_id: int


def list_shown(product_id: int, *, after: int | None = None, limit: int = PAGE + 1) -> list[Shown]:
    """Return the product's questions, the newest first; `after` is the last one seen."""
    query = _shown().where(Question.product_id == product_id)
    if after is not None:
        query = query.where(Question.id < after)
    return [_read(row) for row in db.session.execute(query.limit(limit))]


def list_latest(product_id: int, *, limit: int) -> list[Shown]:
    """Return the newest questions of a product."""
    return list_shown(product_id, limit=limit)


def count_shown(product_id: int) -> int:
    """Count the questions that everybody reads."""
    there = select(func.count()).where(Question.product_id == product_id, is_shown())
    return db.session.scalar(there) or 0


def is_shown() -> ColumnElement[bool]:
    """Return the condition that a question was neither taken back nor hidden."""
    return Question.hidden_at.is_(None)


def _shown() -> Any:
    return (
        select(
            Question.id,
            Question.text,
            Question.asked_at,
            Question.answer,
            Question.answered_at,
            Question.version,
            Question.person_id,
            Person.name,
            Person.closed_at,
        )
        .join(Person, Person.id == Question.person_id)
        .where(is_shown())
        .order_by(Question.id.desc())
    )


def _read(row: Any) -> Shown:
    return Shown(
        id=row.id,
        asker=_("已注销的用户") if row.closed_at else masked_name(row.name),
        text=row.text,
        asked_at=row.asked_at,
        answer=row.answer,
        answered_at=row.answered_at,
        version=row.version,
        person_id=row.person_id,
    )


def find_of_product(product_id: int, question_id: int) -> Question | None:
    """Return the question if it is about this product and shown, else None."""
    question = db.session.get(Question, question_id)
    if question is None or question.product_id != product_id or question.hidden_at:
        return None
    return question


def find_for_producer(producer_id: int, question_id: int) -> Question | None:
    """Return the question if it is about a product of this open producer, else None."""
    return db.session.scalar(
        select(Question)
        .join(Question.product)
        .join(Product.producer)
        .where(Question.id == question_id, Product.producer_id == producer_id)
        .where(is_shown(), Product.removed_at.is_(None), Producer.closed_at.is_(None))
        .options(contains_eager(Question.product).contains_eager(Product.producer))
    )


def find_shown(question_id: int) -> Question | None:
    """Return the question with its product if it is shown, else None."""
    return db.session.scalar(
        select(Question)
        .where(Question.id == question_id, is_shown())
        .options(joinedload(Question.product))
    )


def count_asked(person_id: int, *, at: datetime) -> int:
    """Count what this person has asked within a day, taken back or not."""
    asked = select(func.count()).where(
        Question.person_id == person_id, Question.asked_at > at - A_DAY
    )
    return db.session.scalar(asked) or 0


def list_open(producer_id: int) -> Sequence[Question]:
    """Return what waits for the producer's answer, what has waited longest first."""
    query = _of_producer(producer_id).where(Question.answered_at.is_(None))
    return db.session.scalars(query.order_by(Question.id).limit(PAGE)).all()


def count_open(producer_id: int) -> int:
    """Count what waits for the producer's answer."""
    waiting = (
        select(func.count())
        .select_from(Question)
        .join(Question.product)
        .where(Product.producer_id == producer_id, Product.removed_at.is_(None))
        .where(is_shown(), Question.answered_at.is_(None))
    )
    return db.session.scalar(waiting) or 0


def list_answered(
    producer_id: int, *, after: int | None = None, limit: int = PAGE + 1
) -> Sequence[Question]:
    """Return what the producer has answered, the newest question first."""
    query = _of_producer(producer_id).where(Question.answered_at.is_not(None))
    if after is not None:
        query = query.where(Question.id < after)
    return db.session.scalars(query.order_by(Question.id.desc()).limit(limit)).all()


def _of_producer(producer_id: int) -> Select[Any]:
    return (
        select(Question)
        .join(Question.product)
        .where(Product.producer_id == producer_id, Product.removed_at.is_(None), is_shown())
        .options(contains_eager(Question.product), joinedload(Question.person))
    )
