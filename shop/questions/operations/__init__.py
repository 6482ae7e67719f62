"""Asking, answering, taking back, hiding."""

from datetime import datetime
from typing import Any, cast

from sqlalchemy import CursorResult, Update, update

from core.access import Actor
from core.accounts.queries import take_turns
from core.accounts.telling import tell
from core.cache.operations import bump
from core.db import db
from core.errors import Overtaken, Refused, refuse_if
from core.history.operations import record
from core.words import _
from shop.catalog.queries import find_on_sale
from shop.catalog.rules import why_not_say
from shop.questions import queries, rules
from shop.questions.models import Question

TABLE = Question.__tablename__


def ask(product_id: int, *, text: str, by: Actor, at: datetime) -> Question:
    """Ask about a product that is on sale, for everybody to read; its producer hears of it."""
    product = find_on_sale(product_id, at=at)
    if product is None:
        raise Refused(_("这样商品现在不卖，问不了"))
    refuse_if(rules.why_not_ask(by.person, responsible_id=product.responsible_id))
    take_turns(by.person)
    refuse_if(rules.why_not_another(queries.count_asked(by.person, at=at)), field="text")
    question = Question(product_id=product.id, person_id=by.person, text=text, asked_at=at)
    db.session.add(question)
    db.session.flush()
    record("ask", TABLE, question.id, by=by, at=at)
    bump()
    tell(
        [product.responsible_id],
        "questions.asked",
        about=f"{TABLE}:{question.id}",
        url=f"/sell/{product.producer_id}/questions/{question.id}",
        facts={"title": product.title},
        at=at,
    )
    return question


def answer(question: Question, *, text: str, version: int, by: Actor, at: datetime) -> None:
    """Answer, or answer in other words; the asker hears of the first answer.

    `version` is the one the writer began from; raise `Overtaken` when another was saved meanwhile.
    """
    refuse_if(rules.why_not_answer(question))
    refuse_if(why_not_say(text), field="answer")
    first, was = question.answered_at is None, question.answer
    step = (
        update(Question)
        .where(Question.id == question.id, Question.version == version)
        .where(Question.hidden_at.is_(None))
        .values(answer=text, answered_at=at, answered_by=by.person, version=version + 1)
    )
    done = _changed(step)
    db.session.refresh(question)
    if not done:
        refuse_if(rules.why_not_answer(question))
        raise Overtaken(_("您写的时候，这个问题已经有人答过了"), theirs=question.answer, mine=text)
    record("answer", TABLE, question.id, by=by, at=at, was=was[:200], became=text[:200])
    bump()
    if first:
        tell(
            [question.person_id],
            "questions.answered",
            about=f"{TABLE}:{question.id}",
            url=f"/market/{question.product_id}/questions",
            facts={"title": question.product.title},
            at=at,
        )


def take_back(question: Question, *, by: Actor, at: datetime) -> None:
    """Take one's own question back while nobody has answered it."""
    step = update(Question).where(
        Question.id == question.id, Question.hidden_at.is_(None), Question.answered_at.is_(None)
    )
    done = _changed(step.values(hidden_at=at, hidden_by=by.person))
    db.session.refresh(question)
    if not done:
        refuse_if(rules.why_not_take_back(question))
    record("take_back", TABLE, question.id, by=by, at=at)
    bump()


def hide(question: Question, *, why: str, by: Actor, at: datetime) -> None:
    """Hide a question with its answer in the operator's name; the asker hears why."""
    refuse_if(rules.why_not_hide(by.person, responsible_id=question.responsible_id))
    step = update(Question).where(Question.id == question.id, Question.hidden_at.is_(None))
    if not _changed(step.values(hidden_at=at, hidden_by=by.person)):
        raise Refused(_("这个问题已经收回或不显示了"))
    db.session.refresh(question)
    record("hide", TABLE, question.id, by=by, at=at, became=why)
    bump()
    tell(
        [question.person_id],
        "questions.hidden",
        about=f"{TABLE}:{question.id}",
        url=f"/market/{question.product_id}/questions",
        facts={"title": question.product.title, "why": why},
        at=at,
    )


def _changed(step: Update) -> bool:
    return cast("CursorResult[Any]", db.session.execute(step)).rowcount == 1
