"""Enrolling in a course, waiting for a seat, and leaving; a refusal stands on the course's form."""

from datetime import datetime

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from core.accounts.forms import EmptyForm
from core.clock import now
from core.db import writing
from core.proxy.acting import note_fact
from core.qualifications.rules import KINDS as QUALIFICATIONS
from core.waitlists.models import Wait
from core.web.forms import page
from core.web.guard import current_actor, needs
from core.words import _
from training.access import ENROL, OWN_ENROLMENT
from training.courses.queries import find_shown
from training.courses.queries.shown import Shown
from training.courses.rules import LEVELS
from training.learning.forms import EnrolForm, enrol_form
from training.learning.models import Enrolment
from training.learning.operations import enrolling as operations
from training.learning.queries import mine as queries
from training.learning.queries.cohorts import title_of
from training.learning.queries.standing import count_lessons, standing_of
from training.learning.rules.standing import why_not_leave
from training.learning.views.blueprint import bp
from training.learning.views.mine import shown as mine_shown


def find_open(course_id: int) -> Shown | None:
    """Return a course that everybody may see now."""
    return find_shown(course_id, at=now())


def find_mine(course_id: int) -> Enrolment | None:
    """Return by what the person is in the course, or was last."""
    return queries.find_own(course_id, person_id=current_actor().person)


def find_my_wait(cohort_id: int) -> Wait | None:
    """Return how the person waits for the cohort, or has waited."""
    return queries.find_own_wait(cohort_id, person_id=current_actor().person)


@bp.route("/<int:course_id>/enrol", methods=["GET", "POST"])
@needs(ENROL, of=find_open)
def enrol(shown: Shown) -> ResponseReturnValue:
    """Say what one gets into, and let in whoever taps; the course's page has the same form."""
    at, by = now(), current_actor()
    form = enrol_form(standing_of(shown, by, at=at))
    course_id, title = shown.course.id, shown.live.title

    def do() -> str:
        made = operations.enrol(
            course_id,
            cohort_id=form.cohort.data,
            is_grown=form.grown.data,
            guardian=form.guardian.data or "",
            agrees=form.agrees.data,
            by=by,
            at=at,
        )
        note_fact(title, url=f"/learn/{course_id}")
        return str(made.id)

    if form.validate_on_submit():
        with form.refusals():
            with writing():
                form.once(do, at=at)
            flash(_("报上了，现在就能开始学"))
            return redirect(url_for(".mine"))
    return entrance(shown, form, at=at)


@bp.post("/<int:course_id>/wait")
@needs(ENROL, of=find_open)
def wait(shown: Shown) -> ResponseReturnValue:
    at, by = now(), current_actor()
    form = enrol_form(standing_of(shown, by, at=at))
    course_id, title = shown.course.id, shown.live.title

    def do() -> str:
        made = operations.wait(course_id, cohort_id=form.cohort.data, by=by, at=at)
        note_fact(title, url=f"/learn/{course_id}")
        return str(made.id)

    if form.validate_on_submit():
        with form.refusals():
            with writing():
                form.once(do, at=at)
            flash(_("排上候补了，有名额会马上告诉您"))
            return redirect(url_for(".mine"))
    return entrance(shown, form, at=at)


def entrance(shown: Shown, form: EnrolForm, *, at: datetime) -> ResponseReturnValue:
    """Show what one gets into, with what can be done about it."""
    course, live = shown.course, shown.live
    standing = standing_of(shown, current_actor(), at=at)
    form.offer(standing)
    lessons = count_lessons(live.id)
    exam = _("%(count)s 道题，答对 %(mark)s%% 就过", count=live.questions, mark=live.pass_mark)
    return page(
        "training/learning/enrol.html",
        form=form,
        course=course,
        live=live,
        standing=standing,
        facts=[
            (_("费用"), _("不收钱")),
            (_("有多少"), _("%(count)s 课", count=lessons)),
            (_("难不难"), str(LEVELS[live.level])),
            (_("学什么人"), live.for_whom),
            (_("讲什么话"), live.language),
            (_("学完考试"), exam if live.questions else ""),
            (_("学完有"), str(QUALIFICATIONS[course.unlocks]) if course.unlocks else ""),
            (_("谁办的"), course.organiser.name),
        ],
    )


@bp.route("/<int:course_id>/leave", methods=["GET", "POST"])
@needs(OWN_ENROLMENT, of=find_mine)
def leave(enrolment: Enrolment) -> ResponseReturnValue:
    form, at, by = EmptyForm(), now(), current_actor()
    course_id, title = enrolment.course_id, enrolment.of.title

    def do() -> str:
        operations.leave(enrolment, by=by, at=at)
        note_fact(title, url=f"/learn/{course_id}")
        return str(course_id)

    if form.validate_on_submit():
        with form.refusals():
            with writing():
                form.once(do, at=at)
            flash(_("退了。学过的给您留着，想接着学再报就行"))
            return redirect(url_for(".mine"))
    return page(
        "training/learning/leave.html",
        form=form,
        enrolment=enrolment,
        why_not=why_not_leave(enrolment.status),
    )


@bp.post("/cohorts/<int:cohort_id>/leave")
@needs(OWN_ENROLMENT, of=find_my_wait)
def drop(found: Wait) -> ResponseReturnValue:
    """Wait no longer for a seat, or do without the one that is kept."""
    form, at, by = EmptyForm(), now(), current_actor()
    cohort_id = found.ref

    def do() -> str:
        cohort = operations.drop(cohort_id, by=by, at=at)
        note_fact(title_of(cohort.course_id), url=f"/learn/{cohort.course_id}")
        return str(cohort_id)

    if form.validate_on_submit():
        with form.refusals():
            with writing():
                form.once(do, at=at)
            flash(_("好的，不等了"))
            return redirect(url_for(".mine"))
    return mine_shown(form)
