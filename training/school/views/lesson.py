"""A lesson that everybody may read."""

from typing import Any

from flask import abort, url_for
from flask.typing import ResponseReturnValue

from core.clock import now
from core.site.pages import public_page
from core.web.guard import public
from core.web.links import whole
from training.courses.papers import blocks, paper_of
from training.school.queries import course as courses
from training.school.views.blueprint import bp


@bp.get("/<int:course_id>/<int:key>")
@public
def lesson(course_id: int, key: int) -> ResponseReturnValue:
    """Show a lesson of a course that is open to be read."""
    return public_page("training/school/lesson.html", lambda: of_lesson(course_id, key))


def of_lesson(course_id: int, key: int) -> dict[str, Any]:
    course, found = courses.find_readable(course_id, key, at=now()) or abort(404)
    keys = courses.list_keys(found.version_id)
    place = keys.index(key)
    return {
        "course": course,
        "lesson": found,
        "text": blocks(found),
        "paper": paper_of(found),
        "number": place + 1,
        "count": len(keys),
        "before": keys[place - 1] if place else None,
        "after": keys[place + 1] if place + 1 < len(keys) else None,
        "canonical": whole(url_for("learn.lesson", course_id=course_id, key=key)),
    }
