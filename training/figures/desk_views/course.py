"""One course as its teachers see it: who is stuck, where people drop off, marks, and the sheet."""

from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue

from core.clock import now, village_day
from core.db import writing
from core.storage.exports import XLSX
from core.web.charts import bars_of
from core.web.forms import key_of, page
from core.web.guard import current_actor, needs
from core.words import _
from training.access import MARK
from training.courses.models import Course
from training.figures import operations, papers, queries, rules
from training.figures.queries.stuck import PAGE, each_learner, list_stuck
from training.learning.queries.cohorts import title_of
from training.learning.queries.reports import find_marked_course

bp = Blueprint("course_figures", __name__, url_prefix="/teach/courses/<int:course_id>/figures")
AT_A_GLANCE = 5


@bp.get("")
@needs(MARK, of=find_marked_course)
def home(course: Course) -> ResponseReturnValue:
    """Show how the course goes; what one learner does is for its teachers alone."""
    steps, marks = queries.list_steps(course.id), queries.count_marks(course.id)
    numbered = [_("第 %(number)s 课", number=each.number) for each in steps]
    bands = [f"{least}–{most}" for least, most in rules.BANDS]
    return page(
        "training/figures/course.html",
        course=course,
        title=title_of(course.id),
        learners={each.value: count for each, count in queries.count_learners(course.id).items()},
        stuck=list_stuck(course.id, at=now(), limit=AT_A_GLANCE),
        days=rules.SILENT.days,
        steps=steps,
        began=bars_of([(n, each.began) for n, each in zip(numbered, steps, strict=True)]),
        done=bars_of([(n, each.done) for n, each in zip(numbered, steps, strict=True)]),
        percent=rules.percent,
        marks=marks,
        bands=bars_of(list(zip(bands, marks.bands, strict=True))),
    )


@bp.get("/stuck")
@needs(MARK, of=find_marked_course)
def stuck(course: Course) -> ResponseReturnValue:
    """List who is in the course and was not heard of, with the lesson at which they stand."""
    given = request.args.get("after")
    after = key_of(given) if given is not None else None
    found = list_stuck(course.id, at=now(), after=after)
    rows = found.rows[:PAGE]
    return page(
        "training/figures/stuck.html",
        course=course,
        title=title_of(course.id),
        rows=rows,
        days=rules.SILENT.days,
        further=after is not None,
        next_id=rows[-1].id if len(found.rows) > PAGE else None,
    )


@bp.post("/export")
@needs(MARK, of=find_marked_course)
def export(course: Course) -> ResponseReturnValue:
    """Answer with the sheet of learners, which nobody on the way may keep."""
    at, course_id = now(), course.id
    with writing():
        operations.note_export(course, by=current_actor(), at=at)
    answer = Response(papers.learners_as_xlsx(each_learner(course_id)), mimetype=XLSX)
    name = f"learners-{course_id}-{village_day(at).isoformat()}.xlsx"
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    answer.headers["Cache-Control"] = "no-store"
    return answer
