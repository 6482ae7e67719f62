"""The roll of a class: who is enrolled, who was there, what was shown and asked."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, exists, func, select
from sqlalchemy.orm import aliased, contains_eager, joinedload

from core.accounts.models import Person
from core.branches.models import Unit
from core.db import db
from training.classes.models import AttendedHow, ClassAttendance, ClassShown, SpotQuestion
from training.classes.queries.classes import is_live
from training.courses.models import Course, Lesson, LessonKind, Organiser
from training.learning.models import Class, Cohort, Enrolment
from training.learning.queries.cohorts import HAS_SEAT


@dataclass(frozen=True, kw_only=True)
class OnRoll:
    """Somebody enrolled in the cohort, and what is known of them at this class."""

    enrolment_id: int
    person_id: int
    name: str
    attendance_id: int | None = None
    how: AttendedHow | None = None
    entered_by: int | None = None
    entered_name: str = ""
    counted_at: datetime | None = None


def roll_of(held: Class) -> list[OnRoll]:
    """Return who is in the cohort or was at the class, by name, in one query."""
    there = and_(ClassAttendance.enrolment_id == Enrolment.id, ClassAttendance.class_id == held.id)
    enterer = aliased(Person)
    query = (
        select(
            Enrolment.id.label("enrolment_id"),
            Person.id.label("person_id"),
            Person.name,
            ClassAttendance.id.label("attendance_id"),
            ClassAttendance.how,
            ClassAttendance.entered_by,
            func.coalesce(enterer.name, "").label("entered_name"),
            ClassAttendance.counted_at,
        )
        .join(Person, Person.id == Enrolment.person_id)
        .outerjoin(ClassAttendance, there)
        .outerjoin(enterer, enterer.id == ClassAttendance.entered_by)
        .where(Enrolment.course_id == held.course_id)
        .where(
            (Enrolment.cohort_id == held.cohort_id) & Enrolment.status.in_(HAS_SEAT)
            | ClassAttendance.id.is_not(None)
        )
        .order_by(Person.name, Enrolment.id)
    )
    return [OnRoll(**row._mapping) for row in db.session.execute(query)]  # noqa: SLF001


def find_there(class_id: int, enrolment_id: int) -> ClassAttendance | None:
    """Return what is known of somebody at a class."""
    query = select(ClassAttendance).where(
        ClassAttendance.class_id == class_id, ClassAttendance.enrolment_id == enrolment_id
    )
    return db.session.scalar(query.execution_options(populate_existing=True))


def find_entry(course_id: int, class_id: int, attendance_id: int) -> ClassAttendance | None:
    """Return one line of the roll of this class of this course, with who may keep and sign it."""
    organiser = (
        contains_eager(ClassAttendance.held)
        .contains_eager(Class.cohort)
        .joinedload(Cohort.course)
        .joinedload(Course.organiser)
    )
    query = (
        select(ClassAttendance)
        .join(ClassAttendance.held)
        .join(Class.cohort)
        .where(ClassAttendance.id == attendance_id, Class.id == class_id)
        .where(Cohort.course_id == course_id)
        .options(
            organiser.selectinload(Organiser.teachers),
            organiser.joinedload(Organiser.unit),
            joinedload(ClassAttendance.enrolment).joinedload(Enrolment.person),
        )
    )
    return db.session.scalar(query)


def list_seated(held: Class, enrolment_ids: Collection[int]) -> Sequence[Enrolment]:
    """Return which of these are in the cohort of the class, always in the same order."""
    query = select(Enrolment).where(
        Enrolment.id.in_(enrolment_ids),
        Enrolment.cohort_id == held.cohort_id,
        Enrolment.status.in_(HAS_SEAT),
    )
    return db.session.scalars(query.order_by(Enrolment.id)).all()


def list_waiting(class_id: int, ids: Collection[int] | None = None) -> Sequence[ClassAttendance]:
    """Return what was entered by hand and nobody has signed yet, with whom it is about."""
    query = select(ClassAttendance).where(
        ClassAttendance.class_id == class_id, ClassAttendance.counted_at.is_(None)
    )
    if ids is not None:
        query = query.where(ClassAttendance.id.in_(ids))
    query = query.options(
        joinedload(ClassAttendance.enrolment).joinedload(Enrolment.person),
        joinedload(ClassAttendance.enterer),
    )
    query = query.order_by(ClassAttendance.enrolment_id)
    return db.session.scalars(query.execution_options(populate_existing=True)).all()


def is_counted(class_id: int) -> bool:
    """Tell whether anybody's attendance counts already."""
    query = select(
        exists().where(
            ClassAttendance.class_id == class_id, ClassAttendance.counted_at.is_not(None)
        )
    )
    return bool(db.session.scalar(query))


