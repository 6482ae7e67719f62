"""One request at the desk: arranged with one form, or answered that it is not possible."""

from datetime import datetime
from typing import Any

from flask import abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from core.clock import now
from core.db import writing
from core.web.forms import page
from core.web.guard import current_actor, needs
from core.words import _
from services.access import RUN_HELP
from services.help.desk_views.blueprint import bp
from services.help.forms import ArrangeForm, DeclineForm
from services.help.models import HelpRequest
from services.help.operations import arranging
from services.help.papers import as_known, spoken_code, there_of, wished
from services.help.queries import facts as work
from services.help.queries.requests import Case, find_at_desk
from services.help.rules import requests as rules
from services.help.rules import stages
from services.help.rules.times import usual_times
from services.help.rules.words import KINDS, MARKS
from services.volunteering.operations.tasks import Plan
from services.volunteering.rules.tasks import HOME_RISKS
from services.volunteering.rules.times import in_words, span


@bp.get("/<int:request_id>")
@needs(RUN_HELP, of=find_at_desk)
def show(case: Case) -> ResponseReturnValue:
    return shown(case, at=now())


@bp.post("/<int:request_id>/arrange")
@needs(RUN_HELP, of=find_at_desk)
def arrange(case: Case) -> ResponseReturnValue:
    form, at, request = ArrangeForm(), now(), case.request
    back = url_for(".show", branch_id=request.branch_id, request_id=request.id)

    def do() -> str:
        arranging.arrange(request, plan_in(form), by=current_actor(), at=at)
        return back

    if form.validate_on_submit():
        with form.refusals():
            with writing():
                form.once(do, at=at)
            flash(_("安排好了，告诉本人了。有人答应来，会写在这里"))
            return redirect(back)
    return shown(case, at=at, arrange_form=form)


@bp.post("/<int:request_id>/decline")
@needs(RUN_HELP, of=find_at_desk)
def decline(case: Case) -> ResponseReturnValue:
    form, at, request = DeclineForm(), now(), case.request
    back = url_for(".show", branch_id=request.branch_id, request_id=request.id)
    if form.validate_on_submit():
        with form.refusals():
            with writing():
                arranging.decline(request, form.why.data, by=current_actor(), at=at)
            flash(_("答复好了，告诉本人了"))
            return redirect(back)
    return shown(case, at=at, decline_form=form)


@bp.get("/<int:request_id>/slip")
@needs(RUN_HELP, of=find_at_desk)
def slip(case: Case) -> ResponseReturnValue:
    """Show a slip to print for who has no phone: who comes when, and the code to give away."""
    at, actor, request = now(), current_actor(), case.request
    facts = work.facts_about(request.id, at=at)
    helpers = case.helpers
    why_not = rules.why_not_print(request.status, facts, helpers=helpers, by=actor)
    if facts.task_id is None:
        abort(404)
    return page(
        "services/help/desk/slip.html",
        asked=request,
        branch=request.branch,
        kind=KINDS[request.kind],
        people=[as_known(each, at=at) for each in work.list_coming(facts.task_id, at=at)],
        set_for=set_for(facts),
        code=None if why_not else spoken_code(facts.task_id),
        why_not=why_not,
    )


def shown(case: Case, *, at: datetime, **forms: Any) -> ResponseReturnValue:
    """Show all that the branch knows of the request, and what it can answer."""
    actor, request = current_actor(), case.request
    facts = work.facts_about(request.id, at=at)
    no_arranging = rules.why_not_arrange(request.status, facts)
    no_decline = rules.why_not_decline(request.status, facts)
    arrange_form = forms.get("arrange_form") or (
        prefilled(request, at=at) if no_arranging is None else None
    )
    people = work.list_coming(facts.task_id, at=at) if facts.task_id else []
    return page(
        "services/help/desk/show.html",
        asked=request,
        branch=request.branch,
        kind=KINDS[request.kind],
        when=wished(request),
        due=rules.due_of(request.asked_at),
        steps=stages.steps_of(request.status, facts, asked_at=request.asked_at),
        facts=facts,
        set_for=set_for(facts),
        people=people,
        there=there_of(case, by=actor, at=at),
        in_words=in_words,
        form=next(iter(forms.values()), None),
        arrange_form=arrange_form,
        decline_form=forms.get("decline_form") or (DeclineForm() if no_decline is None else None),
        no_arranging=no_arranging,
        no_slip=rules.why_not_print(request.status, facts, helpers=case.helpers, by=actor),
        marks=MARKS,
        is_open=request.status in rules.OPEN,
        at=at,
    )


def set_for(facts: stages.Facts) -> str:
    """Say for when it was arranged, as long as that is to come or runs."""
    if facts.starts_at is None or facts.ends_at is None:
        return ""
    return in_words(facts.starts_at, facts.ends_at)


def prefilled(request: HelpRequest, *, at: datetime) -> ArrangeForm:
    """Return the form with what is usual for such a request; nothing that the villager wrote."""
    start, end = usual_times(request.day, request.part, at=at)
    kind = KINDS[request.kind]
    return ArrangeForm(
        formdata=None,
        title=str(kind.task),
        place=request.place or request.unit.name,
        skill=kind.skill,
        risks=str(HOME_RISKS),
        day=start.date(),
        begins=start.time(),
        ends=end.time(),
    )


def plan_in(form: ArrangeForm) -> Plan:
    """Return the task that the form describes; whose home it is, is told by the request."""
    start, end = span(form.day.data, form.begins.data, form.ends.data)
    names = Plan.__dataclass_fields__.keys() & form._fields.keys()
    said = {name: form[name].data for name in names}
    return Plan(first_start=start, first_end=end, private=True, **said)
