"""Classes in a furnished house: one before a screen in each village, with who waits to be signed.

`person` teaches in `own`, `other` in `other`; everybody is in the cohort of `foreign`.
"""

from datetime import timedelta

from core.clock import now, village_day
from core.db import db, writing
from core.presence.rules import minute_code
from training.classes.models import AttendedHow, ClassAttendance, SpotQuestion
from training.classes.rules import code_of
from training.courses.models import CourseVersion, Lesson, LessonKind
from training.learning.models import (
    Class,
    ClassWay,
    Cohort,
    Enrolment,
    EnrolmentHow,
    EnrolmentStatus,
)

MISSING = 987_654
LEARNT = "foreign"
HOUR = timedelta(hours=1)
CLASS = 2


class Classes:
    """Puts a cohort with a class in, and who is on its roll."""

    def __init__(self, house):
        self.house, self.make, self.at = house, house.make, house.at

    def fill(self, where):
        things = self.house.villages[where].things
        things["class_course"] = course = self.house.enrolments.course(where, f"面授课{where}")
        version = db.session.query(CourseVersion).filter_by(course_id=course.id).one()
        with writing():
            lesson = db.session.query(Lesson).filter_by(version_id=version.id, key=CLASS).one()
            lesson.kind = LessonKind.CLASS
        things["class_version"] = version
        things["class_cohort"] = cohort = self.cohort(course)
        things["class"] = held = self.held(cohort)
        learner = self.house.enrolments.person(f"上课的{where}")
        things["class_entry"] = self.entered(held, self.enrol(where, learner))

    def cohort(self, course):
        today = village_day(self.at)
        return self.make.add(
            Cohort(
                course_id=course.id,
                starts_on=today,
                ends_on=today + timedelta(days=30),
                closes_on=today + timedelta(days=20),
                seats=400,
                made_by=course.made_by,
                made_at=self.at,
            )
        )

    def held(self, cohort, way=ClassWay.SCREEN, **kw):
        starts_at = kw.pop("starts_at", self.at - HOUR)
        return self.make.add(
            Class(
                cohort_id=cohort.id,
                way=way,
                lesson_key=None if way is ClassWay.SCREEN else CLASS,
                title="一起看课",
                starts_at=starts_at,
                ends_at=starts_at + 3 * HOUR,
                place="村委会",
                made_by=cohort.made_by,
                made_at=self.at,
                **kw,
            )
        )

    def enrol(self, where, person):
        things = self.house.villages[where].things
        with writing():
            cohort = db.session.get_one(Cohort, things["class_cohort"].id)
            cohort.taken += 1
            cohort.course.learners += 1
            made = Enrolment(
                course_id=cohort.course_id,
                version_id=things["class_version"].id,
                cohort_id=cohort.id,
                person_id=person.id,
                status=EnrolmentStatus.IN,
                how=EnrolmentHow.TAP,
                enrolled_by=person.id,
                enrolled_at=self.at,
            )
            db.session.add(made)
        return made

    def entered(self, held, enrolment):
        """Return somebody on the roll whom an officer of the village above has put down."""
        return self.make.add(
            ClassAttendance(
                class_id=held.id,
                enrolment_id=enrolment.id,
                how=AttendedHow.HAND,
                entered_by=self.house.people["clerk"].id,
                entered_at=self.at,
            )
        )

    def belongings(self, person):
        """Let somebody be in the cohort of a village that is nobody's."""
        self.enrol(LEARNT, person)
        return {}

    def in_address(self, name, word, role, endpoint):
        """Return what stands in the address of a class, a cohort, or a line of a roll."""
        last = self.last_of(endpoint)
        if name == "code":
            return minute_code(code_of(self.id_of("class_id", self.where(word))), at=now())
        where = {"crossed": "own", "lost": "own"}.get(word, word) if name != last else word
        where = {"crossed": "other", "lost": "missing"}.get(where, where)
        return self.id_of(name, self.where(where))

    @staticmethod
    def last_of(endpoint):
        lines = dict.fromkeys(("class_desk.strike", "class_desk.decline"), "attendance_id")
        return {"class_desk.plan": "cohort_id", **lines}.get(endpoint, "class_id")

    @staticmethod
    def where(word):
        return LEARNT if word == "mine" else word

    def id_of(self, name, where):
        village = self.house.villages.get(where)
        if village is None:
            return MISSING
        known = {"course_id": "class_course", "cohort_id": "class_cohort", "class_id": "class"}
        return village.things[known.get(name, "class_entry")].id

    def more(self, number):
        """Put in one more of all that the page of a class, of a cohort and one's own pages show."""
        own = self.house.villages["own"].things
        learner = self.house.enrolments.person(f"上课的{number}")
        enrolment = self.enrol("own", learner)
        self.entered(own["class"], enrolment)
        self.enrol("own", self.house.enrolments.person(f"没来的{number}"))
        self.make.add(
            SpotQuestion(
                class_id=own["class"].id,
                enrolment_id=enrolment.id,
                question=f"第{number}问",
                is_right=True,
                noted_by=self.house.people["person"].id,
                noted_at=self.at,
            )
        )
        self.held(own["class_cohort"], starts_at=self.at + number * HOUR)
        later = self.held(
            self.house.villages[LEARNT].things["class_cohort"],
            way=ClassWay.PLACE,
            starts_at=self.at + (number + 1) * HOUR,
            wants_tutor=True,
        )
        self.entered(
            self.held(own["class_cohort"], starts_at=self.at - (number + 4) * HOUR), enrolment
        )
        return later
