"""A lesson: as its learner sees it, as everybody may read it, or how to get to read it."""

from typing import Any

from flask import abort, url_for
from flask.typing import ResponseReturnValue

from core.clock import now
from core.site.pages import public_page
from core.web.guard import actor_or_none, public
from core.web.links import whole
from core.web.prose import prose
from training.courses.models import FileRole, Lesson
from training.courses.papers import blocks, paper_of, recordings_of
from training.learning.queries.studying import find_own, find_studying
from training.learning.rules.lessons import is_played
from training.learning.views.lesson import shown
from training.questions.views import under
from training.school.queries import course as courses
from training.school.views.blueprint import bp


@bp.get("/<int:course_id>/<int:key>")
@public
def lesson(course_id: int, key: int) -> ResponseReturnValue:
    """Show a lesson to who learns it in their own version; to others where all may read it."""
    actor = actor_or_none()
    if actor is not None and not actor.is_proxy:
        own = find_own(course_id, person_id=actor.person)
        if own is not None:
            asked = under(course_id, key, may_ask=True)
            return shown(find_studying(own, key) or abort(404), asked=asked)
    return public_page("training/school/lesson.html", lambda: of_lesson(course_id, key))


def of_lesson(course_id: int, key: int) -> dict[str, Any]:
    course, found = courses.find_listed(course_id, key, at=now()) or abort(404)
    keys = courses.list_keys(found.version_id)
    place = keys.index(key)
    is_open = found.of.open_reading
    return {
        "course": course,
        "lesson": found,
        "is_open": is_open,
        "asked": under(course_id, key, may_ask=False) if is_open else None,
        **(of_text(found) if is_open else {}),
        "number": place + 1,
        "count": len(keys),
        "before": keys[place - 1] if place else None,
        "after": keys[place + 1] if place + 1 < len(keys) else None,
        "canonical": whole(url_for("learn.lesson", course_id=course_id, key=key)),
    }


def of_text(lesson: Lesson) -> dict[str, Any]:
    """Return what is read, heard and watched of a lesson that is open to all."""
    return {
        "text": blocks(lesson),
        "media": recordings_of(lesson, FileRole.MEDIA) if is_played(lesson) else [],
        "captions": recordings_of(lesson, FileRole.CAPTIONS),
        "transcript": prose(lesson.transcript, breaks=True) if lesson.transcript else "",
        "paper": paper_of(lesson),
    }
