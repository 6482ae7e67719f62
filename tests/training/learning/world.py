"""A verified organiser in 桃源村 with a published course, and people who want to learn."""

from datetime import UTC, date, datetime, timedelta

from sqlalchemy import select

from core.branches.actors import find_actor
from core.certificates.models import Certificate
from core.clock import village_day
from core.db import db, writing
from core.notices.models import Notice
from core.sponsorship.models import Sponsorship, SponsorshipStatus
from core.waitlists.queries import list_of
from training.courses.models import (
    Chapter,
    Course,
    CourseVersion,
    Lesson,
    Organiser,
    Prerequisite,
    Subject,
    Teacher,
    VersionStatus,
)
from training.learning.models import Cohort, Enrolment, Progress
from training.learning.operations import enrolling
from training.learning.operations.passing import pass_course
from training.learning.rules.enrolments import source_of
from training.learning.rules.standing import KIND

LONG_AGO = datetime(2025, 1, 1, tzinfo=UTC)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


def told(person, event):
    """Return the notices of this event that somebody has."""
    query = select(Notice).where(
        Notice.person_id == person.id, Notice.event == f"enrolments.{event}"
    )
    return db.session.scalars(query.order_by(Notice.id)).all()


class World:
    """The fixtures' `at` is Tuesday 24 November 2026, 10 in the morning."""

    def __init__(self, make, at):
        self.make, self.at, self.today = make, at, village_day(at)
        self.branch = make.branch("桃源镇党委")
        self.unit = make.unit(self.branch, name="桃源村")
        self.officer = make.officer(self.branch)
        self.teacher = make.person(name="周老师")
        self.learner = make.person(name="张桂兰")
        self.organiser = self.make_organiser(self.teacher)
        self.course = self.make_course()

    def make_organiser(self, keeper, *, verified=True, unit=None):
        made = {"name": "桃源夜校", "address": "村委会二楼", "made_by": keeper.id}
        unit = unit or self.unit
        organiser = self.make.add(Organiser(unit_id=unit.id, made_at=LONG_AGO, **made))
        self.make.add(
            Teacher(organiser_id=organiser.id, person_id=keeper.id, is_keeper=True, since=LONG_AGO)
        )
        self.sponsorship = self.verify(organiser) if verified else None
        return organiser

    def verify(self, organiser):
        return self.make.add(
            Sponsorship(
                kind="organiser",
                ref=organiser.id,
                branch_id=self.branch.id,
                asked_by=self.officer.id,
                asked_at=LONG_AGO,
                status_at=LONG_AGO,
                decided_at=LONG_AGO,
                valid_from=date(2025, 1, 1),
                valid_until=date(2028, 12, 31),
                steward_id=self.officer.id,
                status=SponsorshipStatus.ACTIVE,
            )
        )

    def make_course(self, title="食品安全", lessons=3, *, needs=(), published=True, **kw):
        """Return a course that is on show, with so many lessons in its live version."""
        made = {"subject": Subject.FOOD, "made_by": self.teacher.id, "is_on": True}
        course = self.make.add(
            Course(
                organiser_id=self.organiser.id,
                sponsorship_id=self.sponsorship.id,
                put_under_at=LONG_AGO,
                put_under_by=self.officer.id,
                listed_at=LONG_AGO,
                made_at=LONG_AGO,
                changed_at=LONG_AGO,
                **made,
            )
        )
        self.version(course, title, lessons, published=published, **kw)
        for each in needs:
            self.make.add(Prerequisite(version_id=self.live(course).id, course_id=each.id))
        return course

    def version(self, course, title="食品安全", lessons=3, *, published=True, **kw):
        """Publish a version; the one before is past from now on."""
        before = self.live(course)
        if before is not None:
            with writing():
                db.session.merge(before).status = VersionStatus.PAST
        number = before.number + 1 if before else 1
        status = VersionStatus.LIVE if published else VersionStatus.DRAFT
        version = self.make.add(
            CourseVersion(
                course_id=course.id,
                number=number,
                title=title,
                status=status,
                made_by=self.teacher.id,
                made_at=LONG_AGO,
                changed_at=LONG_AGO,
                published_at=LONG_AGO if published else None,
                **kw,
            )
        )
        chapter = self.make.add(Chapter(version_id=version.id, position=1, title="第一章"))
        for key in range(1, lessons + 1):
            self.make.add(
                Lesson(
                    version_id=version.id,
                    chapter_id=chapter.id,
                    key=key,
                    position=key,
                    title=f"第{key}课",
                )
            )
        return version

    def live(self, course=None):
        query = select(CourseVersion).where(
            CourseVersion.course_id == (course or self.course).id,
            CourseVersion.status == VersionStatus.LIVE,
        )
        return db.session.scalar(query)

    def cohort(self, course=None, *, seats=2, starts=7, days=20, closes=5, **kw):
        """Return a cohort that starts in so many days, with the last day to enrol before."""
        course = course or self.course
        first = self.today + starts * DAY
        return self.make.add(
            Cohort(
                course_id=course.id,
                starts_on=first,
                ends_on=first + days * DAY,
                closes_on=self.today + closes * DAY,
                seats=seats,
                made_by=self.teacher.id,
                made_at=LONG_AGO,
                **kw,
            )
        )

    def actor(self, person=None):
        return find_actor((person or self.learner).id, at=self.at)

    def enrol(self, person=None, course=None, cohort=None, at=None, **kw):
        course_id = (course or self.course).id
        cohort_id = cohort.id if cohort else None
        kw.setdefault("is_grown", not kw)
        with writing():
            return enrolling.enrol(
                course_id, cohort_id=cohort_id, by=self.actor(person), at=at or self.at, **kw
            )

    def wait(self, person, cohort, at=None):
        with writing():
            return enrolling.wait(
                cohort.course_id, cohort_id=cohort.id, by=self.actor(person), at=at or self.at
            )

    def leave(self, enrolment, at=None):
        with writing():
            by = find_actor(enrolment.person_id, at=self.at)
            enrolling.leave(db.session.merge(enrolment), by=by, at=at or self.at)

    def passed(self, enrolment, at=None):
        with writing():
            pass_course(db.session.merge(enrolment), by=self.actor(), at=at or self.at)
        return enrolment

    def certificate(self, enrolment, **changes):
        """Return what was given when it was passed, with what has changed since."""
        with writing():
            made = db.session.scalars(
                select(Certificate).where(Certificate.source == source_of(enrolment.id))
            ).one()
            for name, value in changes.items():
                setattr(made, name, value)
        return made

    def done(self, enrolment, *keys):
        for key in keys:
            self.make.add(
                Progress(
                    enrolment_id=enrolment.id, lesson_key=key, opened_at=self.at, done_at=self.at
                )
            )

    def people(self, count):
        return [self.make.person(name=f"村民{number}") for number in range(count)]

    def again(self, row):
        """Return the row as it stands now."""
        db.session.rollback()
        return db.session.get_one(type(row), row.id)

    def enrolments(self, course=None):
        db.session.rollback()
        query = select(Enrolment).where(Enrolment.course_id == (course or self.course).id)
        return db.session.scalars(query.order_by(Enrolment.id)).all()


def counts(world, cohort):
    found = world.again(cohort)
    return found.taken, found.held


def waits(person):
    db.session.rollback()
    return [(wait.status.value, place) for wait, place in list_of(KIND, person_id=person.id)]
