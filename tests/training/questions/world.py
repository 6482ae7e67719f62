"""The school of the lessons, with what is asked under them."""

from sqlalchemy import select

from core.db import db
from core.notices.models import Notice
from tests.training.learning.studying.world import World as Studying
from training.learning.queries.studying import find_own, find_studying
from training.questions.models import Question


class World(Studying):
    """Knows where questions stand, and for whom."""

    def studying(self, person, key):
        return find_studying(find_own(self.course.id, person_id=person.id), key)

    def of(self, key=1, what=""):
        return self.url(key, f"/questions{what}")

    def desk(self, question, what=""):
        return f"/teach/courses/{self.course.id}/questions/{question.id}{what}"

    def list_at_desk(self, what=""):
        return f"/teach/organisers/{self.organiser.id}/questions{what}"

    def again(self, question):
        db.session.rollback()
        return db.session.get_one(Question, question.id, populate_existing=True)

    def asked(self):
        db.session.rollback()
        return db.session.scalars(select(Question).order_by(Question.id)).all()


def told(event):
    """Return who was told of it, in order."""
    db.session.rollback()
    query = select(Notice.person_id).where(Notice.event == f"school.question_{event}")
    return db.session.scalars(query.order_by(Notice.id)).all()
