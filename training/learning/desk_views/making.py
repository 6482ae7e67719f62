"""Opening a cohort, and changing one; once somebody is in it, seats are all that changes."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from core.clock import now
from core.db import writing
from core.web.forms import page
from core.web.guard import current_actor, needs
from core.words import _
from training.access import BUILD
from training.courses.models import Course
from training.learning.desk_views.blueprint import bp
from training.learning.forms import CohortForm, SeatsForm
from training.learning.models import Cohort
from training.learning.operations import cohorts as operations
from training.learning.queries import cohorts as queries
from training.learning.rules import cohorts as rules


@bp.route("/<int:course_id>/cohorts/new", methods=["GET", "POST"])
@needs(BUILD, of=queries.find_course)
def make(course: Course) -> ResponseReturnValue:
    form, at, by = CohortForm(), now(), current_actor()
    course_id = course.id

    def do() -> str:
        made = operations.make(course, form.said, by=by, at=at)
        return url_for(".show", course_id=course_id, cohort_id=made.id)

    if form.validate_on_submit():
        with form.refusals():
            with writing():
                where = form.once(do, at=at)
            flash(_("开好了，现在就能报名"))
            return redirect(where)
    title = queries.title_of(course_id)
    return page("training/learning/cohorts/make.html", form=form, course=course, title=title)


@bp.route("/<int:course_id>/cohorts/<int:cohort_id>/edit", methods=["GET", "POST"])
@needs(BUILD, of=queries.find_cohort)
def edit(cohort: Cohort) -> ResponseReturnValue:
    form, at, by = CohortForm(), now(), current_actor()
    where = url_for(".show", course_id=cohort.course_id, cohort_id=cohort.id)
    if form.validate_on_submit():
        with form.refusals():
            with writing():
                operations.rewrite(cohort, form.said, by=by, at=at)
            flash(_("改好了"))
            return redirect(where)
    if not form.is_submitted():
        form.show(cohort)
    why_not = rules.why_not_rewrite(cohort, is_waited_for=queries.is_waited(cohort.id), at=at)
    return page(
        "training/learning/cohorts/edit.html",
        form=form,
        cohort=cohort,
        why_not=why_not,
        more=rules.why_not_change(cohort, at=at) is None,
        back_to=where,
    )


@bp.route("/<int:course_id>/cohorts/<int:cohort_id>/seats", methods=["GET", "POST"])
@needs(BUILD, of=queries.find_cohort)
def seats(cohort: Cohort) -> ResponseReturnValue:
    form, at, by = SeatsForm(), now(), current_actor()
    where = url_for(".show", course_id=cohort.course_id, cohort_id=cohort.id)
    if form.validate_on_submit():
        with form.refusals():
            with writing():
                offered = operations.add_seats(cohort, form.seats.data, by=by, at=at)
            more = _("加好了，给候补的 %(count)s 位留了名额", count=offered)
            flash(more if offered else _("加好了"))
            return redirect(where)
    if not form.is_submitted():
        form.seats.data = cohort.seats
    return page("training/learning/cohorts/seats.html", form=form, cohort=cohort, back_to=where)
