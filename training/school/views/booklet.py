"""A course as a booklet to print: for who is in it, for who teaches it, of open ones for all."""

from urllib.parse import quote

from flask import Response, abort, render_template, request
from flask.typing import ResponseReturnValue

from core.access import Actor
from core.clock import now
from core.house import HOUSE
from core.web.guard import actor_or_none, public
from core.web.pdf import MEDIA
from training.courses.models import CourseVersion
from training.courses.queries import find_shown
from training.learning.queries.studying import find_own
from training.school.queries import booklets as queries
from training.school.views.blueprint import bp


@bp.get("/<int:course_id>/booklet.pdf")
@public
def booklet(course_id: int) -> ResponseReturnValue:
    """Answer with the booklet of the version that one reads, or say that it is being made."""
    actor = actor_or_none()
    version = find_read(course_id, actor) or abort(404)
    name = queries.name_of(version.id)
    try:
        with HOUSE.files.open(name) as found:
            data = found.read()
    except OSError:  # not made yet, or the storage is out of reach: either way, a little later
        waiting = render_template("training/school/booklet.html", version=version)
        return waiting, {"Cache-Control": "no-store"}
    answer = Response(data, mimetype=MEDIA)
    title = quote(f"{version.title}.pdf", safe="")
    answer.headers["Content-Disposition"] = f"inline; filename*=UTF-8''{title}"
    answer.cache_control.private = True
    if actor is not None:
        answer.cache_control.no_store = True
    else:
        answer.set_etag(name)
        answer.cache_control.no_cache = True
        answer.make_conditional(request)
    return answer


def find_read(course_id: int, actor: Actor | None) -> CourseVersion | None:
    """Return the version that somebody reads: their own, the one they teach, or an open one."""
    if actor is not None and not actor.is_proxy:
        own = find_own(course_id, person_id=actor.person)
        if own is not None:
            return own.of
        taught = queries.find_taught(course_id, person_id=actor.person)
        if taught is not None:
            return taught
    shown = find_shown(course_id, at=now())
    return shown.live if shown is not None and shown.live.open_reading else None
