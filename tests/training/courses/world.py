"""A village with an organiser, its keeper and a teacher; its steward has been there."""

import io
from datetime import UTC, date, datetime, timedelta

from PIL import Image

from core.branches.actors import find_actor
from core.db import Base, db, writing
from core.sponsorship.models import Sponsorship, SponsorshipStatus
from core.storage.operations import lay_paper, lay_picture
from training.courses.models import Course, CourseVersion, LessonKind, Subject, VersionStatus
from training.courses.operations import drafting, files, lessons, organisers, outline, publishing
from training.courses.operations import teachers as teaching
from training.courses.queries import building
from training.courses.queries.organisers import find_open
from training.courses.rules.courses import About, Head
from training.courses.rules.lessons import Content, mark_of
from training.courses.rules.organisers import Said

LONG_AGO = datetime(2025, 1, 1, tzinfo=UTC)
PAPER = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
BODY = "先洗手，再摆案板。\n\n## 看标签\n\n日期在背面。"


def picture(colour="#7a8", size=(640, 480)):
    data = io.BytesIO()
    Image.new("RGB", size, colour).save(data, "PNG")
    return data.getvalue()


class World:
    """Everything goes through the operations of the room."""

    def __init__(self, make, at):
        self.make, self.at = make, at
        self.branch = make.branch("桃源村党支部")
        self.unit = make.unit(self.branch, name="桃源村")
        self.steward = make.officer(self.branch, person=make.person(name="王正国"))
        self.keeper = make.person(name="沈老师")
        self.teacher = make.person(name="何老师", phone="13900000001")
        self.stranger = make.person(name="过路人", phone="13900000002")
        self.organiser = self.register()
        self.name(self.teacher)

    def actor(self, person, at=None):
        return find_actor(person.id, at=at or self.at)

    def by(self, person=None):
        return {"by": self.actor(person or self.keeper), "at": self.at}

    def said(self, **kw):
        made = {
            "name": "桃源村夜校",
            "about": "沈老师教腌菜二十年。",
            "unit_id": self.unit.id,
            "address": "桃源村三组 12 号",
            "phone": "0718-1234567",
        }
        return Said(**(made | kw))

    def register(self, person=None, **kw):
        with writing():
            return organisers.register(self.said(**kw), **self.by(person))

    def name(self, person, *, is_keeper=False, organiser=None):
        with writing():
            found = find_open((organiser or self.organiser).id)
            return teaching.name_teacher(found, person.phone, is_keeper=is_keeper, **self.by())

    def verify(self, organiser=None, status=SponsorshipStatus.ACTIVE):
        return self.make.add(
            Sponsorship(
                kind="organiser",
                ref=(organiser or self.organiser).id,
                branch_id=self.branch.id,
                asked_by=self.keeper.id,
                asked_at=LONG_AGO,
                status_at=LONG_AGO,
                decided_at=LONG_AGO,
                valid_from=date(2025, 1, 1),
                valid_until=date(2027, 12, 31),
                steward_id=self.steward.id,
                status=status,
            )
        )

    def course(self, title="腌好一坛菜", unlocks=None, subject=Subject.FOOD, organiser=None):
        """Return a course of which nothing but the name is written."""
        about = About(subject=subject, unlocks=unlocks)
        with writing():
            found = find_open((organiser or self.organiser).id)
            return drafting.start(found, title, about, **self.by())

    def draft(self, course):
        return building.find_draft(course.id)

    def live(self, course):
        return building.version_of(building.find_course(course.id), VersionStatus.LIVE)

    def chapter(self, course, title="开工以前"):
        with writing():
            return outline.add_chapter(self.draft(course), title, **self.by())

    def lesson(self, course, chapter, kind=LessonKind.TEXT, title="案板", **said):
        """Return a lesson of this chapter that says something."""
        with writing():
            draft = self.draft(course)
            found = building.find_chapter(course.id, chapter.id)
            made = outline.add_lesson(draft, found, kind, title, **self.by())
        self.write(course, made.key, **{"title": title, "minutes": 10, "body": BODY, **said})
        return made

    def write(self, course, key, seen=None, **said):
        """Write a lesson; `seen` is the mark of what the writer began from, if not of today."""
        with writing():
            found = building.find_lesson(course.id, key)
            seen = seen or mark_of(found)
            lessons.write_lesson(found.of, found, Content(**said), seen=seen, **self.by())

    def head(self, course, seen=None, subject=None, **kw):
        """Write the head; `seen` is the row's version the writer began from, if not today's."""
        with writing():
            draft = self.draft(course)
            made = {"title": draft.title, "summary": "学会腌一坛不出事的菜。", **kw}
            stands = draft.course
            about = About(subject=subject or stands.subject, unlocks=stands.unlocks)
            seen = seen or draft.version
            drafting.write_head(draft, Head(**made), about, seen=seen, **self.by())

    def remove_chapter(self, course, chapter):
        with writing():
            found = building.find_chapter(course.id, chapter.id)
            outline.remove_chapter(found.of, found, **self.by())

    def ready(self, title="腌好一坛菜", **kw):
        """Return a course with one lesson that can be published."""
        course = self.course(title, **kw)
        self.head(course)
        self.lesson(course, self.chapter(course))
        return course

    def publish(self, course, at=None):
        with writing():
            given = {**self.by(), "at": at or self.at}
            publishing.publish(self.draft(course), **given)
        return course

    def published(self, title="腌好一坛菜", **kw):
        return self.publish(self.ready(title, **kw))

    def change(self, course, at=None):
        with writing():
            found = building.find_course(course.id)
            return publishing.change(found, **{**self.by(), "at": at or self.at})

    def hang(self, course, key, name="案板", data=None):
        laid = lay_picture("a.png", data or picture(), by=self.actor(self.keeper))
        with writing():
            lesson = building.find_lesson(course.id, key)
            return files.add_picture(
                lesson.of, lesson, laid, name=name, alt="一块案板", **self.by()
            )

    def hang_paper(self, course, key):
        laid = lay_paper("a.pdf", PAPER, by=self.actor(self.keeper))
        with writing():
            lesson = building.find_lesson(course.id, key)
            return files.hang_paper(lesson.of, lesson, laid, **self.by())

    def items(self, version, count=1, lesson_key=None):
        """Put questions in the bank, whose room lies above."""
        table = Base.metadata.tables["training_item"]
        with writing():
            for number in range(count):
                db.session.execute(
                    table.insert().values(
                        version_id=version.id,
                        position=number + 1,
                        lesson_key=lesson_key,
                        kind="truth",
                        text=f"第 {number + 1} 题",
                        choices=[],
                        answer=[1],
                        tolerance=0,
                        why="",
                    )
                )

    def item_rows(self, version):
        table = Base.metadata.tables["training_item"]
        query = table.select().where(table.c.version_id == version.id).order_by(table.c.position)
        return db.session.execute(query).all()

    def row(self, course):
        return db.session.get(Course, course.id, populate_existing=True)

    def versions(self, course):
        query = db.select(CourseVersion).where(CourseVersion.course_id == course.id)
        return db.session.scalars(query.order_by(CourseVersion.number)).all()

    def outline(self, version):
        """Return what the outline says: titles of chapters, each with titles of lessons."""
        return [
            (chapter.title, [each.title for each in inside])
            for chapter, inside in building.list_outline(version.id)
        ]

    def later(self, **kw):
        return self.at + timedelta(**kw)
