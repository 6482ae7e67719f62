"""The school in a furnished house: in each village an organiser, a course that is shown, a draft.

`person` keeps the organiser of `own`, `other` that of `other`; who farms keeps the others.
"""

import io
from datetime import date, timedelta
from types import SimpleNamespace

from PIL import Image

from core.clock import village_day
from core.db import db, writing
from core.sponsorship.models import Sponsorship, SponsorshipStatus
from core.storage.operations import lay_picture
from tests.training.learning.studying.world import TEXT
from training.courses.models import (
    Chapter,
    Course,
    CourseVersion,
    Lesson,
    LessonKind,
    Organiser,
    Subject,
    Teacher,
    VersionStatus,
)
from training.courses.operations import drafting, files, outline, publishing, verifying
from training.courses.operations import lessons as writing_of
from training.courses.operations import organisers as keeping
from training.courses.operations import teachers as naming
from training.courses.queries import building, organisers
from training.courses.rules.courses import About, Head
from training.courses.rules.lessons import Content, mark_of
from training.courses.rules.organisers import Said

KEEPERS = {"own": "person", "other": "other"}
MISSING = 987_654


class School:
    """Registers organisers and writes courses, by the operations of the room."""

    def __init__(self, house):
        self.house, self.make, self.at = house, house.make, house.at
        data = io.BytesIO()
        Image.new("RGB", (320, 240), "#876").save(data, "PNG")
        self.picture = data.getvalue()

    def fill(self, where):
        """Put in an organiser with a second teacher, and a course with a draft of its next."""
        village = self.house.villages[where]
        things = village.things
        keeper = self.house.people.get(KEEPERS.get(where)) or things["farmer"]
        by = {"by": self.make.actor(keeper), "at": self.at}
        said = Said(
            name=f"{where}夜校",
            about="教腌菜。",
            unit_id=things["unit"].id,
            address=f"{where}三组",
            phone="0718-1234567",
        )
        with writing():
            made = keeping.register(said, **by)
        second = self.make.person(name=f"老师{where}")
        with writing():
            found = organisers.find_open(made.id)
            things["school_teacher"] = naming.name_teacher(
                found, second.phone, is_keeper=False, **by
            )
        things["organiser"] = made
        things["course"] = self.course(where, by)
        with writing():
            draft = building.find_draft(things["course"].id)
            (chapter, (lesson, paper)) = building.list_outline(draft.id)[0]
            things["chapter"], things["lesson_picture"] = chapter, lesson.files[0]
            things["lesson_key"] = SimpleNamespace(id=lesson.key)
            things["paper_key"] = SimpleNamespace(id=paper.key)

    def course(self, where, by):
        """Return a course that stands under a verification, and is being changed."""
        things, about = self.house.villages[where].things, About(subject=Subject.FOOD)
        with writing():
            found = organisers.find_open(things["organiser"].id)
            course = drafting.start(found, f"{where}腌菜课", about, **by)
            draft = building.find_draft(course.id)
            head = Head(title=draft.title, summary="学会腌菜。")
            drafting.write_head(draft, head, about, seen=draft.version, **by)
            chapter = outline.add_chapter(draft, "开工以前", **by)
            lesson = self.lesson(draft, chapter, "案板", by)
        laid = lay_picture("a.png", self.picture, by=by["by"])
        with writing():
            lesson = building.find_lesson(course.id, lesson.key)
            files.add_picture(lesson.of, lesson, laid, name="案板", alt="一块案板", **by)
        with writing():
            publishing.publish(building.find_draft(course.id), **by)
        self.verify(where, course)
        with writing():
            draft = publishing.change(building.find_course(course.id), **by)
            chapter = building.list_outline(draft.id)[0][0]
            outline.add_lesson(draft, chapter, LessonKind.PAPER, "单子", **by)
        return course

    def lesson(self, draft, chapter, title, by):
        made = outline.add_lesson(draft, chapter, LessonKind.TEXT, title, **by)
        said = Content(title=title, minutes=10, body="先洗手。\n\n![案板](案板)")
        writing_of.write_lesson(draft, made, said, seen=mark_of(made), **by)
        return made

    def verify(self, where, course):
        """Let the branch have been there, and its steward have put the course there."""
        things = self.house.villages[where].things
        things["school_verified"] = standing = self.verified(where, things["organiser"])
        by = self.make.actor(things["steward"])
        with writing():
            verifying.put_under(
                standing.ref, course.id, standing.id, seen=self.at, by=by, at=self.at
            )

    def verified(self, where, organiser):
        village, day = self.house.villages[where], village_day(self.at)
        steward = village.things["steward"]
        return self.make.add(
            Sponsorship(
                kind="organiser",
                ref=organiser.id,
                branch_id=village.branch.id,
                asked_by=steward.id,
                asked_at=self.at,
                status_at=self.at,
                decided_at=self.at,
                valid_from=day,
                valid_until=date(day.year + 1, day.month, min(day.day, 28)) - timedelta(days=1),
                steward_id=steward.id,
                status=SponsorshipStatus.ACTIVE,
            )
        )

    def more(self, number):
        """Put in one more organiser of `person`, and one more of all that lists of courses show."""
        own, person = self.house.villages["own"].things, self.house.people["person"]
        helper = self.make.person(name=f"帮教{number}")
        with writing():
            other = Organiser(
                name=f"夜校{number}",
                unit_id=own["unit"].id,
                address="五组",
                made_by=helper.id,
                made_at=self.at,
            )
            course = self.row(own["organiser"].id, number)
            db.session.add_all([other, course])
            db.session.flush()
            version = CourseVersion(
                course_id=course.id,
                number=1,
                status=VersionStatus.LIVE,
                title=f"课{number}",
                made_by=person.id,
                made_at=self.at,
                changed_at=self.at,
                published_at=self.at,
            )
            draft = building.find_draft(own["course"].id)
            chapter = Chapter(version_id=draft.id, position=10 + number, title=f"章{number}")
            db.session.add_all([version, chapter])
            db.session.flush()
            db.session.add_all(
                [
                    Teacher(
                        organiser_id=other.id, person_id=helper.id, is_keeper=True, since=self.at
                    ),
                    Teacher(organiser_id=other.id, person_id=person.id, since=self.at),
                    Teacher(organiser_id=own["organiser"].id, person_id=helper.id, since=self.at),
                    Lesson(
                        version_id=draft.id,
                        chapter_id=chapter.id,
                        key=100 + number,
                        position=100 + number,
                        title=f"第 {number} 课",
                    ),
                ]
            )
        self.verified("own", other)

    def row(self, organiser_id, number):
        own = self.house.villages["own"].things
        return Course(
            organiser_id=organiser_id,
            sponsorship_id=own["school_verified"].id,
            put_under_at=self.at,
            put_under_by=own["steward"].id,
            subject=Subject.FOOD,
            is_on=number % 2 == 0,
            listed_at=self.at,
            made_by=self.house.people["person"].id,
            made_at=self.at,
            changed_at=self.at,
        )

    def in_address(self, name, word, role, _endpoint):
        """Return what stands in a public page; `mine` is a course that its learners alone find."""
        if word == "missing" or (word == "lost" and name == "key"):
            return MISSING
        if word == "mine" and name != "organiser_id":
            learning = self.house.mine["other" if role == "visitor" else role]["learning"]
            return learning.course_id if name == "course_id" else TEXT
        where = {"hidden": "own", "draft": "own", "lost": "own"}.get(word, word)
        things = self.house.villages[where].things
        if name == "key":
            return things["paper_key" if word == "draft" else "lesson_key"].id
        if word == "hidden":  # a course that is off, and who is not verified
            off = things["enrol_off"]
            return off.id if name == "course_id" else things["exam_course"].organiser_id
        return things[name.removesuffix("_id")].id
