"""Courses in a furnished house: open ones, some held by cohort, who learns and who waits.

`person` teaches for the organiser of `own`, `other` for that of `other`.
"""

from datetime import date, timedelta

from core.clock import village_day
from core.db import db, writing
from core.sponsorship.models import Sponsorship, SponsorshipStatus
from training.courses.models import (
    Chapter,
    Course,
    CourseVersion,
    Lesson,
    Organiser,
    Subject,
    Teacher,
    VersionStatus,
)
from training.learning.models import Cohort
from training.learning.operations import enrolling
from training.learning.operations.passing import pass_course

MISSING = 987_654
TEACHERS = {"own": "person", "other": "other"}
DAY = timedelta(days=1)


class Enrolments:
    """Sets courses up and enrols people in them."""

    def __init__(self, house):
        self.house, self.make, self.at = house, house.make, house.at

    def fill(self, where):
        """Put in an organiser with an open course, one that is off, and one held by cohort."""
        things = self.house.villages[where].things
        teacher = self.house.people.get(TEACHERS.get(where)) or self.person(f"老师{where}")
        self.organise(where, teacher)
        things["enrol_open"] = self.course(where, f"开着的课{where}")
        things["enrol_off"] = self.course(where, f"关着的课{where}", is_on=False)
        things["enrol_course"] = self.course(where, f"分期的课{where}")
        seats = 400 if where == "own" else 1
        things["enrol_cohort"] = self.cohort(things["enrol_course"], seats)
        self.enrol(things["enrol_course"], self.person(f"学员{where}"), things["enrol_cohort"])

    def organise(self, where, teacher):
        village, things = self.house.villages[where], self.house.villages[where].things
        made = {"name": f"{where}夜校", "address": f"{where}街 2 号", "made_by": teacher.id}
        unit = things["unit"].id
        organiser = self.make.add(Organiser(unit_id=unit, made_at=self.at, **made))
        self.make.add(
            Teacher(organiser_id=organiser.id, person_id=teacher.id, is_keeper=True, since=self.at)
        )
        day, steward = village_day(self.at), things["steward"].id
        things["enrol_organiser"], things["enrol_teacher"] = organiser, teacher
        things["enrol_verified"] = self.make.add(
            Sponsorship(
                kind="organiser",
                ref=organiser.id,
                branch_id=village.branch.id,
                asked_by=steward,
                asked_at=self.at,
                status_at=self.at,
                decided_at=self.at,
                valid_from=day,
                valid_until=date(day.year + 1, day.month, min(day.day, 28)) - DAY,
                steward_id=steward,
                status=SponsorshipStatus.ACTIVE,
            )
        )

    def person(self, name):
        return self.make.person(name=name, password_hash="x")

    def course(self, where, title, *, is_on=True):
        things, at = self.house.villages[where].things, self.at
        by = {"made_by": things["enrol_teacher"].id, "made_at": at, "changed_at": at}
        course = self.make.add(
            Course(
                organiser_id=things["enrol_organiser"].id,
                subject=Subject.FOOD,
                is_on=is_on,
                listed_at=at,
                sponsorship_id=things["enrol_verified"].id,
                put_under_at=at,
                put_under_by=things["steward"].id,
                **by,
            )
        )
        version = self.make.add(
            CourseVersion(
                course_id=course.id,
                number=1,
                title=title,
                status=VersionStatus.LIVE,
                published_at=at,
                **by,
            )
        )
        chapter = self.make.add(Chapter(version_id=version.id, position=1, title="第一章"))
        for key in (1, 2):
            made = {"version_id": version.id, "chapter_id": chapter.id, "title": f"第{key}课"}
            self.make.add(Lesson(key=key, position=key, **made))
        return course

    def cohort(self, course, seats):
        today = village_day(self.at)
        return self.make.add(
            Cohort(
                course_id=course.id,
                starts_on=today + 7 * DAY,
                ends_on=today + 30 * DAY,
                closes_on=today + 6 * DAY,
                seats=seats,
                made_by=course.made_by,
                made_at=self.at,
            )
        )

    def enrol(self, course, person, cohort=None):
        by, cohort_id = self.make.actor(person), cohort.id if cohort else None
        with writing():
            return enrolling.enrol(course.id, cohort_id=cohort_id, is_grown=True, by=by, at=self.at)

    def wait(self, course, person, cohort):
        by = self.make.actor(person)
        with writing():
            enrolling.wait(course.id, cohort_id=cohort.id, by=by, at=self.at)

    def belongings(self, role, person):
        """Let somebody be in an open course of another village, and wait for a seat there."""
        things = self.house.villages["foreign" if role == "other" else "other"].things
        self.enrol(things["enrol_open"], person)
        self.wait(things["enrol_course"], person, things["enrol_cohort"])
        return {
            "enrol_open": things["enrol_open"],
            "enrol_course": things["enrol_course"],
            "enrol_cohort": things["enrol_cohort"],
        }

    def in_address(self, name, word, role, endpoint):
        """Return what stands in the address of a course or a cohort."""
        if word == "missing" or (word == "lost" and name == "cohort_id"):
            return MISSING
        if word in {"mine", "other's"}:
            whose = "other" if word == "other's" or role == "visitor" else role
            things = self.house.mine[whose]
        else:
            crossed = word == "crossed" and name == "cohort_id"
            where = "other" if crossed else {"crossed": "own", "lost": "own", "hidden": "own"}
            where = where if crossed else where.get(word, word)
            things = self.house.villages[where].things
        if name == "cohort_id":
            return things["enrol_cohort"].id
        if word == "hidden":
            return things["enrol_off"].id
        return things["enrol_course" if endpoint.startswith("cohorts.") else "enrol_open"].id

    def more(self, number):
        """Put in one more of all that lists of courses, cohorts and learners show."""
        own = self.house.villages["own"].things
        self.cohort(own["enrol_course"], 5)
        self.enrol(own["enrol_course"], self.person(f"学员{number}"), own["enrol_cohort"])
        full = self.course("foreign", f"满了的课{number}")
        cohort = self.cohort(full, 1)
        self.enrol(full, self.person(f"先来的{number}"), cohort)
        going, through = (self.course("foreign", f"{each}{number}") for each in ("在学", "学完"))
        person = self.house.people["person"]
        self.enrol(going, person)
        self.wait(full, person, cohort)
        made = self.enrol(through, person)
        with writing():
            pass_course(db.session.merge(made), by=self.make.actor(person), at=self.at)
