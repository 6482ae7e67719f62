"""The page of one course, and the lessons that everybody may read."""

from typing import Any

from flask import abort, url_for
from flask.typing import ResponseReturnValue

from core.access import Actor
from core.clock import now
from core.qualifications.rules import KINDS as QUALIFICATIONS
from core.site.pages import public_page
from core.sponsorship.queries import find_record
from core.web.guard import actor_or_none, public
from core.web.links import whole
from core.words import _
from training.courses.models import CourseVersion
from training.courses.queries import find_shown
from training.courses.rules import KINDS, LEVELS, SUBJECTS
from training.learning.forms import enrol_form
from training.learning.models import Enrolment
from training.learning.queries.standing import standing_of
from training.learning.queries.studying import find_own
from training.learning.rules.standing import Standing
from training.school import rules
from training.school.queries import course as courses
from training.school.queries.listing import list_of_organiser
from training.school.views.blueprint import bp


@bp.get("/<int:course_id>")
@public
def show(course_id: int) -> ResponseReturnValue:
    """Show a course: what one learns, how long it takes, what it opens, who holds it."""
    return public_page("training/school/course.html", lambda: of_course(course_id), personal=True)


def of_course(course_id: int) -> dict[str, Any]:
    """Read a course: its own version for who is in it, what is live for everybody else.

    Who has begun finds it also when nobody else does any more.
    """
    at, actor = now(), actor_or_none()
    shown = find_shown(course_id, at=at)
    standing = standing_of(shown, actor, at=at) if shown is not None else None
    mine = find_mine(course_id, actor, standing)
    if shown is None and mine is None:
        abort(404)
    course = shown.course if shown is not None else mine.course  # type: ignore[union-attr]
    version = mine.of if mine is not None else shown.live  # type: ignore[union-attr]
    parts = courses.list_parts(version.id)
    opens = version.open_reading or (mine is not None and not is_proxy(actor))
    return {
        "course": course,
        "live": version,
        "subject": SUBJECTS[course.subject],
        "parts": parts,
        "kinds": KINDS,
        "long": rules.long,
        "unlocks": QUALIFICATIONS[course.unlocks] if course.unlocks else "",
        "facts": facts_of(version, sum(len(each.lessons) for each in parts)),
        "exam": rules.exam_in_words(version),
        # Who is signed in is told of it as long as something of it is missing.
        "needed": courses.list_needed(version.id, at=at)
        if actor is None or (standing is not None and standing.missing)
        else [],
        "opens": opens,
        "has_booklet": bool(parts) and (opens or (standing is not None and standing.is_teacher)),
        "mine": mine,
        "standing": standing,
        "form": enrol_form(standing) if standing is not None and actor is not None else None,
        "record": find_record(shown.sponsorship.id) if shown is not None else None,
        "canonical": whole(url_for("learn.show", course_id=course_id)),
    }


def find_mine(course_id: int, actor: Actor | None, standing: Standing | None) -> Enrolment | None:
    """Return by which enrolment somebody is in the course, or has passed it."""
    if standing is not None:
        return standing.learning or standing.passed
    return find_own(course_id, person_id=actor.person) if actor is not None else None


def is_proxy(actor: Actor | None) -> bool:
    """Tell whether somebody acts for another: lessons are learnt by oneself."""
    return actor is not None and actor.is_proxy


@bp.get("/organisers/<int:organiser_id>")
@public
def organiser(organiser_id: int) -> ResponseReturnValue:
    """Show who holds courses: what a branch saw there, and all its courses."""
    return public_page("training/school/organiser.html", lambda: of_organiser(organiser_id))


def of_organiser(organiser_id: int) -> dict[str, Any]:
    at = now()
    found, sponsorship = courses.find_organiser(organiser_id, at=at) or abort(404)
    return {
        "organiser": found,
        "tiles": list_of_organiser(organiser_id, at=at),
        "record": find_record(sponsorship.id),
        "subjects": SUBJECTS,
        "qualifications": QUALIFICATIONS,
        "long": rules.long,
        "canonical": whole(url_for("learn.organiser", organiser_id=organiser_id)),
    }


def facts_of(live: CourseVersion, lessons: int) -> list[tuple[str, str]]:
    """Return what one asks about a course before one begins, in pairs."""
    return [
        (_("费用"), _("不收钱")),
        (_("学什么人"), live.for_whom),
        (_("难不难"), str(LEVELS[live.level])),
        (
            _("有多少"),
            _("%(count)s 课，一共约 %(time)s", count=lessons, time=rules.long(live.minutes)),
        ),
        (_("讲什么话"), live.language),
    ]