def count_present(class_id: int) -> int:
    """Count who is put down as having been there, signed or not."""
    query = select(func.count()).where(ClassAttendance.class_id == class_id)
    return db.session.scalar(query) or 0


def list_shown(class_id: int) -> Sequence[int]:
    """Return the keys of the lessons that were shown before the screen."""
    query = select(ClassShown.lesson_key).where(ClassShown.class_id == class_id)
    return db.session.scalars(query.order_by(ClassShown.slot)).all()


def list_noters(class_id: int) -> set[int]:
    """Return who has put down what was shown and asked: they do not sign for it."""
    shown = select(ClassShown.entered_by).where(ClassShown.class_id == class_id)
    asked = select(SpotQuestion.noted_by).where(SpotQuestion.class_id == class_id)
    return set(db.session.scalars(shown.union(asked)))


def list_shown_titles(held: Class) -> Sequence[str]:
    """Return what the lessons that were shown are called in what is published now."""
    of_live = and_(Lesson.key == ClassShown.lesson_key, is_live(held.course_id))
    query = select(Lesson.title).join(ClassShown, of_live).where(ClassShown.class_id == held.id)
    return db.session.scalars(query.order_by(ClassShown.slot)).all()


def list_asked(class_id: int) -> Sequence[SpotQuestion]:
    """Return what was asked, and of whom, as it was noted."""
    query = select(SpotQuestion).where(SpotQuestion.class_id == class_id)
    person = joinedload(SpotQuestion.enrolment).joinedload(Enrolment.person)
    return db.session.scalars(query.options(person).order_by(SpotQuestion.id)).all()


def count_asked(class_id: int) -> int:
    query = select(func.count()).where(SpotQuestion.class_id == class_id)
    return db.session.scalar(query) or 0


def list_completed(
    version_id: int, keys: Collection[int], kinds: Collection[LessonKind]
) -> Sequence[Lesson]:
    """Return which of these lessons are of these kinds in the version that somebody learns."""
    query = select(Lesson).where(
        Lesson.version_id == version_id, Lesson.key.in_(keys), Lesson.kind.in_(kinds)
    )
    return db.session.scalars(query.order_by(Lesson.position)).all()


def list_unsigned(branch_ids: Collection[int], *, limit: int) -> Sequence[tuple[Class, datetime]]:
    """Return classes in the villages of these branches with a roll to sign, and since when."""
    since = func.min(ClassAttendance.entered_at)
    waiting = (
        select(ClassAttendance.class_id, since.label("since"))
        .where(ClassAttendance.counted_at.is_(None))
        .group_by(ClassAttendance.class_id)
        .subquery()
    )
    query = (
        select(Class, waiting.c.since)
        .join(waiting, waiting.c.class_id == Class.id)
        .join(Class.cohort)
        .join(Cohort.course)
        .join(Course.organiser)
        .join(Unit, Unit.id == Organiser.unit_id)
        .where(Unit.branch_id.in_(branch_ids), Class.cancelled_at.is_(None))
        .options(contains_eager(Class.cohort))
        .order_by(waiting.c.since, Class.id)
        .limit(limit)
    )
    return [(held, moment) for held, moment in db.session.execute(query)]
