"""Planning a class of a cohort, changing and cancelling it."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from core.clock import now
from core.db import writing
from core.web.forms import page
from core.web.guard import current_actor, needs
from core.words import _
from training.access import BUILD
from training.classes import rules
from training.classes.desk_views.blueprint import bp, page_of
from training.classes.forms import CancelForm, ClassForm, RewriteForm
from training.classes.operations import planning as operations
from training.classes.queries.classes import (
    count_of_cohort,
    find_class,
    list_class_lessons,
)
from training.learning.models import Class, Cohort
from training.learning.queries.cohorts import find_cohort, title_of


@bp.route("/cohorts/<int:cohort_id>/classes/new", methods=["GET", "POST"])
@needs(BUILD, of=find_cohort)
def plan(cohort: Cohort) -> ResponseReturnValue:
    form, at, by, lessons = ClassForm(), now(), current_actor(), list_class_lessons(cohort)
    form.offer(lessons)
    if not form.is_submitted():
        form.start_with(lessons)
    course_id, cohort_id = cohort.course_id, cohort.id

    def do() -> str:
        made = operations.plan(cohort, form.said, by=by, at=at)
        return url_for(".show", course_id=course_id, class_id=made.id)

    if form.validate_on_submit():
        with form.refusals():
            with writing():
                where = form.once(do, at=at)
            flash(_("排好了，并告诉了报了这一期的人"))
            return redirect(where)
    planned = count_of_cohort(cohort_id)
    return page(
        "training/classes/desk/plan.html",
        form=form,
        cohort=cohort,
        title=title_of(course_id),
        why_not=rules.why_not_plan(cohort, planned=planned, at=at),
        back_to=url_for("cohorts.show", course_id=course_id, cohort_id=cohort_id),
    )


@bp.route("/classes/<int:class_id>/edit", methods=["GET", "POST"])
@needs(BUILD, of=find_class)
def edit(held: Class) -> ResponseReturnValue:
    """Change a class; who was overtaken sees what it is now above what they have filled in."""
    form, at, by = RewriteForm(), now(), current_actor()
    form.offer(list_class_lessons(held.cohort))
    where = page_of(held)
    if form.validate_on_submit():
        with form.refusals():
            with writing():
                operations.rewrite(held, form.said, seen=form.seen.data or "", by=by, at=at)
            flash(_("改好了。时间、地方有变的，告诉了报了这一期的人"))
            return redirect(where)
    if not form.is_submitted():
        form.show(held)
    mark = rules.mark_of(held)
    is_overtaken, form.seen.data = form.seen.data != mark, mark
    return page(
        "training/classes/desk/edit.html",
        form=form,
        held=held,
        why_not=operations.why_not_change(held, at=at),
        is_overtaken=is_overtaken,
        way=rules.WAYS[held.way],
        back_to=where,
    )


@bp.route("/classes/<int:class_id>/cancel", methods=["GET", "POST"])
@needs(BUILD, of=find_class)
def cancel(held: Class) -> ResponseReturnValue:
    form, at, by = CancelForm(), now(), current_actor()
    where = page_of(held)
    if form.validate_on_submit():
        with form.refusals():
            with writing():
                operations.cancel(held, why=form.why.data, by=by, at=at)
            flash(_("取消了，并告诉了报了这一期的人"))
            return redirect(where)
    return page(
        "training/classes/desk/cancel.html",
        form=form,
        held=held,
        why_not=operations.why_not_change(held, at=at),
        back_to=where,
    )
