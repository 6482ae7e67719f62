"""A course with a bank, a learner who has learnt it, and rows that no test cares about."""

import secrets
from datetime import UTC, date, datetime, timedelta

from core.branches.actors import find_actor
from core.branches.models import OfficeRole
from core.db import db, writing
from core.qualifications.models import QualificationKind
from core.sponsorship.models import Sponsorship, SponsorshipStatus
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
from training.exams.models import Attempt, Item, ItemKind
from training.exams.operations import sitting as operations
from training.exams.queries import sittings
from training.exams.queries.attempts import items_on
from training.exams.rules.answers import Sent
from training.learning.models import Enrolment, EnrolmentHow, EnrolmentStatus
from training.learning.operations.done import mark_done

LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)
SECOND, MINUTE, HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)


class School:
    """Two lessons, a test after them, and a bank of two items of each kind; ten are drawn."""

    def __init__(self, make, at):
        self.make, self.at = make, at
        self.branch = make.branch("桃源村党支部", phone="0718-7654321")
        self.unit = make.unit(self.branch, name="桃源村")
        self.officer = make.officer(self.branch, person=make.person(name="王正国"))
        self.second = make.officer(
            self.branch, role=OfficeRole.PUBLICITY, person=make.person(name="李宣")
        )
        self.teacher = make.person(name="周老师")
        self.learner = make.resident(self.unit, make.person(name="张桂兰"))
        self.organiser = make.add(
            Organiser(
                name="桃源合作社夜校",
                unit_id=self.unit.id,
                address="桃源村 1 号",
                made_by=self.teacher.id,
                made_at=LONG_AGO,
            )
        )
        make.add(
            Teacher(
                organiser_id=self.organiser.id,
                person_id=self.teacher.id,
                is_keeper=True,
                since=LONG_AGO,
            )
        )
        self.verification = self.verify()
        self.course = self.make_course()
        self.version = self.make_version()
        self.fill_bank(self.version)
        self.enrolment = self.enrol(self.learner)

    def verify(self, status=SponsorshipStatus.ACTIVE, branch=None):
        return self.make.add(
            Sponsorship(
                kind="organiser",
                ref=self.organiser.id,
                branch_id=(branch or self.branch).id,
                asked_by=self.teacher.id,
                asked_at=LONG_AGO,
                status_at=LONG_AGO,
                decided_at=LONG_AGO,
                decided_by=self.second.id,
                valid_from=date(2026, 1, 1),
                valid_until=date(2027, 12, 31),
                steward_id=self.officer.id,
                status=status,
            )
        )

    def make_course(self, unlocks=QualificationKind.FOOD_SELLER, **kw):
        made = {
            "is_on": True,
            "sponsorship_id": self.verification.id,
            "put_under_at": LONG_AGO,
            "put_under_by": self.officer.id,
            **kw,
        }
        return self.make.add(
            Course(
                organiser_id=self.organiser.id,
                subject=Subject.FOOD,
                unlocks=unlocks,
                listed_at=LONG_AGO,
                made_by=self.teacher.id,
                made_at=LONG_AGO,
                changed_at=LONG_AGO,
                **made,
            )
        )

    def make_version(self, course=None, status=VersionStatus.LIVE, number=1, **kw):
        """Return a version with lessons 1 and 2, and 3, a test about them."""
        made = {
            "title": "食品安全与标签",
            "minutes": 135,
            "questions": 10,
            "pass_mark": 80,
            "exam_minutes": 30,
            "attempts": 2,
            "pause_hours": 24,
            "valid_months": 24,
            **kw,
        }
        version = self.make.add(
            CourseVersion(
                course_id=(course or self.course).id,
                number=number,
                status=status,
                made_by=self.teacher.id,
                made_at=LONG_AGO,
                changed_at=LONG_AGO,
                published_at=None if status is VersionStatus.DRAFT else LONG_AGO,
                **made,
            )
        )
        chapter = self.make.add(Chapter(version_id=version.id, position=1, title="开头"))
        rows = ((1, LessonKind.TEXT), (2, LessonKind.TEXT), (3, LessonKind.TEST))
        for key, kind in rows:
            self.make.add(
                Lesson(
                    version_id=version.id,
                    chapter_id=chapter.id,
                    key=key,
                    position=key,
                    kind=kind,
                    title=f"第 {key} 课",
                    questions=2 if kind is LessonKind.TEST else 0,
                    pass_mark=50 if kind is LessonKind.TEST else 0,
                )
            )
        return version

    def item(self, version=None, kind=ItemKind.SINGLE, lesson_key=1, **kw):
        usual = {
            ItemKind.SINGLE: {"choices": ["甲", "乙", "丙"], "answer": [1]},
            ItemKind.MULTIPLE: {"choices": ["甲", "乙", "丙", "丁"], "answer": [0, 2]},
            ItemKind.TRUTH: {"answer": [1]},
            ItemKind.NUMBER: {"answer": [12], "tolerance": 1},
            ItemKind.ORDER: {"choices": ["先洗手", "再切菜", "后下锅"]},
        }[kind]
        version, count = version or self.version, self.make.number()
        made = {"text": f"题目{count}（{kind.value}）", "why": f"道理{count}", **usual, **kw}
        return self.make.add(
            Item(version_id=version.id, position=count, lesson_key=lesson_key, kind=kind, **made)
        )

    def fill_bank(self, version):
        for lesson_key in (1, 2):
            for kind in ItemKind:
                self.item(version, kind, lesson_key)

    def enrol(self, person, version=None, *, done=True, **kw):
        version = version or self.version
        made = {"status": EnrolmentStatus.IN, **kw}
        row = self.make.add(
            Enrolment(
                course_id=version.course_id,
                version_id=version.id,
                person_id=person.id,
                how=EnrolmentHow.TAP,
                enrolled_by=person.id,
                enrolled_at=LONG_AGO,
                **made,
            )
        )
        if done:
            with writing():
                for key in (1, 2):
                    mark_done(row, key, at=self.at)
        return row

    def actor(self, person=None, at=None):
        return find_actor((person or self.learner).id, at=at or self.at)

    def sitting(self, person=None, course=None, lesson_key=None):
        person, course = person or self.learner, course or self.course
        if lesson_key is not None:
            return sittings.find_test(course.id, lesson_key, person_id=person.id)
        return sittings.find_exam(course.id, person_id=person.id)

    def start(self, person=None, at=None, **kw):
        person = person or self.learner
        with writing():
            return operations.start(
                self.sitting(person, **kw), by=self.actor(person), at=at or self.at
            )

    def save(self, attempt, answers, at=None, **kw):
        with writing():
            return operations.save(
                attempt, Sent(answers=answers, **kw), by=self.actor(), at=at or self.at
            )

    def hand_in(self, attempt, at=None):
        with writing():
            return operations.hand_in(attempt, by=self.actor(), at=at or self.at)

    def sit(self, person=None, at=None, *, right=True, **kw):
        """Start, answer all right or nothing, and hand in; return the attempt."""
        made = self.start(person, at, **kw)
        if right:
            self.save(made, right_answers(made), at)
        return self.hand_in(made, at)

    def tried(self, *, ended_at, passed=False, enrolment=None, lesson_key=None, **kw):
        """Return an attempt that is over, as it stands in the table."""
        made = {"started_at": ended_at - 10 * MINUTE, "ends_at": ended_at + 10 * MINUTE, **kw}
        return self.make.add(
            Attempt(
                ref=secrets.token_urlsafe(18),
                enrolment_id=(enrolment or self.enrolment).id,
                lesson_key=lesson_key,
                seed=1,
                paper=[],
                status="handed_in",
                ended_at=ended_at,
                right=0,
                score=100 if passed else 0,
                passed=passed,
                **made,
            )
        )


def right_answers(attempt):
    """Return what is right, as places in the order that is shown."""
    items = items_on(attempt)
    said = {}
    for place, (item_id, order) in enumerate(attempt.paper):
        item = items[item_id]
        if item.kind in {ItemKind.SINGLE, ItemKind.MULTIPLE}:
            said[str(place)] = sorted(order.index(each) for each in item.answer)
        elif item.kind is ItemKind.ORDER:
            said[str(place)] = [choice + 1 for choice in order]
        else:
            said[str(place)] = list(item.answer)
    return said


def as_form(attempt, answers):
    """Return answers as a page sends them."""
    items = items_on(attempt)
    sent = {}
    for place, said in answers.items():
        kind = items[attempt.paper[int(place)][0]].kind
        if kind is ItemKind.ORDER:
            sent |= {f"q{place}-{choice}": str(rank or "") for choice, rank in enumerate(said)}
        else:
            sent[f"q{place}"] = [str(each) for each in said]
    return sent


def fresh(row):
    """Return the row as it stands now."""
    db.session.rollback()
    return db.session.get(type(row), row.id, populate_existing=True)
