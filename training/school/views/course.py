"""The page of one course, and the lessons that everybody may read."""

from typing import Any

from flask import abort, url_for
from flask.typing import ResponseReturnValue

from core.clock import now
from core.qualifications.rules import KINDS as QUALIFICATIONS
from core.site.pages import public_page
from core.sponsorship.queries import find_record
from core.web.guard import public
from core.web.links import whole
from core.words import _
from training.courses.models import CourseVersion
from training.courses.queries import find_shown
from training.courses.rules import KINDS, LEVELS, SUBJECTS
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
    at = now()
    found = find_shown(course_id, at=at) or abort(404)
    course, live = found.course, found.live
    parts = courses.list_parts(live.id)
    village = courses.village_of(course)
    return {
        "course": course,
        "live": live,
        "subject": SUBJECTS[course.subject],
        "parts": parts,
        "kinds": KINDS,
        "long": rules.long,
        "unlocks": QUALIFICATIONS[course.unlocks] if course.unlocks else "",
        "facts": facts_of(live, sum(len(each.lessons) for each in parts)),
        "exam": exam_in_words(live),
        "needed": courses.list_needed(live.id),
        "village": village,
        "record": find_record(found.sponsorship.id),
        "canonical": whole(url_for("learn.show", course_id=course_id)),
    }


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


def exam_in_words(live: CourseVersion) -> str:
    """Say what the exam is like; nothing where there is none."""
    if not live.questions:
        return ""
    return _(
        "学完考一次：%(questions)s 道题，%(minutes)s 分钟，答对 %(mark)s%% 就过。没过可以再考。",
        questions=live.questions,
        minutes=live.exam_minutes,
        mark=live.pass_mark,
    )
