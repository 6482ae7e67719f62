"""A cohort that has begun, with a class to come, people in it, and two teachers."""

from datetime import timedelta

from sqlalchemy import select

from core.db import db
from core.notices.models import Notice
from tests.training.learning.world import World as School
from training.classes.models import ClassAttendance
from training.classes.queries.classes import Attending, get_class
from training.classes.rules import Said, mark_of
from training.courses.models import Lesson, LessonKind, Teacher
from training.learning.models import Class, ClassWay, Progress

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
TEXT, FILM, CLASS, TEST, PAPER = 1, 2, 3, 4, 5
KINDS = (LessonKind.TEXT, LessonKind.VIDEO, LessonKind.CLASS, LessonKind.TEST, LessonKind.AUDIO)


class World(School):
    """Lessons by key: 1 text, 2 a film, 3 a class, 4 a test, 5 a recording of 10 minutes each."""

    def __init__(self, make, at):
        super().__init__(make, at)
        self.second = make.person(name="吴老师")
        self.make.add(
            Teacher(organiser_id=self.organiser.id, person_id=self.second.id, since=self.at - DAY)
        )
        self.group = self.cohort(seats=20, starts=0, days=30, closes=20)
        self.mine = self.enrol(cohort=self.group)
        self.neighbour = make.person(name="李大爷")
        self.other = self.enrol(self.neighbour, cohort=self.group)

    def version(self, course, title="食品安全", lessons=3, **kw):
        version = super().version(course, title, len(KINDS), **kw)
        rows = db.session.scalars(select(Lesson).where(Lesson.version_id == version.id)).all()
        for row, kind in zip(sorted(rows, key=lambda each: each.key), KINDS, strict=True):
            row.kind, row.minutes = kind, 10
            row.seconds = 600 if kind in {LessonKind.VIDEO, LessonKind.AUDIO} else 0
        db.session.commit()
        return version

    def said(self, **kw):
        starts_at = kw.pop("starts_at", self.at + 2 * DAY)
        made = {"way": ClassWay.PLACE, "lesson_key": CLASS, "place": "村委会二楼"}
        return Said(**{**made, "starts_at": starts_at, "ends_at": starts_at + 2 * HOUR, **kw})

    def meeting(self, *, starts=-HOUR / 2, lasts=2 * HOUR, **kw):
        """Return a class that began half an hour ago."""
        way = kw.get("way", ClassWay.PLACE)
        made = {
            "way": way,
            "lesson_key": None if way is ClassWay.SCREEN else CLASS,
            "title": "食品安全" if way is ClassWay.SCREEN else "第3课",
            "place": "" if way is ClassWay.ONLINE else "村委会二楼",
            "starts_at": self.at + starts,
            "ends_at": self.at + starts + lasts,
            "made_by": self.teacher.id,
            "made_at": self.at - DAY,
            "cohort_id": self.group.id,
        }
        return self.make.add(Class(**made | kw))

    @staticmethod
    def seen(held):
        """Return from what a teacher begins who opens the class now."""
        db.session.rollback()
        return mark_of(get_class(held.id))

    def screen(self, **kw):
        return self.meeting(way=ClassWay.SCREEN, **kw)

    def standing(self, held, enrolment):
        db.session.rollback()
        held = get_class(held.id)
        return Attending(held, db.session.merge(enrolment) if enrolment else None)

    def entries(self, held):
        db.session.rollback()
        query = select(ClassAttendance).where(ClassAttendance.class_id == held.id)
        return db.session.scalars(query.order_by(ClassAttendance.id)).all()

    def keys_done(self, enrolment):
        db.session.rollback()
        query = select(Progress.lesson_key).where(
            Progress.enrolment_id == enrolment.id, Progress.done_at.is_not(None)
        )
        return sorted(db.session.scalars(query))


def told(person, event):
    """Return the notices of this event that somebody has."""
    query = select(Notice).where(Notice.person_id == person.id, Notice.event == f"classes.{event}")
    return db.session.scalars(query.order_by(Notice.id)).all()
