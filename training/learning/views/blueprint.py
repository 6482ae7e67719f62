"""The blueprints of enrolling and of lessons, and where the bars lead to them."""

from flask import Blueprint, url_for

from core.access import Actor
from core.house import MenuEntry
from core.web.guard import current_actor
from core.words import _l
from training.learning.queries.studying import Studying, find_own, find_studying


def signed_in(actor: Actor | None) -> bool:
    """Tell whether there is somebody who could be in a course."""
    return actor is not None


bp = Blueprint("enrolments", __name__, url_prefix="/learn")
lessons_bp = Blueprint("lessons", __name__, url_prefix="/learn/<int:course_id>/<int:key>")
MENU = (
    MenuEntry(
        place="me",
        title=_l("我的学习"),
        endpoint="enrolments.mine",
        order=45,
        icon="mortarboard",
        when=signed_in,
    ),
)


def find_mine(course_id: int, key: int) -> Studying | None:
    """Return this lesson as the person who asks learns it, or has learnt it."""
    enrolment = find_own(course_id, person_id=current_actor().person)
    return find_studying(enrolment, key) if enrolment else None


def page_of(mine: Studying, anchor: str | None = None) -> str:
    """Return the address of the lesson itself, which everybody has alike."""
    return url_for("learn.lesson", **mine.where, _anchor=anchor)
