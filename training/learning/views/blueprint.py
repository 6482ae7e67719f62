"""The addresses of what a learner does in a lesson."""

from flask import Blueprint, url_for

from core.web.guard import current_actor
from training.learning.queries.studying import Studying, find_own, find_studying

bp = Blueprint("lessons", __name__, url_prefix="/learn/<int:course_id>/<int:key>")


def find_mine(course_id: int, key: int) -> Studying | None:
    """Return this lesson as the person who asks learns it, or has learnt it."""
    enrolment = find_own(course_id, person_id=current_actor().person)
    return find_studying(enrolment, key) if enrolment else None


def page_of(mine: Studying, anchor: str | None = None) -> str:
    """Return the address of the lesson itself, which everybody has alike."""
    return url_for("learn.lesson", **mine.where, _anchor=anchor)
