"""The addresses of classes below those of their course."""

from flask import Blueprint, url_for

from training.learning.models import Class

bp = Blueprint("class_desk", __name__, url_prefix="/teach/courses/<int:course_id>")


def page_of(held: Class) -> str:
    """Return the page on which a class is kept."""
    return url_for("class_desk.show", course_id=held.course_id, class_id=held.id)


def cohort_page_of(held: Class) -> str:
    return url_for("cohorts.show", course_id=held.course_id, cohort_id=held.cohort_id)
