"""One request at the desk: arranged with one form, or answered that it is not possible."""

from datetime import datetime
from typing import Any

from flask import abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from core.clock import now, village_day
from core.db import writing
from core.proxy.queries import is_reachable
from core.web.forms import page
from core.web.guard import current_actor, needs
from core.words import _
from services.access import RUN_HELP
from services.help.desk_views.blueprint import bp
from services.help.forms import ArrangeForm, DeclineForm, RiskyForm
from services.help.models import HelpKind, HelpRequest, HelpStatus
from services.help.operations import arranging, printing
from services.help.papers import as_known, spoken_code, there_of, wished
from services.help.queries import facts as work
from services.help.queries.businesses import list_businesses
from services.help.queries.entered import was_entered
from services.help.queries.requests import Case, find_at_desk
from services.help.rules import requests as rules
from services.help.rules import stages
from services.help.rules.times import usual_times
from services.help.rules.words import KINDS, MARKS
from services.volunteering.operations.tasks import Plan
from services.volunteering.rules.tasks import HOME_RISKS, OF_AGE
from services.volunteering.rules.times import in_words, span


@bp.get("/<int:request_id>")
@needs(RUN_HELP, of=find_at_desk)
def show(case: Case) -> ResponseReturnValue:
    return shown(case, at=now())


@bp.post("/<int:request_id>/arrange")
@needs(RUN_HELP, of=find_at_desk)
def arrange(case: Case) -> ResponseReturnValue:
    at, request = now(), case.request
    form = form_for(request.kind)()
    back = url_for(".show", branch_id=request.branch_id, request_id=request.id)

    def do() -> str:
        arranging.arrange(request, plan_in(form), by=current_actor(), at=at)
        return back

    if form.validate_on_submit():
        with form.refusals():
            with writing():
                form.once(do, at=at)
            flash(
                _("安排好了，告诉本人了。有人答应来，会写在这里")
                if is_reachable(request.person_id)
                else _("安排好了。") + by_mouth(request)
            )
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
            flash(
                _("答复好了，告诉本人了")
                if is_reachable(request.person_id)
                else _("答复好了。") + by_mouth(request)
            )
            return redirect(back)
    return shown(case, at=at, decline_form=form)


@bp.post("/<int:request_id>/print")
@needs(RUN_HELP, of=find_at_desk)
def print_slip(case: Case) -> ResponseReturnValue:
    """Note who prints the slip, and lead there."""
    request = case.request
    with writing():
        printing.print_slip(request, helpers=case.helpers, by=current_actor(), at=now())
    back = url_for(".slip", branch_id=request.branch_id, request_id=request.id)
    return redirect(back)


@bp.post("/<int:request_id>/told")
@needs(RUN_HELP, of=find_at_desk)
def told(case: Case) -> ResponseReturnValue:
    """Put down that the villager was told by phone or face to face."""
    request = case.request
    back = url_for(".show", branch_id=request.branch_id, request_id=request.id)
    with writing():
        arranging.tell(request, by=current_actor(), at=now())
    flash(_("记下了，本人已经知道"))
    return redirect(back)


@bp.get("/<int:request_id>/slip")
@needs(RUN_HELP, of=find_at_desk)
def slip(case: Case) -> ResponseReturnValue:
    """Show a slip for who has no phone: who comes when, and the code to give away.

    The code is for the shift that runs or is the next, and shown to who has noted to print it.
    Where it was not possible the slip says why.
    """
    at, actor, request = now(), current_actor(), case.request
    if request.status is HelpStatus.NOT_POSSIBLE:
        return page(
            "services/help/desk/not_possible.html",
            asked=request,
            branch=request.branch,
            kind=KINDS[request.kind],
        )
    facts = work.facts_about(request.id, at=at)
    if facts.task_id is None:
        abort(404)
    why_not = printing.why_not_read(request.status, facts, helpers=case.helpers, by=actor)
    return page(
        "services/help/desk/slip.html",
        asked=request,
        branch=request.branch,
        kind=KINDS[request.kind],
        people=[as_known(each, at=at) for each in coming_to(facts, at=at)],
        set_for=set_for(facts),
        code=None if why_not or facts.shift is None else spoken_code(facts.shift),
        why_not=why_not,
    )


def shown(case: Case, *, at: datetime, **forms: Any) -> ResponseReturnValue:
    """Show all that the branch knows of the request, and what it can answer."""
    actor, request = current_actor(), case.request
    facts = work.facts_about(request.id, at=at)
    businesses = list_businesses(request.person_id) if request.status in rules.OPEN else []
    paid = rules.why_paid(request.kind, businesses, since=village_day(at))
    no_arranging = rules.why_not_arrange(request.status, facts, why_paid=paid)
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
        decline_form=forms.get("decline_form")
        or (to_decline(is_paid=paid is not None) if no_decline is None else None),
        why_paid=paid if paid == no_arranging else None,
        businesses=businesses,
        is_risky=request.kind in rules.RISKY,
        entered=was_entered(request),
        reaches=is_reachable(request.person_id),
        why_not_tell=rules.why_not_tell(request.status, is_told=request.told_at is not None),
        by_mouth=by_mouth(request),
        no_arranging=no_arranging,
        no_slip=rules.why_not_print(request.status, facts, helpers=case.helpers, by=actor),
        marks=MARKS,
        is_open=request.status in rules.OPEN,
        at=at,
    )


def coming_to(facts: stages.Facts, *, at: datetime) -> list[work.Coming]:
    """Return who comes to the shift that runs or is the next."""
    start = facts.shift.starts_at if facts.shift else None
    return [each for each in work.list_coming(facts.task_id, at=at) if each.starts_at == start]


def by_mouth(request: HelpRequest) -> str:
    """Say how somebody whom no message reaches is told."""
    if phone := request.phone or request.person.phone:
        return _("没有能收消息的手机，请打电话或上门告诉：%(phone)s", phone=phone)
    return _("没有能收消息的手机，也没有留电话，请上门告诉")


def to_decline(*, is_paid: bool) -> DeclineForm:
    """Return the form to say no with; who is to look for paid hands is told how."""
    form = DeclineForm(formdata=None)
    if is_paid:
        form.why.data = _(
            "店里、地里要卖的活按帮工来办：请在“我的店”里点“请人手”，写上哪天、几个人、工钱多少"
        )
    return form


def form_for(kind: HelpKind) -> type[ArrangeForm]:
    """Return the form to arrange such help with: with the question where it may be dangerous."""
    return RiskyForm if kind in rules.RISKY else ArrangeForm


def set_for(facts: stages.Facts) -> str:
    """Say for when it was arranged, as long as that is to come or runs."""
    return in_words(facts.shift.starts_at, facts.shift.ends_at) if facts.shift else ""


def prefilled(request: HelpRequest, *, at: datetime) -> ArrangeForm:
    """Return the form with what is usual for such a request; nothing that the villager wrote."""
    start, end = usual_times(request.day, request.part, at=at)
    kind = KINDS[request.kind]
    return form_for(request.kind)(
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
    """Return the task that the form describes; whose home it is, is told by the request.

    Dangerous work is for adults, whatever was written.
    """
    start, end = span(form.day.data, form.begins.data, form.ends.data)
    names = Plan.__dataclass_fields__.keys() & form._fields.keys()
    said = {name: form[name].data for name in names}
    said["dangerous"] = form.is_dangerous
    if form.is_dangerous:
        said["min_age"] = max(said["min_age"], OF_AGE)
    return Plan(first_start=start, first_end=end, private=True, **said)
