"""Exams in a furnished house: a bank being written in each village, and who sits an exam.

`person` teaches the course of `own`, `other` that of `other`; all learn the course of `foreign`.
"""

from core.db import writing
from tests.training.exams.world import LONG_AGO, right_answers
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
from training.exams.models import Item, ItemKind
from training.exams.operations import items, sitting
from training.exams.queries.sittings import find_exam, find_test
from training.exams.rules.answers import Sent
from training.exams.rules.items import Said
from training.learning.models import Enrolment, EnrolmentHow
from training.learning.operations.done import mark_done

MISSING, NO_REF = 987_654, f"{987_654:032x}"
TEACHERS = {"own": "person", "other": "other"}
LEARNT = "foreign"
LESSON, TEST = 1, 2


class Exams:
    """Sets courses with a bank up, and lets people sit exams, by the operations of the house."""

    def __init__(self, house):
        self.house, self.make, self.at = house, house.make, house.at
        self.count = 0

    def fill(self, where):
        """Put in a course that is learnt, with what is written for its next version."""
        village = self.house.villages[where]
        things = village.things
        teacher = self.house.people.get(TEACHERS.get(where)) or self.make.person(
            name=f"老师{where}", password_hash="x"
        )
        by = {"made_by": teacher.id, "made_at": LONG_AGO}
        organiser = self.make.add(
            Organiser(name=f"{where}考场", unit_id=things["unit"].id, address="1 号", **by)
        )
        self.make.add(
            Teacher(organiser_id=organiser.id, person_id=teacher.id, is_keeper=True, since=LONG_AGO)
        )
        things["exam_course"] = course = self.make.add(
            Course(
                organiser_id=organiser.id,
                subject=Subject.LAW,
                listed_at=LONG_AGO,
                changed_at=LONG_AGO,
                **by,
            )
        )
        live, draft = (self.version(course, number, by) for number in (1, 2))
        things["exam_live"], things["exam_teacher"] = live, teacher
        self.item(live)
        with writing():
            row = self.said(things)
            things["item"] = items.add(draft, row, by=self.make.actor(teacher), at=self.at)
        things["exam_draft"] = draft

    def version(self, course, number, by):
        is_live = number == 1
        version = self.make.add(
            CourseVersion(
                course_id=course.id,
                number=number,
                status=VersionStatus.LIVE if is_live else VersionStatus.DRAFT,
                published_at=LONG_AGO if is_live else None,
                title=f"课程{course.id}",
                questions=5,
                attempts=50,
                changed_at=LONG_AGO,
                **by,
            )
        )
        chapter = self.make.add(Chapter(version_id=version.id, position=1, title="一"))
        for key, kind in ((LESSON, LessonKind.TEXT), (TEST, LessonKind.TEST)):
            self.make.add(
                Lesson(
                    version_id=version.id,
                    chapter_id=chapter.id,
                    key=key,
                    position=key,
                    kind=kind,
                    title=f"第{key}课",
                    questions=1,
                )
            )
        return version

    def item(self, version, **kw):
        made = {"kind": ItemKind.TRUTH, "answer": [1], "lesson_key": LESSON, **kw}
        self.count += 1
        return self.make.add(
            Item(version_id=version.id, position=self.count, text=f"题目{self.count}", **made)
        )

    def said(self, things):
        return Said(kind=ItemKind.TRUTH, text=f"{things['unit'].name}的题", answer=[1])

    def enrol(self, person):
        version = self.house.villages[LEARNT].things["exam_live"]
        row = self.make.add(
            Enrolment(
                course_id=version.course_id,
                version_id=version.id,
                person_id=person.id,
                how=EnrolmentHow.TAP,
                enrolled_by=person.id,
                enrolled_at=LONG_AGO,
            )
        )
        with writing():
            mark_done(row, LESSON, at=self.at)
        return row

    def belongings(self, _role, person):
        """Let somebody have a paper before them, one kept answer on it."""
        course = self.house.villages[LEARNT].things["exam_course"]
        self.enrol(person)
        by = self.make.actor(person)
        with writing():
            attempt = sitting.start(find_exam(course.id, person_id=person.id), by=by, at=self.at)
            sitting.save(attempt, Sent(answers={"0": [1]}), by=by, at=self.at)
        return {"attempt": attempt, "exam_course": course}

    def in_address(self, name, word, role, _endpoint):
        """Return what stands in the address of an exam, a paper or an item."""
        if name == "kind":
            return "truth"
        if word == "missing" or (word == "lost" and name != "course_id"):
            return NO_REF if name == "ref" else MISSING
        if name == "lesson_key":
            return TEST
        if name == "ref" or word in {"mine", "other's"}:
            whose = "other" if word == "other's" or role == "visitor" else role
            things = self.house.mine[whose]
            return things["attempt"].ref if name == "ref" else things["exam_course"].id
        where = {"crossed": "other" if name == "item_id" else "own", "lost": "own"}.get(word, word)
        things = self.house.villages[where].things
        return things["item"].id if name == "item_id" else things["exam_course"].id

    def more(self, _number):
        """Put in one more item of a bank, and one more try of each who sits an exam."""
        own, learnt = self.house.villages["own"].things, self.house.villages[LEARNT].things
        self.item(own["exam_draft"])
        self.item(own["exam_live"])
        course = learnt["exam_course"]
        for role in ("officer", "upper", "clerk", "admin", "person"):
            person = self.house.people[role]
            by = self.make.actor(person)
            with writing():
                running = sitting.start(
                    find_exam(course.id, person_id=person.id), by=by, at=self.at
                )
                sitting.save(running, wrong(running), by=by, at=self.at)
                sitting.hand_in(running, by=by, at=self.at)
                small = find_test(course.id, TEST, person_id=person.id)
                sitting.hand_in(sitting.start(small, by=by, at=self.at), by=by, at=self.at)


def wrong(attempt):
    """Return answers that are wrong, whatever was kept before."""
    answers = right_answers(attempt)
    return Sent(answers={place: [1 - said[0]] for place, said in answers.items()})
