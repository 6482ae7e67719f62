"""The cohorts of a course, and who is in one of them."""

from flask import request
from flask.typing import ResponseReturnValue

from core.clock import now, village_day
from core.web.forms import key_of, page
from core.web.guard import needs
from core.words import _
from training.access import BUILD, MARK
from training.courses.models import Course
from training.learning.desk_views.blueprint import bp
from training.learning.models import Cohort
from training.learning.queries import cohorts as queries
from training.learning.queries.classes import list_of_cohort
from training.learning.rules import cohorts as rules


@bp.get("/<int:course_id>/cohorts")
@needs(BUILD, of=queries.find_course)
def home(course: Course) -> ResponseReturnValue:
    at, after = now(), after_of()
    found = queries.list_of_course(course.id, after=after)
    rows = found[: queries.PAGE]
    live = queries.find_live(course.id)
    return page(
        "training/learning/cohorts/home.html",
        course=course,
        title=live.title if live is not None else queries.title_of(course.id),
        rows=[(each, *state_of(each)) for each in rows],
        waiting=queries.count_waiting([each.id for each in rows]),
        why_not=rules.why_not_open(
            has_live=live is not None,
            open_reading=live is not None and live.open_reading,
            to_come=queries.count_to_come(course.id, at=at),
        ),
        further=after is not None,
        next_id=rows[-1].id if len(found) > queries.PAGE else None,
    )


@bp.get("/<int:course_id>/cohorts/<int:cohort_id>")
@needs(MARK, of=queries.find_cohort)
def show(cohort: Cohort) -> ResponseReturnValue:
    at, after = now(), after_of()
    found = queries.list_rows(cohort.id, after=after)
    people = found[: queries.PAGE]
    waiting = queries.count_waiting([cohort.id]).get(cohort.id, 0)
    return page(
        "training/learning/cohorts/show.html",
        cohort=cohort,
        title=queries.title_of(cohort.course_id),
        state=state_of(cohort),
        classes=list_of_cohort(cohort.id),
        people=people,
        waiting=waiting,
        is_short=rules.is_short(cohort, at=at),
        why_not=rules.why_not_change(cohort, at=at),
        further=after is not None,
        next_id=people[-1].id if len(found) > queries.PAGE else None,
    )


def after_of() -> int | None:
    given = request.args.get("after")
    return key_of(given) if given is not None else None


def state_of(cohort: Cohort) -> tuple[str, str]:
    """Return how a cohort stands today, in words, and the kind of its chip."""
    today = village_day(now())
    if cohort.cancelled_at is not None:
        return _("取消了"), "trouble"
    if cohort.ends_on < today:
        return _("结束了"), "season"
    if rules.is_short(cohort, at=now()):
        return _("人不够，等您定"), "trouble"
    if cohort.closes_on >= today:
        return _("正在报名"), ""
    return (_("正在上"), "") if cohort.starts_on <= today else (_("报名截止了"), "season")
