"""Asking under a lesson, taking back, answering, hiding."""

from datetime import datetime
from typing import Any, cast

from sqlalchemy import CursorResult, Update, update

from core.access import Actor
from core.accounts.telling import tell
from core.cache.operations import bump
from core.db import db
from core.errors import Overtaken, refuse_if
from core.history.operations import record
from core.words import _
from training.learning.operations.studying import lock
from training.learning.queries.studying import Studying
from training.questions import queries, rules
from training.questions.models import Question
from training.questions.queries import desk

TABLE = Question.__tablename__


def ask(mine: Studying, *, text: str, by: Actor, at: datetime) -> Question:
    """Ask under a lesson of one's own course; those who teach it hear of it, once each."""
    enrolment, lesson = mine.enrolment, mine.lesson
    lock(enrolment)
    course_id, person_id = enrolment.course_id, enrolment.person_id
    waiting = queries.count_waiting(course_id, person_id=person_id, at=at)
    refuse_if(rules.why_not_ask(enrolment.status, waiting=waiting), field="text")
    question = Question(
        course_id=course_id, lesson_key=lesson.key, person_id=person_id, text=text, asked_at=at
    )
    db.session.add(question)
    db.session.flush()
    record("ask", TABLE, question.id, by=by, at=at)
    tell(
        enrolment.course.teacher_ids - {person_id},
        "school.question_asked",
        about=f"{TABLE}:{question.id}",
        url=f"/teach/courses/{course_id}/questions/{question.id}",
        facts={"title": lesson.title},
        at=at,
    )
    return question


def take_back(question: Question, *, by: Actor, at: datetime) -> None:
    """Take one's own question back while nobody has answered it; its words are gone then.

    Said twice it is taken back once.
    """
    step = update(Question).where(Question.id == question.id, queries.is_open())
    done = _changed(step.values(taken_back_at=at, text=""))
    db.session.refresh(question)
    if question.taken_back_at and not done:
        return
    refuse_if(None if done else rules.why_not_take_back(question))
    record("take_back", TABLE, question.id, by=by, at=at)
    bump()  # its words are gone from a lesson that everybody may read, too


def answer(question: Question, *, text: str, version: int, by: Actor, at: datetime) -> None:
    """Answer, or answer in other words; the asker hears of the first answer.

    `version` is the one the writer began from; raise `Overtaken` when another was saved meanwhile.
    """
    refuse_if(rules.why_not_answer(question))
    step = (
        update(Question)
        .where(Question.id == question.id, Question.version == version)
        .where(Question.hidden_at.is_(None), queries.is_there())
        .values(answer=text, answered_at=at, answered_by=by.person, version=version + 1)
    )
    done = _changed(step)
    db.session.refresh(question)
    if not done:
        refuse_if(rules.why_not_answer(question))
        raise Overtaken(
            _("您写的时候，这个问题已经有老师答过了"), theirs=question.answer, mine=text
        )
    record("answer", TABLE, question.id, by=by, at=at)
    if question.person_id != by.person:
        _tell_asker(question, "answered", at=at)  # once, however often it is changed


def hide(question: Question, *, why: str, by: Actor, at: datetime) -> None:
    """Let the reason stand where the question stood; the asker hears of it."""
    step = update(Question).where(
        Question.id == question.id, Question.hidden_at.is_(None), queries.is_there()
    )
    done = _changed(step.values(hidden_at=at, hidden_by=by.person, hidden_why=why))
    db.session.refresh(question)
    if not done:
        refuse_if(rules.why_not_hide(question))
    record("hide", TABLE, question.id, by=by, at=at, became=why)
    bump()  # a lesson that everybody may read shows it no more, in every worker
    if question.person_id != by.person:
        _tell_asker(question, "hidden", at=at, why=why)


def _tell_asker(question: Question, what: str, *, at: datetime, **more: str) -> None:
    title = desk.title_of(question.course_id, question.lesson_key)
    tell(
        [question.person_id],
        f"school.question_{what}",
        about=f"{TABLE}:{question.id}",
        url=f"/learn/{question.course_id}/{question.lesson_key}/questions",
        facts={"title": title, **more},
        at=at,
    )


def _changed(step: Update) -> bool:
    return cast("CursorResult[Any]", db.session.execute(step)).rowcount == 1
