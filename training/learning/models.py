"""Cohorts, enrolments, what was opened and watched, and what was done at home."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.accounts.models import Person
from core.db import Base
from core.storage.models import StoredFile
from training.courses.models import Course, CourseVersion


class Cohort(Base):
    """A course held for a group from a day to a day, with so many seats.

    `taken` have a seat, `held` are offered one from the waiting list. With fewer than `least`
    enrolled on the last day to enrol it is not held.
    """

    __tablename__ = "training_cohort"
    __table_args__ = (
        CheckConstraint("seats BETWEEN 1 AND 500", name="seats_within"),
        CheckConstraint("least BETWEEN 0 AND seats", name="least_within"),
        CheckConstraint("taken >= 0 AND held >= 0 AND taken + held <= seats", name="not_full"),
        CheckConstraint("starts_on <= ends_on AND closes_on <= ends_on", name="forward"),
        Index(None, "course_id", "starts_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("training_course.id"))
    words: Mapped[str] = mapped_column(String(200), default="")
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    closes_on: Mapped[date]  # the last day to enrol
    seats: Mapped[int]
    least: Mapped[int] = mapped_column(default=0)
    taken: Mapped[int] = mapped_column(default=0)
    held: Mapped[int] = mapped_column(default=0)
    made_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime]
    cancelled_at: Mapped[datetime | None]
    cancel_why: Mapped[str] = mapped_column(String(200), default="")

    course: Mapped[Course] = relationship()

    @property
    def free(self) -> int:
        """How many seats nobody has and nobody is kept."""
        return self.seats - self.taken - self.held

    @property
    def teacher_ids(self) -> frozenset[int]:
        return self.course.teacher_ids


class EnrolmentStatus(StrEnum):
    """Learning, gone, through with it."""

    IN, OUT, PASSED = "in", "out", "passed"


class EnrolmentHow(StrEnum):
    """How a place was taken: by a tap, or from the waiting list."""

    TAP, WAIT = "tap", "wait"


LEARNING = text("status = 'in'")


class Enrolment(Base):
    """A person's place in a course, and the version that they learn to the end.

    `guardian` is the name of the parent who agreed for a child under fourteen (个人信息保护法 31).
    """

    __tablename__ = "training_enrolment"
    __table_args__ = (
        CheckConstraint("(status = 'passed') = (passed_at IS NOT NULL)", name="passed_when"),
        CheckConstraint("(status = 'out') = (ended_at IS NOT NULL)", name="ended_when"),
        Index(
            "uq_training_enrolment_in",
            "course_id",
            "person_id",
            unique=True,
            sqlite_where=LEARNING,
            postgresql_where=LEARNING,
        ),
        Index(None, "person_id", "id"),
        Index(None, "cohort_id", "status"),
        Index(None, "version_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[int] = mapped_column(ForeignKey("training_course.id"))
    version_id: Mapped[int] = mapped_column(ForeignKey("training_version.id"))
    cohort_id: Mapped[int | None] = mapped_column(ForeignKey("training_cohort.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    status: Mapped[EnrolmentStatus] = mapped_column(default=EnrolmentStatus.IN)
    how: Mapped[EnrolmentHow]
    guardian: Mapped[str] = mapped_column(String(40), default="")
    enrolled_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    enrolled_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    passed_at: Mapped[datetime | None]

    course: Mapped[Course] = relationship()
    of: Mapped[CourseVersion] = relationship()
    cohort: Mapped[Cohort | None] = relationship()
    person: Mapped[Person] = relationship(foreign_keys=[person_id])


class Progress(Base):
    """How far a learner is in one lesson (by its `key`); the server's word, on every device.

    `watched` are the parts of a recording that were really played, united: `[[from, to], …]` in
    seconds, in order, apart; `credit` is their sum. `position` is where to go on, told by the event
    `position_of` at `position_at`. Whatever order events come in, and however often: the same.
    """

    __tablename__ = "training_progress"
    __table_args__ = (
        UniqueConstraint("enrolment_id", "lesson_key"),
        CheckConstraint("credit >= 0 AND position >= 0", name="positive"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("training_enrolment.id"))
    lesson_key: Mapped[int]
    opened_at: Mapped[datetime]
    watched: Mapped[list[Any]] = mapped_column(JSON, default=list)
    credit: Mapped[int] = mapped_column(default=0)
    position: Mapped[int] = mapped_column(default=0)
    position_at: Mapped[datetime | None]
    position_of: Mapped[str] = mapped_column(String(36), default="")
    done_at: Mapped[datetime | None]


class ProgressEvent(Base):
    """One thing that a phone told about learning, by the id it gave it: taken in once."""

    __tablename__ = "training_progress_event"

    enrolment_id: Mapped[int] = mapped_column(ForeignKey("training_enrolment.id"), primary_key=True)
    event: Mapped[str] = mapped_column(String(36), primary_key=True)
    received_at: Mapped[datetime] = mapped_column(index=True)


class ReportStatus(StrEnum):
    """Handed in, accepted, to be done once more."""

    HANDED_IN, ACCEPTED, AGAIN = "handed_in", "accepted", "again"


HANDED_IN = text("status = 'handed_in'")


class Report(Base):
    """What a learner has done at home, with photos, and what a teacher says to it."""

    __tablename__ = "training_report"
    __table_args__ = (
        CheckConstraint("(status = 'handed_in') = (looked_at IS NULL)", name="looked_when"),
        CheckConstraint("status <> 'again' OR answer <> ''", name="again_says_why"),
        Index(
            "uq_training_report_open",
            "enrolment_id",
            "lesson_key",
            unique=True,
            sqlite_where=HANDED_IN,
            postgresql_where=HANDED_IN,
        ),
        Index(None, "enrolment_id", "lesson_key", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("training_enrolment.id"))
    lesson_key: Mapped[int]
    words: Mapped[str] = mapped_column(String(1000), default="")
    status: Mapped[ReportStatus] = mapped_column(default=ReportStatus.HANDED_IN)
    handed_in_at: Mapped[datetime]
    looked_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    looked_at: Mapped[datetime | None]
    answer: Mapped[str] = mapped_column(String(500), default="")

    enrolment: Mapped[Enrolment] = relationship()
    pictures: Mapped[list["ReportPicture"]] = relationship(order_by="ReportPicture.id")

    @property
    def person_id(self) -> int:
        return self.enrolment.person_id


class ReportPicture(Base):
    """A photo of a report; private: its learner and the course's teachers see it."""

    __tablename__ = "training_report_picture"
    __table_args__ = (UniqueConstraint("report_id", "file_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("training_report.id"))
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"), index=True)

    report: Mapped[Report] = relationship(back_populates="pictures")
    file: Mapped[StoredFile] = relationship()


class ClassWay(StrEnum):
    """At a place, online, or before a village's screen for people without phones."""

    PLACE, ONLINE, SCREEN = "place", "online", "screen"


class Class(Base):
    """A time at which a cohort meets, for the lesson (by its `key`) that being there completes.

    Before a village's screen recorded lessons are shown instead, and those are completed. `title`
    is what it was called when it was planned. A tutor is a volunteer who was asked for.
    """

    __tablename__ = "training_class"
    __table_args__ = (
        CheckConstraint("starts_at < ends_at", name="forward"),
        CheckConstraint("(way = 'screen') = (lesson_key IS NULL)", name="screen_or_lesson"),
        CheckConstraint("(way = 'online') = (link <> '')", name="online_has_link"),
        CheckConstraint("way = 'online' OR place <> ''", name="has_place"),
        CheckConstraint("tutor_id IS NULL OR wants_tutor", name="tutor_where_wanted"),
        CheckConstraint("code_tries >= 0", name="positive"),
        Index(None, "cohort_id", "starts_at"),
        Index(None, "starts_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    cohort_id: Mapped[int] = mapped_column(ForeignKey("training_cohort.id"))
    way: Mapped[ClassWay]
    lesson_key: Mapped[int | None]
    title: Mapped[str] = mapped_column(String(40))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    place: Mapped[str] = mapped_column(String(120), default="")
    link: Mapped[str] = mapped_column(String(300), default="")  # for those enrolled alone
    wants_tutor: Mapped[bool] = mapped_column(default=False)
    tutor_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    code_tries: Mapped[int] = mapped_column(default=0)  # wrong digits of all together
    made_by: Mapped[int] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime]
    cancelled_at: Mapped[datetime | None]
    cancel_why: Mapped[str] = mapped_column(String(200), default="")

    cohort: Mapped[Cohort] = relationship()
    tutor: Mapped[Person | None] = relationship(foreign_keys=[tutor_id])

    @property
    def course_id(self) -> int:
        return self.cohort.course_id

    @property
    def teacher_ids(self) -> frozenset[int]:
        return self.cohort.teacher_ids

    @property
    def branch_id(self) -> int | None:
        """The branch of the village in which its organiser is: its officers countersign."""
        return self.cohort.course.organiser.unit.branch_id
