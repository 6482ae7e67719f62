"""What learners ask in the demo world, and the answers, from `demo/questions.toml`."""

import tomllib
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select

from core.db import db, writing
from training.courses.demo import find_keeper, find_somebody
from training.learning.demo import course_of
from training.learning.queries.studying import find_own, find_studying
from training.questions import operations
from training.questions.models import Question

QUESTIONS = Path(__file__).parent / "demo" / "questions.toml"
A_DAY, WRITTEN = timedelta(days=1), timedelta(minutes=20)


def ask(at: datetime) -> None:
    """Let learners ask, once they are enrolled; nothing where somebody has asked already."""
    if db.session.scalar(select(Question.id).limit(1)):
        return
    for facts in tomllib.loads(QUESTIONS.read_text("utf-8"))["question"]:
        one(facts, at)


def one(facts: dict[str, Any], at: datetime) -> None:
    """Ask one question, and answer it where the file does."""
    then = at - facts["days"] * A_DAY
    by, course = find_somebody(facts["by"], then), course_of(facts["folder"])
    own = find_own(course.id, person_id=by.person)
    mine = find_studying(own, facts["lesson"]) if own else None
    if mine is None:
        raise LookupError(facts["by"], facts["folder"], facts["lesson"])
    with writing():
        question = operations.ask(mine, text=facts["text"], by=by, at=then)
    if "answer" in facts:
        later = at - facts["later"] * A_DAY + WRITTEN
        with writing():
            operations.answer(
                question, text=facts["answer"], version=1, by=find_keeper(later), at=later
            )
