"""A course with a film and a sound in its draft, and one that is published."""

from datetime import UTC, datetime
from io import BytesIO

from core.branches.actors import find_actor
from core.db import db, writing
from core.storage.recorded import lay_recording
from core.storage.recordings import RecordingType
from tests.core.storage import media
from training.courses.models import (
    Chapter,
    Course,
    CourseVersion,
    Lesson,
    LessonFile,
    LessonKind,
    Organiser,
    Subject,
    Teacher,
    VersionStatus,
)
from training.courses.operations import recordings as operations
from training.courses.queries.recordings import find_place

LONG_AGO = datetime(2025, 1, 1, tzinfo=UTC)
FILM, SOUND, TEXT = 1, 2, 3


class World:
    """Teacher Chen builds the courses of a school in a village; `key` 1 is a film, 2 a sound."""

    def __init__(self, make, at, *, teacher=None, unit=None):
        self.make, self.at = make, at
        self.unit = unit or make.unit()
        self.teacher = teacher or make.person(name="陈老师")
        self.organiser = self.make_organiser(self.teacher)
        self.course = self.make_course()
        self.draft = self.make_version()

    def make_organiser(self, *teachers):
        organiser = self.make.add(
            Organiser(
                name="桃源夜校",
                unit_id=self.unit.id,
                address="桃源村 1 号",
                made_by=teachers[0].id,
                made_at=LONG_AGO,
            )
        )
        for person in teachers:
            self.teach(organiser, person)
        return organiser

    def teach(self, organiser, person, **kw):
        made = {"is_keeper": True, "since": LONG_AGO, **kw}
        return self.make.add(Teacher(organiser_id=organiser.id, person_id=person.id, **made))

    def make_course(self, organiser=None, **kw):
        organiser = organiser or self.organiser
        made = {"made_by": self.teacher.id, "made_at": LONG_AGO, "changed_at": LONG_AGO, **kw}
        return self.make.add(
            Course(organiser_id=organiser.id, subject=Subject.FOOD, listed_at=LONG_AGO, **made)
        )

    def make_version(self, status=VersionStatus.DRAFT, number=1, course=None, **kw):
        """Return a version with a film, a sound and a text."""
        course = course or self.course
        when = None if status is VersionStatus.DRAFT else LONG_AGO
        version = self.make.add(
            CourseVersion(
                course_id=course.id,
                number=number,
                status=status,
                title="看标签",
                made_by=self.teacher.id,
                made_at=LONG_AGO,
                changed_at=LONG_AGO,
                published_at=when,
                **kw,
            )
        )
        chapter = self.make.add(Chapter(version_id=version.id, position=1, title="第一章"))
        kinds = (LessonKind.VIDEO, LessonKind.AUDIO, LessonKind.TEXT)
        for key, kind in enumerate(kinds, 1):
            self.make.add(
                Lesson(
                    version_id=version.id,
                    chapter_id=chapter.id,
                    key=key,
                    position=key,
                    kind=kind,
                    title=f"第{key}课",
                )
            )
        return version

    def place(self, key=FILM, course=None):
        return find_place((course or self.course).id, key)

    def lesson(self, key=FILM, version=None):
        version = version or self.draft
        db.session.expire_all()
        return db.session.query(Lesson).filter_by(version_id=version.id, key=key).one()

    def actor(self, person=None):
        return find_actor((person or self.teacher).id, at=self.at)

    def put(self, key=FILM, data=media.MP4, name="第一课.mp4", course=None):
        """Put a recording into a lesson of the draft, in both steps; return it."""
        place = self.place(key, course)
        kinds = frozenset(RecordingType)
        laid = lay_recording(name, BytesIO(data), len(data), kinds=kinds, space=place.space)
        do = operations.put_captions if name.endswith(".vtt") else operations.put_media
        with writing():
            do(place, laid, by=self.actor(), at=self.at)
        return next(
            each.recording
            for each in self.place(key, course).lesson.files
            if each.recording.ref == laid.ref
        )

    def copy(self, version, into):
        """Let the lessons of another version show the same files, as publishing a new one does."""
        for each in db.session.query(Lesson).filter_by(version_id=version.id).all():
            twin = db.session.query(Lesson).filter_by(version_id=into.id, key=each.key).one()
            for file in each.files:
                self.make.add(
                    LessonFile(lesson_id=twin.id, role=file.role, recording_id=file.recording_id)
                )

    def publish(self, version=None):
        """Let the draft be what everybody sees, as publishing does, and nothing besides."""
        version = version or self.draft
        with writing():
            values = {"status": VersionStatus.LIVE, "published_at": LONG_AGO}
            db.session.query(CourseVersion).filter_by(id=version.id).update(values)
