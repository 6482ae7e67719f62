"""Organisers and courses at the desk: what a steward reads before putting a course there."""

from typing import Any

from flask import Blueprint
from flask.typing import ResponseReturnValue

from core.clock import now
from core.qualifications.rules import KINDS as QUALIFICATIONS
from core.sponsorship.models import SponsorshipStatus
from core.web.forms import page
from core.web.guard import current_actor, needs
from training.access import READ_AT_DESK
from training.courses.papers import blocks, heard_of, paper_of
from training.courses.queries import building, desk
from training.courses.queries.desk import AtDesk, CourseAtDesk, LessonAtDesk
from training.courses.queries.listings import list_listings
from training.courses.rules.words import KINDS, LEVELS, SUBJECTS

bp = Blueprint("courses_desk", __name__, url_prefix="/desk/<int:branch_id>/organisers")


def here_of(at_desk: AtDesk) -> dict[str, Any]:
    return {"branch_id": at_desk.branch_id, "organiser_id": at_desk.organiser.id}


@bp.get("/<int:organiser_id>")
@needs(READ_AT_DESK, of=desk.find_at_desk)
def organiser(at_desk: AtDesk) -> ResponseReturnValue:
    its = at_desk.organiser
    return page(
        "training/courses/desk/organiser.html",
        organiser=its,
        sponsorship=at_desk.sponsorship,
        teachers=[each for each in its.teachers if each.ended_at is None],
        courses=list_listings(its.id),
    )


@bp.get("/<int:organiser_id>/courses/<int:course_id>")
@needs(READ_AT_DESK, of=desk.find_course_at_desk)
def course(found: CourseAtDesk) -> ResponseReturnValue:
    live, sponsorship = found.live, found.at_desk.sponsorship
    mine = sponsorship.serving_id == current_actor().person
    unlocks = found.course.unlocks
    return page(
        "training/courses/desk/course.html",
        course=found.course,
        version=live,
        organiser=found.at_desk.organiser,
        sponsorship=sponsorship,
        here=here_of(found.at_desk),
        outline=building.list_outline(live.id),
        before=building.list_titles_before(live.id),
        items=building.count_items(live.id),
        kinds=KINDS,
        level=LEVELS[live.level],
        subject=SUBJECTS[found.course.subject],
        unlocks=QUALIFICATIONS[unlocks] if unlocks else "",
        may_put=mine and found.waits and sponsorship.status is SponsorshipStatus.ACTIVE,
        shown_at=now().isoformat(),
    )


@bp.get("/<int:organiser_id>/courses/<int:course_id>/lessons/<int:key>")
@needs(READ_AT_DESK, of=desk.find_lesson_at_desk)
def lesson(found: LessonAtDesk) -> ResponseReturnValue:
    return page(
        "training/courses/desk/lesson.html",
        lesson=found.lesson,
        version=found.of.live,
        here=here_of(found.of.at_desk),
        kind=KINDS[found.lesson.kind],
        blocks=blocks(found.lesson),
        paper=paper_of(found.lesson),
        **heard_of(found.lesson),
    )
