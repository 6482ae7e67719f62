"""The school of the lessons, with learners who enrolled long ago."""

import secrets
from datetime import timedelta

from sqlalchemy import select

from core.accounts.models import Person
from core.clock import village_day
from core.db import db, writing
from core.qualifications.models import Qualification, QualificationKind, Source
from tests.training.learning.studying.world import World as Studying
from training.courses.models import CourseVersion, LessonKind, VersionStatus
from training.exams.models import Attempt, AttemptStatus
from training.figures.rules import begin_of, months_before
from training.learning.models import Cohort, Enrolment, EnrolmentStatus, Progress, ProgressEvent

DAY = timedelta(days=1)


class World(Studying):
    """Makes what the pictures count, as rows."""

    def learns(self, name, *, days=30, done=(), opened=(), heard=None, **kw):
        """Return the enrolment of somebody so many days ago; `heard`: days since the last event."""
        at = self.at
        enrolment = self.enrol(self.make.person(name=name), enrolled_at=at - days * DAY, **kw)
        for key in (*done, *opened):
            moment = at - (days - key) * DAY
            self.make.add(
                Progress(
                    enrolment_id=enrolment.id,
                    lesson_key=key,
                    opened_at=moment,
                    done_at=moment if key in done else None,
                )
            )
        if heard is not None:
            self.make.add(
                ProgressEvent(
                    enrolment_id=enrolment.id,
                    event=secrets.token_hex(8),
                    received_at=at - heard * DAY,
                )
            )
        return enrolment

    def enrol(self, person, version=None, status=EnrolmentStatus.IN, **kw):
        enrolled_at = kw.pop("enrolled_at", None)
        made = super().enrol(person, version, status, **kw)
        if enrolled_at is not None:
            self.change(made, enrolled_at=enrolled_at)
        return made

    @staticmethod
    def change(row, **values):
        with writing():
            mine = db.session.merge(row)
            for name, value in values.items():
                setattr(mine, name, value)

    def tried(self, enrolment, score, *, days=20, passed=None):
        start = self.at - days * DAY
        over = score is not None
        return self.make.add(
            Attempt(
                ref=secrets.token_hex(16),
                enrolment_id=enrolment.id,
                lesson_key=None,
                seed=1,
                paper=[],
                status=AttemptStatus.HANDED_IN if over else AttemptStatus.OPEN,
                started_at=start,
                ends_at=start + timedelta(minutes=30),
                ended_at=start + timedelta(minutes=10) if over else None,
                score=score,
                right=0 if over else None,
                passed=(score >= 80 if passed is None else passed) if over else None,
            )
        )

    def cohort(self, starts):
        first = village_day(self.at) + starts * DAY
        return self.make.add(
            Cohort(
                course_id=self.course.id,
                starts_on=first,
                ends_on=first + 30 * DAY,
                closes_on=first,
                seats=30,
                taken=1,
                made_by=self.teacher.id,
                made_at=self.at - 60 * DAY,
            )
        )

    def trained(self, count, course=None, months=1, unit=None):
        """Let so many who live in the village have passed, so many months before this one."""
        version = self.version if course is None else self.live_of(course)
        first = months_before(village_day(self.at))[-1 - months]
        for number in range(count):
            person = self.make.resident(unit or self.unit, self.make.person(name=f"学员{number}"))
            made = super().enrol(person, version, EnrolmentStatus.PASSED)
            self.change(made, passed_at=begin_of(first) + DAY)

    def live_of(self, course):
        query = select(CourseVersion).where(CourseVersion.course_id == course.id)
        return db.session.scalar(query) or self.make_version(course, title="别的课")

    def qualified(self, name, until, *, person=None, lives=True, **kw):
        """Return a qualification of somebody in the village, that counts so many days more."""
        person = person or self.make.person(name=name)
        if lives:
            self.make.resident(self.unit, person)
        today = village_day(self.at)
        made = {
            "kind": QualificationKind.FOOD_SELLER,
            "valid_from": today - 300 * DAY,
            "valid_until": today + until * DAY,
            "source": Source.COURSE,
            "number": secrets.token_hex(6),
            "issuer": "桃源夜校",
            "recorded_at": self.at,
        }
        return self.make.add(Qualification(person_id=person.id, **{**made, **kw}))

    @property
    def today(self):
        return village_day(self.at)

    def by_id(self, enrolment_id):
        return db.session.get_one(Enrolment, enrolment_id)

    def by_person(self, enrolment, opened=()):
        """Return a new enrolment of who has been in the course before."""
        made = self.enrol(db.session.get_one(Person, enrolment.person_id))
        for key in opened:
            self.begun(key, enrolment=made)
        return made

    def next_version(self, kinds):
        """Publish one more version, with fewer lessons."""
        self.change(self.version, status=VersionStatus.PAST)
        return self.make_version(number=2, kinds=[LessonKind.TEXT] * kinds)

    def at_desk(self, what=""):
        return f"/teach/courses/{self.course.id}/figures{what}"

    def at_branch(self, what=""):
        return f"/desk/{self.branch.id}/school{what}"
