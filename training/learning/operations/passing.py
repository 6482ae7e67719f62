"""Being through with a course."""

from datetime import datetime

from core.access import Actor
from core.transition import move
from training.learning.models import Enrolment
from training.learning.queries import list_undone
from training.learning.rules.enrolments import ENROLMENT


def pass_course(enrolment: Enrolment, *, by: Actor, at: datetime) -> None:
    """Put down that the learner has passed; raise `Refused` where that was so already."""
    move(enrolment, ENROLMENT, "finish", by=by, at=at, also={"passed_at": at})


def pass_if_done(enrolment: Enrolment, *, by: Actor, at: datetime) -> bool:
    """Let somebody pass who has done each lesson of a course that ends without an exam."""
    if enrolment.of.questions or list_undone(enrolment):
        return False
    pass_course(enrolment, by=by, at=at)
    return True
