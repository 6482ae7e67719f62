"""Cancelling a cohort, and holding one that fewer have joined than it needs."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from core.accounts.forms import EmptyForm
from core.clock import now
from core.db import writing
from core.web.forms import page
from core.web.guard import current_actor, needs
from core.words import _
from training.access import BUILD
from training.learning.desk_views.blueprint import bp
from training.learning.forms import CancelForm
from training.learning.models import Cohort
from training.learning.operations import cohorts as operations
from training.learning.queries import cohorts as queries
from training.learning.rules import cohorts as rules


@bp.route("/<int:course_id>/cohorts/<int:cohort_id>/cancel", methods=["GET", "POST"])
@needs(BUILD, of=queries.find_cohort)
def cancel(cohort: Cohort) -> ResponseReturnValue:
    form, at, by = CancelForm(), now(), current_actor()
    where = url_for(".show", course_id=cohort.course_id, cohort_id=cohort.id)
    if form.validate_on_submit():
        with form.refusals():
            with writing():
                operations.cancel(cohort, why=form.why.data, by=by, at=at)
            flash(_("取消了，并告诉了报名和候补的人"))
            return redirect(where)
    return page(
        "training/learning/cohorts/cancel.html",
        form=form,
        cohort=cohort,
        waiting=queries.count_waiting([cohort.id]).get(cohort.id, 0),
        why_not=rules.why_not_change(cohort, at=at),
        back_to=where,
    )


@bp.route("/<int:course_id>/cohorts/<int:cohort_id>/hold", methods=["GET", "POST"])
@needs(BUILD, of=queries.find_cohort)
def hold(cohort: Cohort) -> ResponseReturnValue:
    """Say that it is held all the same; the page asks, for who learns in it is told."""
    form, at, by = EmptyForm(), now(), current_actor()
    where = url_for(".show", course_id=cohort.course_id, cohort_id=cohort.id)
    if form.validate_on_submit():
        with form.refusals():
            with writing():
                operations.hold(cohort, by=by, at=at)
            flash(_("好的，照样开，并告诉了报名的人"))
            return redirect(where)
    return page(
        "training/learning/cohorts/hold.html",
        form=form,
        cohort=cohort,
        why_not=rules.why_not_hold(cohort, at=at),
        back_to=where,
    )
