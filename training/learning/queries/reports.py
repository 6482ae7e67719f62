"""Reads of what was handed in: by its learner, and by the teachers of the course."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, and_, select
from sqlalchemy.orm import joinedload, selectinload

from core.accounts.models import Person
from core.db import db
from core.storage.models import StoredFile
from training.courses.models import Course, CourseVersion, Lesson, Organiser
from training.learning.models import Enrolment, Report, ReportPicture, ReportStatus

PAGE = 30
MOST_SHOWN = 20  # of one learner in one lesson


@dataclass(frozen=True)
class Marked:
    """A report as the teachers of its course see it."""

    report: Report
    course: Course
    lesson: Lesson

    @property
    def id(self) -> int:
        return self.report.id

    @property
    def teacher_ids(self) -> frozenset[int]:
        return self.course.teacher_ids


@dataclass(frozen=True)
class Seen:
    """A photo, for one of the two who may see it, in a size."""

    file: StoredFile
    person_id: int
    teacher_ids: frozenset[int]
    size: int


@dataclass(frozen=True, kw_only=True)
class Line:
    """A report in the teachers' list."""

    id: int
    status: ReportStatus
    handed_in_at: datetime
    name: str
    person_id: int
    lesson: str


def find_marked_course(course_id: int) -> Course | None:
    """Return a course with who teaches it."""
    query = select(Course).where(Course.id == course_id, Course.removed_at.is_(None))
    return db.session.scalar(
        query.options(joinedload(Course.organiser).selectinload(Organiser.teachers))
    )


def find_marked(course_id: int, report_id: int) -> Marked | None:
    """Return a report of this course with its photos and what it was asked for."""
    course = find_marked_course(course_id)
    query = (
        select(Report, Lesson)
        .join(Report.enrolment)
        .join(
            Lesson,
            and_(Lesson.version_id == Enrolment.version_id, Lesson.key == Report.lesson_key),
        )
        .where(Report.id == report_id, Enrolment.course_id == course_id)
        .options(
            joinedload(Report.enrolment).joinedload(Enrolment.person),
            joinedload(Report.enrolment).joinedload(Enrolment.of),
            selectinload(Report.pictures).joinedload(ReportPicture.file),
        )
    )
    found = db.session.execute(query).one_or_none()
    return Marked(found[0], course, found[1]) if found and course else None


def list_own(enrolment_id: int, lesson_key: int) -> Sequence[Report]:
    """Return what a learner has handed in for a lesson, the last first."""
    query = (
        select(Report)
        .where(Report.enrolment_id == enrolment_id, Report.lesson_key == lesson_key)
        .options(selectinload(Report.pictures).joinedload(ReportPicture.file))
        .order_by(Report.id.desc())
        .limit(MOST_SHOWN)
    )
    return db.session.scalars(query).all()


def find_last(enrolment_id: int, lesson_key: int) -> Report | None:
    """Return what was handed in last."""
    query = select(Report).where(
        Report.enrolment_id == enrolment_id, Report.lesson_key == lesson_key
    )
    return db.session.scalar(query.order_by(Report.id.desc()).limit(1))


def find_own_picture(
    course_id: int, *, key: int, picture_id: int, person_id: int
) -> StoredFile | None:
    """Return a photo that this person has handed in for this lesson."""
    query = (
        _pictures(course_id)
        .where(ReportPicture.id == picture_id, Report.lesson_key == key)
        .where(Enrolment.person_id == person_id)
    )
    return db.session.scalar(query)


def find_picture(course_id: int, *, report_id: int, picture_id: int) -> StoredFile | None:
    """Return a photo of a report of this course."""
    query = _pictures(course_id).where(ReportPicture.id == picture_id, Report.id == report_id)
    return db.session.scalar(query)


def _pictures(course_id: int) -> Select[StoredFile]:
    return (
        select(StoredFile)
        .join(ReportPicture, ReportPicture.file_id == StoredFile.id)
        .join(ReportPicture.report)
        .join(Report.enrolment)
        .where(Enrolment.course_id == course_id, StoredFile.deleted_at.is_(None))
    )


def list_page(course_id: int, *, waiting: bool, after: int | None) -> Sequence[Line]:
    """Return a page of the course's reports and one more.

    Of those that wait who has waited longest comes first; of the others the newest.
    """
    is_waiting = Report.status == ReportStatus.HANDED_IN
    query = (
        select(
            *(Report.id, Report.status, Report.handed_in_at),
            *(Person.name, Person.id.label("person_id"), Lesson.title.label("lesson")),
        )
        .join(Enrolment, Enrolment.id == Report.enrolment_id)
        .join(Person, Person.id == Enrolment.person_id)
        .join(
            Lesson,
            and_(Lesson.version_id == Enrolment.version_id, Lesson.key == Report.lesson_key),
        )
        .where(Enrolment.course_id == course_id, is_waiting if waiting else ~is_waiting)
        .order_by(Report.id if waiting else Report.id.desc())
        .limit(PAGE + 1)
    )
    if after is not None:
        query = query.where(Report.id > after if waiting else Report.id < after)
    return [Line(**row) for row in db.session.execute(query).mappings()]


def title_of(course_id: int) -> str:
    """Return what the newest version of a course is called."""
    query = select(CourseVersion.title).where(CourseVersion.course_id == course_id)
    return db.session.scalar(query.order_by(CourseVersion.number.desc()).limit(1)) or ""
