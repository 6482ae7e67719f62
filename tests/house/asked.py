"""Questions under lessons in a furnished house, in the two schools where one learns.

`person` teaches in `own`, `other` in `other`; everybody has asked something in `other`, and `other`
in `own`.
"""

from tests.training.learning.studying.world import TEXT
from training.questions.models import Question

MISSING = 987_654


class Asked:
    """Lets people ask under the first lesson."""

    def __init__(self, learning):
        self.learning, self.house, self.make = learning, learning.house, learning.make

    def ask(self, where, person, **kw):
        """Return what somebody has asked in the school of this village."""
        return self.make.add(
            Question(
                course_id=self.learning.schools[where].course.id,
                lesson_key=TEXT,
                person_id=person.id,
                text=f"有一句没听懂{person.name}",
                asked_at=self.house.at,
                **kw,
            )
        )

    def in_address(self, name, word, role, endpoint):
        """Return what stands in the address of a lesson's questions, or of the teachers' desk."""
        if word in {"missing", "upper"} or (word, name) == ("lost", "question_id"):
            return MISSING
        if endpoint.startswith("lesson_questions."):
            return self.in_lesson(name, word, role)
        where = "other" if word == "other" or (word, name) == ("crossed", "question_id") else "own"
        school = self.learning.schools[where]
        asked = self.house.villages[where].things["asked_under"]
        parts = {"organiser_id": school.organiser, "course_id": school.course, "question_id": asked}
        return parts[name].id

    def in_lesson(self, name, word, role):
        if name == "key":
            return TEXT
        if name == "question_id":
            whose = "other" if role == "visitor" or word == "other's" else role
            return self.house.mine[whose]["asked_under"].id
        where = {"mine": "other", "crossed": "own", "other's": "own"}.get(word, word)
        return self.learning.schools[where].course.id

    def more(self, number):
        """Let one more person ask what waits, and what was answered."""
        school = self.learning.schools["own"]
        answered = {"answered_at": self.house.at, "answered_by": school.teacher.id, "answer": "好"}
        for name, kw in (("问", {}), ("又问", answered)):
            person = self.make.person(name=f"{name}的{number}")
            school.enrol(person)
            self.ask("own", person, **kw)
