"""What a learner sees of their course: its lessons, and how far they are in each."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, select
from sqlalchemy.orm import joinedload, selectinload

from core.db import db
from training.courses.models import Lesson, LessonFile, LessonKind
from training.learning.models import Enrolment, EnrolmentStatus, Progress, ProgressEvent


@dataclass(frozen=True)
class Studying:
    """A lesson of the version that somebody learns, or has learnt."""

    enrolment: Enrolment
    lesson: Lesson

    @property
    def id(self) -> int:
        return self.enrolment.id

    @property
    def person_id(self) -> int:
        return self.enrolment.person_id

    @property
    def where(self) -> dict[str, Any]:
        """What stands in the addresses of this lesson."""
        return {"course_id": self.enrolment.course_id, "key": self.lesson.key}


@dataclass(frozen=True, kw_only=True)
class Step:
    """A lesson in the learner's list."""

    key: int
    kind: LessonKind
    title: str
    minutes: int
    done_at: datetime | None
    credit: int
    position: int


def find_own(course_id: int, *, person_id: int) -> Enrolment | None:
    """Return by which enrolment somebody learns the course, or has learnt it."""
    query = (
        select(Enrolment)
        .where(Enrolment.course_id == course_id, Enrolment.person_id == person_id)
        .where(Enrolment.status.in_((EnrolmentStatus.IN, EnrolmentStatus.PASSED)))
        .options(joinedload(Enrolment.course), joinedload(Enrolment.of))
        .order_by(Enrolment.status != EnrolmentStatus.IN, Enrolment.id.desc())
        .limit(1)
    )
    return db.session.scalar(query)


def find_studying(enrolment: Enrolment, key: int) -> Studying | None:
    """Return this lesson of the learner's own version, with its files."""
    query = (
        select(Lesson)
        .where(Lesson.version_id == enrolment.version_id, Lesson.key == key)
        .options(
            selectinload(Lesson.files).options(
                joinedload(LessonFile.file), joinedload(LessonFile.recording)
            )
        )
    )
    found = db.session.scalar(query)
    return Studying(enrolment, found) if found else None


def list_steps(enrolment: Enrolment) -> Sequence[Step]:
    """Return all lessons of the learner's version in order, with how far they are."""
    mine = and_(Progress.enrolment_id == enrolment.id, Progress.lesson_key == Lesson.key)
    query = (
        select(
            *(Lesson.key, Lesson.kind, Lesson.title, Lesson.minutes),
            *(Progress.done_at, Progress.credit, Progress.position),
        )
        .outerjoin(Progress, mine)
        .where(Lesson.version_id == enrolment.version_id)
        .order_by(Lesson.position)
    )
    return [
        Step(
            key=key,
            kind=kind,
            title=title,
            minutes=minutes,
            done_at=done_at,
            credit=credit or 0,
            position=position or 0,
        )
        for key, kind, title, minutes, done_at, credit, position in db.session.execute(query)
    ]


def list_known(enrolment_id: int, events: Collection[str]) -> Sequence[str]:
    """Return which of these events were taken in before."""
    query = select(ProgressEvent.event).where(
        ProgressEvent.enrolment_id == enrolment_id, ProgressEvent.event.in_(events)
    )
    return db.session.scalars(query).all()
