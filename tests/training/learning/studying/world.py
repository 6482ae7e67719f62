"""A verified school with a course of lessons of each kind; `learner` is in it since yesterday."""

import uuid
from datetime import UTC, date, datetime, timedelta
from io import BytesIO

from sqlalchemy import func, select

from core.branches.actors import find_actor
from core.db import db, writing
from core.sponsorship.models import Kinship, Sponsorship, SponsorshipStatus, Visit, Visitor
from core.storage.recorded import lay_recording
from core.storage.recordings import Recording, RecordingType
from tests.core.storage import media
from training.courses.models import (
    Chapter,
    Course,
    CourseVersion,
    FileRole,
    Lesson,
    LessonFile,
    LessonKind,
    Organiser,
    Subject,
    Teacher,
    VersionStatus,
)
from training.learning.models import (
    Enrolment,
    EnrolmentHow,
    EnrolmentStatus,
    Progress,
    ProgressEvent,
    Report,
)

DAY = timedelta(days=1)
LONG_AGO = datetime(2025, 1, 1, tzinfo=UTC)
TEXT, FILM, PRACTICE, LAST = 1, 2, 3, 4
SECONDS, MINUTES = 600, 10


class School:
    """Lessons by key: 1 text, 2 a film of ten minutes, 3 work at home, 4 text."""

    sponsorship = None

    def __init__(self, make, at, *, unit, teacher):
        self.make, self.at, self.unit, self.teacher = make, at, unit, teacher
        self.organiser = make.add(
            Organiser(
                name="桃源夜校",
                unit_id=self.unit.id,
                address="桃源镇新街 1 号",
                made_by=self.teacher.id,
                made_at=LONG_AGO,
            )
        )
        self.teaches(self.teacher, is_keeper=True)

    def furnish(self):
        """Put in the course, and what it says now."""
        self.course = self.make_course()
        self.version = self.make_version()

    def teaches(self, person, **kw):
        row = {"organiser_id": self.organiser.id, "person_id": person.id, "since": LONG_AGO}
        return self.make.add(Teacher(**row, **kw))

    def verified(self, branch, officer):
        """Return the verification, for which the officer went there and decided."""
        found = self.make.add(
            Sponsorship(
                kind="organiser",
                ref=self.organiser.id,
                branch_id=branch.id,
                asked_by=self.teacher.id,
                asked_at=LONG_AGO,
                status_at=LONG_AGO,
                decided_at=LONG_AGO,
                valid_from=date(2025, 1, 1),
                valid_until=date(2099, 12, 31),
                steward_id=officer.id,
                status=SponsorshipStatus.ACTIVE,
            )
        )
        saved = {"saved_at": LONG_AGO, "saved_by": officer.id, "handed_in_at": LONG_AGO}
        visit = self.make.add(Visit(sponsorship_id=found.id, day=LONG_AGO.date(), **saved))
        for decided in (False, True):
            who = {"person_id": officer.id, "kinship": Kinship.NONE, "declared_at": LONG_AGO}
            self.make.add(Visitor(visit_id=visit.id, decided=decided, **who))
        return found

    def make_course(self, **kw):
        made = {"organiser_id": self.organiser.id, "subject": Subject.FOOD, **kw}
        if self.sponsorship:
            under = {"sponsorship_id": self.sponsorship.id, "put_under_at": LONG_AGO}
            made = {**under, "is_on": True, **made}
        return self.make.add(
            Course(
                listed_at=LONG_AGO,
                made_by=self.teacher.id,
                made_at=LONG_AGO,
                changed_at=LONG_AGO,
                **made,
            )
        )

    def make_version(self, course=None, status=VersionStatus.LIVE, kinds=None, **kw):
        """Return a version with lessons; `kinds` are those of its lessons, keys from 1."""
        kinds = kinds or (LessonKind.TEXT, LessonKind.VIDEO, LessonKind.PRACTICE, LessonKind.TEXT)
        made = {"number": 1, "title": "做吃的要干净", "summary": "从洗手学起", **kw}
        made.setdefault("minutes", MINUTES * len(kinds))
        version = self.make.add(
            CourseVersion(
                course_id=(course or self.course).id,
                status=status,
                made_by=self.teacher.id,
                made_at=LONG_AGO,
                changed_at=LONG_AGO,
                published_at=LONG_AGO,
                **made,
            )
        )
        chapter = self.make.add(Chapter(version_id=version.id, position=1, title="第一章"))
        for key, kind in enumerate(kinds, 1):
            self.make_lesson(version, chapter, key, kind)
        return version

    def make_lesson(self, version, chapter, key, kind):
        is_film = kind is LessonKind.VIDEO
        lesson = self.make.add(
            Lesson(
                version_id=version.id,
                chapter_id=chapter.id,
                key=key,
                position=key,
                kind=kind,
                title=f"第{key}讲",
                minutes=MINUTES,
                body=f"先把手洗干净，版本{version.number}，第{key}讲。",
                points=["洗手"],
                asks=["水龙头", "肥皂"] if kind is LessonKind.PRACTICE else [],
                seconds=SECONDS if is_film else 0,
                transcript="大家好，今天讲洗手。" if is_film else "",
            )
        )
        if is_film:
            recording = self.make_recording()
            self.make.add(
                LessonFile(lesson_id=lesson.id, recording_id=recording.id, role=FileRole.MEDIA)
            )
        return lesson

    def make_recording(self):
        film, space = media.MP4, f"organiser:{self.organiser.id}"
        kinds = frozenset(RecordingType)
        laid = lay_recording("wash.mp4", BytesIO(film), len(film), kinds=kinds, space=space)
        return self.make.add(
            Recording(
                ref=laid.ref,
                name=laid.name,
                media_type=laid.media_type,
                size=laid.size,
                sha256=laid.sha256,
                space=laid.space,
                owner_id=self.teacher.id,
                created_at=LONG_AGO,
            )
        )

    def enrol(self, person, version=None, status=EnrolmentStatus.IN, **kw):
        version = version or self.version
        ended = {EnrolmentStatus.PASSED: "passed_at", EnrolmentStatus.OUT: "ended_at"}
        if status in ended:
            kw[ended[status]] = self.at
        enrolment = self.make.add(
            Enrolment(
                course_id=version.course_id,
                version_id=version.id,
                person_id=person.id,
                status=status,
                how=EnrolmentHow.TAP,
                enrolled_by=person.id,
                enrolled_at=self.at - DAY,
                **kw,
            )
        )
        self.count_learners(version.course_id)
        return enrolment

    @staticmethod
    def count_learners(course_id):
        """Let the course have as many learners as it has."""
        learning = (EnrolmentStatus.IN, EnrolmentStatus.PASSED)
        query = select(func.count(Enrolment.person_id.distinct()))
        query = query.where(Enrolment.course_id == course_id, Enrolment.status.in_(learning))
        with writing():
            db.session.get(Course, course_id).learners = db.session.scalar(query)

    def actor(self, person):
        return find_actor(person.id, at=self.at)

    def lesson(self, key, version=None):
        version = version or self.version
        query = select(Lesson).where(Lesson.version_id == version.id, Lesson.key == key)
        return db.session.scalars(query).one()

    def url(self, key=TEXT, what=""):
        return f"/learn/{self.course.id}/{key}{what}"

    def begun(self, key=FILM, ago=timedelta(hours=1), enrolment=None):
        """Let the server have heard of this lesson so long ago."""
        row = {"enrolment_id": (enrolment or self.enrolment).id, "lesson_key": key}
        return self.make.add(Progress(**row, opened_at=self.at - ago))

    def progress(self, key=FILM, enrolment=None):
        db.session.rollback()
        query = select(Progress).where(
            Progress.enrolment_id == (enrolment or self.enrolment).id, Progress.lesson_key == key
        )
        return db.session.scalar(query)

    def all_done(self, but=(), enrolment=None):
        """Let all lessons be done but these."""
        enrolment = enrolment or self.enrolment
        query = select(Lesson.key).where(Lesson.version_id == enrolment.version_id)
        for key in set(db.session.scalars(query)) - set(but):
            row = {"enrolment_id": enrolment.id, "lesson_key": key}
            self.make.add(Progress(**row, opened_at=self.at - DAY, done_at=self.at - DAY))

    def report(self, enrolment=None, **kw):
        """Return a report as it stands in the table, without photos."""
        row = {"enrolment_id": (enrolment or self.enrolment).id, "lesson_key": PRACTICE}
        return self.make.add(Report(**row, words="做好了", handed_in_at=self.at, **kw))

    def events(self):
        db.session.rollback()
        return db.session.query(ProgressEvent).count()

    def reports(self):
        db.session.rollback()
        return db.session.scalars(select(Report).order_by(Report.id)).all()

    def status(self, enrolment=None):
        db.session.rollback()
        return db.session.get(Enrolment, (enrolment or self.enrolment).id).status

    def switch_exam(self, questions, version=None):
        """Let the course end with an exam, or without."""
        with writing():
            row = db.session.get(CourseVersion, (version or self.version).id)
            row.questions = questions

    def message(self, *events, enrolment=None):
        """Return what a phone sends."""
        enrolment = enrolment or self.enrolment
        return {"enrolment": enrolment.id, "events": list(events)}

    def event(self, kind, at=None, **more):
        at = at or self.at
        made = {"id": str(uuid.uuid4()), "kind": kind, "at": int(at.timestamp() * 1000)}
        return {**made, **{name.rstrip("_"): value for name, value in more.items()}}

    def played(self, start, end, **kw):
        return self.event("played", from_=start, to=end, **kw)

    def placed(self, to, **kw):
        return self.event("position", to=to, **kw)


class World(School):
    """A school that is verified, with somebody who learns in it."""

    def __init__(self, make, at):
        self.branch = make.branch("夜校党支部")
        self.officer = make.officer(self.branch, person=make.person(name="王正国"))
        unit, teacher = make.unit(self.branch, name="夜校村"), make.person(name="陈老师")
        super().__init__(make, at, unit=unit, teacher=teacher)
        self.sponsorship = self.verified(self.branch, self.officer)
        self.furnish()
        self.learner = make.person(name="张桂兰")
        self.enrolment = self.enrol(self.learner)


def told(client, url, message):
    """Send what a phone tells, as its script does."""
    return client.post(url, json=message, headers={"X-CSRFToken": client.token()})
