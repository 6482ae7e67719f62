"""Organisers and their courses as the branch sees them that verifies them."""

from dataclasses import dataclass

from sqlalchemy import and_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from core.db import db
from core.sponsorship.models import Sponsorship
from training.courses.models import (
    Course,
    CourseVersion,
    Lesson,
    Organiser,
    Teacher,
    VersionStatus,
)
from training.courses.queries.building import lesson_of
from training.courses.queries.organisers import STANDING, UNDER_WAY
from training.courses.rules.words import KIND


@dataclass(frozen=True)
class AtDesk:
    """An organiser with the verification that makes it this branch's concern."""

    organiser: Organiser
    sponsorship: Sponsorship

    @property
    def branch_id(self) -> int:
        return self.sponsorship.branch_id

    @property
    def steward_id(self) -> int | None:
        return self.sponsorship.serving_id


@dataclass(frozen=True)
class CourseAtDesk:
    """A course that is switched on, as it was published, for who may look at its organiser."""

    at_desk: AtDesk
    course: Course
    live: CourseVersion

    @property
    def branch_id(self) -> int:
        return self.at_desk.branch_id

    @property
    def steward_id(self) -> int | None:
        return self.at_desk.steward_id

    @property
    def waits(self) -> bool:
        """Tell whether the steward has not put it there, or not since it was changed."""
        it, sponsorship = self.course, self.at_desk.sponsorship
        if it.sponsorship_id != sponsorship.id or it.put_under_at is None:
            return True
        return it.changed_at > it.put_under_at


@dataclass(frozen=True)
class LessonAtDesk:
    """A lesson of such a course."""

    of: CourseAtDesk
    lesson: Lesson

    @property
    def branch_id(self) -> int:
        return self.of.branch_id

    @property
    def steward_id(self) -> int | None:
        return self.of.steward_id


def find_at_desk(branch_id: int, organiser_id: int) -> AtDesk | None:
    """Return the organiser if this branch verifies it or has verified it, else None."""
    rows = db.session.execute(
        select(Organiser, Sponsorship)
        .join(Sponsorship, and_(Sponsorship.kind == KIND, Sponsorship.ref == Organiser.id))
        .where(Organiser.id == organiser_id, Organiser.closed_at.is_(None))
        .where(Sponsorship.branch_id == branch_id)
        .where(Sponsorship.status.in_((*UNDER_WAY, *STANDING)))
        .options(
            joinedload(Organiser.unit),
            selectinload(Organiser.teachers).joinedload(Teacher.person),
        )
    )
    found = sorted(
        (AtDesk(*row) for row in rows), key=lambda each: each.sponsorship.status not in STANDING
    )
    return found[0] if found else None


def find_course_at_desk(branch_id: int, organiser_id: int, course_id: int) -> CourseAtDesk | None:
    """Return what this organiser has published and switched on if this branch verifies it."""
    at_desk = find_at_desk(branch_id, organiser_id)
    live = db.session.scalar(
        select(CourseVersion)
        .join(CourseVersion.course)
        .where(Course.id == course_id, Course.organiser_id == organiser_id)
        .where(Course.is_on, Course.removed_at.is_(None))
        .where(CourseVersion.status == VersionStatus.LIVE)
        .options(contains_eager(CourseVersion.course))
    )
    return CourseAtDesk(at_desk, live.course, live) if at_desk and live else None


def find_lesson_at_desk(
    branch_id: int, organiser_id: int, course_id: int, key: int
) -> LessonAtDesk | None:
    """Return a lesson of such a course, with its files."""
    found = find_course_at_desk(branch_id, organiser_id, course_id)
    lesson = lesson_of(found.live, key) if found else None
    return LessonAtDesk(found, lesson) if found and lesson else None
