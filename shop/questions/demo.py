"""What people ask about goods in the demo world, and the answers, from `demo/questions.toml`."""

import tomllib
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import select

from core.db import db
from shop.catalog.demo import find_titled
from shop.producers.demo import Steps, days, find_somebody
from shop.questions import operations
from shop.questions.models import Question

QUESTIONS = Path(__file__).parent / "demo" / "questions.toml"
WRITTEN = timedelta(minutes=10)


def steps(at: datetime) -> Steps:
    """Yield when people asked and producers answered; nothing where somebody has asked already."""
    if db.session.scalar(select(Question.id).limit(1)):
        return
    for facts in tomllib.loads(QUESTIONS.read_text("utf-8"))["question"]:
        asked = at - days(facts["days"])
        yield asked, partial(ask, facts, asked)
        if "answer" in facts:
            answered = max(asked, at - days(facts["later"])) + WRITTEN
            yield answered, partial(answer, facts, answered)


def ask(facts: Mapping[str, Any], then: datetime) -> None:
    """Ask one question."""
    asker = find_somebody(facts["by"], then)
    operations.ask(find_titled(facts["product"]).id, text=facts["text"], by=asker, at=then)


def answer(facts: Mapping[str, Any], then: datetime) -> None:
    """Answer it."""
    product = find_titled(facts["product"])
    asked = select(Question).where(
        Question.product_id == product.id, Question.text == facts["text"]
    )
    question = db.session.scalars(asked).one()
    seller = find_somebody(product.producer.responsible.name, then)
    operations.answer(question, text=facts["answer"], version=question.version, by=seller, at=then)
