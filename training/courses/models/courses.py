"""Courses, the versions that learners begin, and what these consist of."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Base
from core.qualifications.models import QualificationKind
from core.storage.models import StoredFile
from core.storage.recordings import Recording
from training.courses.models.organisers import Organiser


class Subject(StrEnum):
    """What a course is about."""

    FOOD, SELLING, BUSINESS = "food", "selling", "business"
    HOSTING, FARMING, CRAFT = "hosting", "farming", "craft"
    PHONE, LAW = "phone", "law"


class Level(StrEnum):
    """From the beginning, for who knows something of it, for who does it already."""

    BEGINNER, MIDDLE, ADVANCED = "beginner", "middle", "advanced"


class Course(Base):
    """A course of an organiser, under a verification once the steward has put it there.

    What it says stands in its versions: at most one is live, at most one a draft. `is_on` is the
    organiser's own switch; `changed_at` is when what people read was last published.
    """

    __tablename__ = "training_course"
    __table_args__ = (
        CheckConstraint("(sponsorship_id IS NULL) = (put_under_at IS NULL)", name="put_under_when"),
        Index(None, "organiser_id", "id"),
        Index(None, "sponsorship_id"),
        Index(None, "subject", "listed_at", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organiser_id: Mapped[int] = mapped_column(ForeignKey("training_organiser.id"))
    subject: Mapped[Subject]
    unlocks: Mapped[QualificationKind | None]
    is_on: Mapped[bool] = mapped_column(default=False)
    listed_at: Mapped[datetime]  # when it was last switched on; the order of lists
    sponsorship_id: Mapped[int | None] = mapped_column(ForeignKey("sponsorship.id"))
    put_under_at: Mapped[datetime | None]
    put_under_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    made_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]
    learners: Mapped[int] = mapped_column(default=0)  # who is in it or has passed, moved with them

    organiser: Mapped[Organiser] = relationship()
    versions: Mapped[list["CourseVersion"]] = relationship(
        order_by="CourseVersion.number", back_populates="course"
    )

    @property
    def teacher_ids(self) -> frozenset[int]:
        return self.organiser.teacher_ids


class VersionStatus(StrEnum):
    """Being written, what who enrols now learns, and what some still learn."""

    DRAFT, LIVE, PAST = "draft", "live", "past"


DRAFT, LIVE = text("status = 'draft'"), text("status = 'live'")


class CourseVersion(Base):
    """What a course says; whoever has begun one finishes it, whatever is published meanwhile.

    `open_reading`: everybody may read its lessons, and nobody enrols. With `questions` 0 there is
    no exam. `pass_mark` is per cent; `exam_minutes` what an attempt lasts; after `attempts` tries
    one pauses `pause_hours`. `valid_months`: how long the certificate counts, 0 for ever.
    """

    __tablename__ = "training_version"
    __table_args__ = (
        CheckConstraint("length(title) > 0", name="has_title"),
        CheckConstraint("pass_mark BETWEEN 0 AND 100", name="pass_mark_within"),
        CheckConstraint("questions BETWEEN 0 AND 100", name="questions_within"),
        CheckConstraint(
            "questions = 0 OR (pass_mark > 0 AND exam_minutes > 0 AND attempts > 0)",
            name="exam_whole",
        ),
        CheckConstraint("NOT open_reading OR questions = 0", name="reading_has_no_exam"),
        CheckConstraint("minutes >= 0 AND valid_months >= 0 AND pause_hours >= 0", name="positive"),
        CheckConstraint("(status = 'draft') = (published_at IS NULL)", name="published_when"),
        UniqueConstraint("course_id", "number"),
        Index(
            "uq_training_version_draft",
            "course_id",
            unique=True,
            sqlite_where=DRAFT,
            postgresql_where=DRAFT,
        ),
        Index(
            "uq_training_version_live",
            "course_id",
            unique=True,
            sqlite_where=LIVE,
            postgresql_where=LIVE,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("training_course.id"))
    number: Mapped[int]
    status: Mapped[VersionStatus] = mapped_column(default=VersionStatus.DRAFT)
    title: Mapped[str] = mapped_column(String(40))
    summary: Mapped[str] = mapped_column(String(500), default="")
    for_whom: Mapped[str] = mapped_column(String(120), default="")
    level: Mapped[Level] = mapped_column(default=Level.BEGINNER)
    language: Mapped[str] = mapped_column(String(30), default="")  # 普通话, or a dialect
    minutes: Mapped[int] = mapped_column(default=0)  # the sum of its lessons', moved with them
    open_reading: Mapped[bool] = mapped_column(default=False)
    pass_mark: Mapped[int] = mapped_column(default=80)
    questions: Mapped[int] = mapped_column(default=0)
    exam_minutes: Mapped[int] = mapped_column(default=30)
    attempts: Mapped[int] = mapped_column(default=3)
    pause_hours: Mapped[int] = mapped_column(default=24)
    valid_months: Mapped[int] = mapped_column(default=0)
    made_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    published_at: Mapped[datetime | None]
    published_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    version: Mapped[int] = mapped_column(default=1)  # of the row, for two who write at once

    course: Mapped[Course] = relationship(back_populates="versions")
    chapters: Mapped[list["Chapter"]] = relationship(
        order_by="Chapter.position", back_populates="of"
    )
    lessons: Mapped[list["Lesson"]] = relationship(order_by="Lesson.position", back_populates="of")

    @property
    def teacher_ids(self) -> frozenset[int]:
        return self.course.teacher_ids


class Prerequisite(Base):
    """A course that one has passed before one enrols in this version."""

    __tablename__ = "training_prerequisite"

    version_id: Mapped[int] = mapped_column(ForeignKey("training_version.id"), primary_key=True)
    course_id: Mapped[int] = mapped_column(
        ForeignKey("training_course.id"), primary_key=True, index=True
    )

    course: Mapped[Course] = relationship()


class Chapter(Base):
    """Lessons that belong together."""

    __tablename__ = "training_chapter"
    __table_args__ = (Index(None, "version_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("training_version.id"))
    position: Mapped[int]
    title: Mapped[str] = mapped_column(String(40))

    of: Mapped[CourseVersion] = relationship(back_populates="chapters")

    @property
    def teacher_ids(self) -> frozenset[int]:
        return self.of.teacher_ids


class LessonKind(StrEnum):
    """What a lesson is: to read, to watch, to hear, a paper, work at home, a class, a test."""

    TEXT, VIDEO, AUDIO, PAPER = "text", "video", "audio", "paper"
    PRACTICE, CLASS, TEST = "practice", "class", "test"


class Lesson(Base):
    """One lesson of a version; `key` names it in addresses and stays the same in later versions.

    `body` is Markdown; a line `![alt](name)` shows the picture of that name. `points` are what one
    takes home, `asks` what the photos of a practice must show. `seconds` is how long the recording
    lasts, `transcript` what is said in it. `questions` and `pass_mark` belong to a test.
    """

    __tablename__ = "training_lesson"
    __table_args__ = (
        CheckConstraint("length(title) > 0", name="has_title"),
        CheckConstraint("minutes BETWEEN 0 AND 600", name="minutes_within"),
        CheckConstraint("seconds BETWEEN 0 AND 36000", name="seconds_within"),
        UniqueConstraint("version_id", "key"),
        Index(None, "version_id", "position"),
        Index(None, "chapter_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("training_version.id"))
    chapter_id: Mapped[int] = mapped_column(ForeignKey("training_chapter.id"))
    key: Mapped[int]
    position: Mapped[int]
    kind: Mapped[LessonKind] = mapped_column(default=LessonKind.TEXT)
    title: Mapped[str] = mapped_column(String(40))
    minutes: Mapped[int] = mapped_column(default=0)
    body: Mapped[str] = mapped_column(Text, default="")
    points: Mapped[list[Any]] = mapped_column(JSON, default=list)
    asks: Mapped[list[Any]] = mapped_column(JSON, default=list)
    seconds: Mapped[int] = mapped_column(default=0)
    transcript: Mapped[str] = mapped_column(Text, default="")
    questions: Mapped[int] = mapped_column(default=0)
    pass_mark: Mapped[int] = mapped_column(default=0)

    of: Mapped[CourseVersion] = relationship(back_populates="lessons")
    chapter: Mapped[Chapter] = relationship()
    files: Mapped[list["LessonFile"]] = relationship(
        order_by="LessonFile.id", back_populates="lesson"
    )

    @property
    def teacher_ids(self) -> frozenset[int]:
        return self.of.teacher_ids


class FileRole(StrEnum):
    """What a file is to its lesson."""

    PICTURE, MEDIA, CAPTIONS, PAPER = "picture", "media", "captions", "paper"


class LessonFile(Base):
    """A file of a lesson; a later version shows the same one, so nothing is uploaded twice."""

    __tablename__ = "training_lesson_file"
    __table_args__ = (
        CheckConstraint("(file_id IS NULL) <> (recording_id IS NULL)", name="one_of_two"),
        CheckConstraint(
            "(role IN ('media', 'captions')) = (recording_id IS NOT NULL)", name="media_is_recorded"
        ),
        UniqueConstraint("lesson_id", "role", "name"),
        Index(None, "file_id"),
        Index(None, "recording_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    lesson_id: Mapped[int] = mapped_column(ForeignKey("training_lesson.id"))
    file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    recording_id: Mapped[int | None] = mapped_column(ForeignKey("stored_recording.id"))
    role: Mapped[FileRole]
    name: Mapped[str] = mapped_column(String(40), default="")
    alt: Mapped[str] = mapped_column(String(120), default="")

    lesson: Mapped[Lesson] = relationship(back_populates="files")
    file: Mapped[StoredFile | None] = relationship()
    recording: Mapped[Recording | None] = relationship()

    @property
    def teacher_ids(self) -> frozenset[int]:
        return self.lesson.teacher_ids
