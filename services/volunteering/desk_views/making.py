"""Making a task, from a need or by oneself, and changing what it says."""

from datetime import datetime
from typing import Any

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from wtforms.fields.choices import SelectChoice

from core.branches.models import Branch
from core.branches.queries import find_open_branch, villages_of
from core.clock import VILLAGE, now
from core.db import writing
from core.hooks import Need
from core.web.forms import key_of, page
from core.web.guard import current_actor, needs
from core.words import _
from services.access import RUN_TASKS
from services.volunteering.desk_views.blueprint import bp
from services.volunteering.forms import EditForm, SaidForm, TaskForm
from services.volunteering.models import Source, Task
from services.volunteering.operations import tasks as operations
from services.volunteering.operations.tasks import Plan, Said
from services.volunteering.queries.needs import find_need_of
from services.volunteering.queries.tasks import find_task
from services.volunteering.rules import tasks as rules
from services.volunteering.rules.times import in_words, span


@bp.route("/new", methods=["GET", "POST"])
@needs(RUN_TASKS, of=find_open_branch)
def make(branch: Branch) -> ResponseReturnValue:
    """Make a task; `kind` and `ref` in the address name the need that it comes from."""
    actor, at = current_actor(), now()
    need = need_asked_for(branch, at)
    form = TaskForm(**(as_form(need) if need else {}))
    offer_villages(form, branch)

    def do() -> str:
        made = operations.make(
            plan_in(form),
            branch=branch,
            source=Source.NEED if need else Source.BRANCH,
            source_kind=need.kind if need else "",
            source_ref=need.ref if need else None,
            by=actor,
            at=at,
        )
        return url_for(".show", branch_id=branch.id, task_id=made.id)

    if form.validate_on_submit():
        with form.refusals():
            with writing():
                where = form.once(do, at=at)
            flash(_("发出去了，有人报名会写在这里"))
            return redirect(where)
    return page(
        "services/volunteering/desk/make.html",
        branch=branch,
        form=form,
        need=need,
        why_not=rules.why_not_from(need, at=at) if need else None,
        in_words=in_words,
    )


def need_asked_for(branch: Branch, at: datetime) -> Need | None:
    """Return the need that the address names; None where it names none, or abort."""
    kind, ref = request.args.get("kind"), request.args.get("ref")
    if kind is None and ref is None:
        return None
    return find_need_of(branch.id, kind or "", key_of(ref or ""), at=at) or abort(404)


def as_form(need: Need) -> dict[str, Any]:
    """Return what a need says, as the form has it."""
    start, end = need.starts_at.astimezone(VILLAGE), need.ends_at.astimezone(VILLAGE)
    return {
        "title": need.title[: rules.LONGEST["title"]],
        "words": need.words[: rules.LONGEST["words"]],
        "place": need.place[: rules.LONGEST["place"]],
        "unit_id": need.unit_id,
        "day": start.date(),
        "begins": start.time(),
        "ends": end.time(),
        "capacity": max(1, need.hands - need.filled),
        "risks": str(rules.FIELD_RISKS),
    }


def offer_villages(form: SaidForm, branch: Branch) -> None:
    """Let the form name the villages of the branch; where there is none or one, nobody is asked."""
    villages = villages_of(branch.id)
    if len(villages) <= 1:
        del form.unit_id
        return
    known = [SelectChoice(each.id, each.name) for each in villages]
    form.unit_id.choices = [SelectChoice("", branch.name), *known]
    if form.unit_id.data not in {each.id for each in villages} and not form.is_submitted():
        form.unit_id.data = None


def said_in(form: SaidForm) -> dict[str, Any]:
    """Return what the form says of the task."""
    return {name: form[name].data for name in Said.__dataclass_fields__ if name in form}


def plan_in(form: TaskForm) -> Plan:
    start, end = span(form.day.data, form.begins.data, form.ends.data)
    return Plan(
        **said_in(form),
        first_start=start,
        first_end=end,
        capacity=form.capacity.data,
        repeats=form.repeats.data,
    )


@bp.route("/<int:task_id>/edit", methods=["GET", "POST"])
@needs(RUN_TASKS, of=find_task)
def edit(task: Task) -> ResponseReturnValue:
    form = EditForm(obj=task)
    offer_villages(form, task.branch)
    if task.source is Source.HELP:
        del form.private
    back = url_for(".show", branch_id=task.branch_id, task_id=task.id)
    if form.validate_on_submit():
        with form.refusals():
            with writing():
                operations.edit(
                    task,
                    Said(**said_in(form)),
                    version=int(form.version.data),
                    by=current_actor(),
                    at=now(),
                )
            flash(_("改好了，报了名的人会收到消息"))
            return redirect(back)
    return page(
        "services/volunteering/desk/edit.html",
        task=task,
        form=form,
        why_not=rules.why_not_change(task.status),
        back_to=back,
    )
