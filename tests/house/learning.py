"""Learning in a furnished house: two schools, somebody in each course, work at home with a photo.

`person` teaches in `own`, `other` in `other`; everybody learns in `other` what is `mine` to them.
"""

from core.db import db, writing
from core.storage.operations import keep, lay_picture
from tests.house.asked import Asked
from tests.training.learning.studying.world import PRACTICE, TEXT, School
from training.learning.models import Report, ReportPicture, ReportStatus

MISSING = 987_654
TEACHERS = {"own": "person", "other": "other"}
AT_HOME = {"lessons.report", "lessons.picture"}


class Learning:
    """Puts schools in, and who learns there."""

    def __init__(self, house, picture):
        self.house, self.make, self.picture = house, house.make, picture
        self.schools = {}
        self.asked = Asked(self)

    def fill(self, where):
        """Put in the school of this village, with somebody whose work waits to be looked at."""
        if where not in TEACHERS:
            return
        teacher = self.house.people[TEACHERS[where]]
        unit = self.house.villages[where].things["unit"]
        school = School(self.make, self.house.at, unit=unit, teacher=teacher)
        school.furnish()
        self.schools[where] = school
        things = self.house.villages[where].things
        learner = self.make.person(name=f"学员{where}")
        things["learner_report"], things["learner_picture"] = self.handed_in(
            school, school.enrol(learner), learner
        )
        things["asked_under"] = self.asked.ask(where, learner)

    def handed_in(self, school, enrolment, person, status=ReportStatus.HANDED_IN):
        """Return what somebody has done at home, and a photo of it."""
        by, at = self.make.actor(person), self.house.at
        laid = lay_picture("hands.png", self.picture, by=by)
        looked = {"looked_by": school.teacher.id, "looked_at": at, "answer": "再拍近一点"}
        report = Report(
            enrolment_id=enrolment.id,
            lesson_key=PRACTICE,
            words=f"做好了{person.name}",
            handed_in_at=at,
            **({"status": status, **looked} if status is not ReportStatus.HANDED_IN else {}),
        )
        with writing():
            report.pictures = [ReportPicture(file_id=keep(laid, is_public=False, by=by, at=at).id)]
            db.session.add(report)
        return report, report.pictures[0]

    def belongings(self, person):
        """Return what this person has handed in, in the school where they do not teach."""
        where = "own" if person.id == self.house.people["other"].id else "other"
        school = self.schools[where]
        enrolment = school.enrol(person)
        report, picture = self.handed_in(school, enrolment, person, ReportStatus.AGAIN)
        return {"learning": enrolment, "practice": report, "practice_picture": picture} | {
            "asked_under": self.asked.ask(where, person)
        }

    def in_address(self, name, word, role, endpoint):
        """Return what stands in the address of a lesson, or of work at the teachers' desk."""
        if endpoint.startswith("lessons."):
            return self.in_lesson(name, word, role, endpoint)
        if name == "size":
            return 480
        where = "other" if word == "other" or (word == "crossed" and name != "course_id") else "own"
        if word in {"missing", "upper"}:
            return MISSING
        things = self.house.villages[where].things
        thing = {"report_id": "learner_report", "picture_id": "learner_picture"}
        return self.schools[where].course.id if name == "course_id" else things[thing[name]].id

    def in_lesson(self, name, word, role, endpoint):
        if name == "size":
            return 480
        if name == "key":
            return MISSING if word == "missing" else PRACTICE if endpoint in AT_HOME else TEXT
        if name == "course_id":
            return self.schools[
                "other" if word in {"mine", "crossed", "missing"} else "own"
            ].course.id
        mine = self.house.mine["other" if role == "visitor" or word == "crossed" else role]
        return MISSING if word == "missing" else mine["practice_picture"].id

    def more(self, number):
        """Let one more person hand something in, and one more thing be looked at."""
        school = self.schools["own"]
        for status in (ReportStatus.HANDED_IN, ReportStatus.AGAIN):
            person = self.make.person(name=f"学员{number}{status.value}")
            self.handed_in(school, school.enrol(person), person, status)
        self.asked.more(number)
