"""One request, as its villager sees it, and as whoever comes does."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from core.access import Actor
from core.branches.rules import public_name
from core.clock import now
from core.db import writing
from core.web.forms import page
from core.web.guard import current_actor, needs
from core.words import _
from services.access import COME_FOR_HELP, OWN_HELP, READ_HELP, RUN_HELP
from services.help.forms import MarkForm
from services.help.models import HelpRequest
from services.help.operations import asking
from services.help.papers import as_known, codes_for, there_of, wished
from services.help.queries import facts as work
from services.help.queries.entered import was_entered
from services.help.queries.requests import Case, find_case, find_of_task
from services.help.rules import requests as rules
from services.help.rules import stages
from services.help.rules.others import said_to_others
from services.help.rules.stages import Facts
from services.help.rules.words import KINDS, MARKS
from services.help.views.blueprint import bp
from services.volunteering.rules.times import in_words


@bp.get("/<ref>")
@needs(READ_HELP, of=find_case)
def show(case: Case) -> ResponseReturnValue:
    return shown(case, at=now())


@bp.get("/coming/<int:task_id>")
@needs(COME_FOR_HELP, of=find_of_task)
def coming(case: Case) -> ResponseReturnValue:
    """Lead whoever comes from the task to the request."""
    return redirect(url_for(".show", ref=case.request.ref))


@bp.post("/<ref>/withdraw")
@needs(OWN_HELP, of=find_case)
def withdraw(case: Case) -> ResponseReturnValue:
    with writing():
        asking.withdraw(case.request, by=current_actor(), at=now())
    flash(_("撤回了。要是已经有人答应来，会马上告诉他不用来了"))
    return redirect(url_for(".show", ref=case.request.ref))


@bp.post("/<ref>/mark")
@needs(OWN_HELP, of=find_case)
def mark(case: Case) -> ResponseReturnValue:
    form, at, ref = MarkForm(), now(), case.request.ref

    def do() -> str:
        value, thanks = int(form.mark.data), form.thanks.data
        asking.mark(case.request, value, thanks, by=current_actor(), at=at)
        return ref

    if form.validate_on_submit():
        with form.refusals():
            with writing():
                form.once(do, at=at)
            flash(_("谢谢您，告诉来帮您的人了"))
            return redirect(url_for(".show", ref=ref))
    return shown(case, at=at, form=form)


def shown(case: Case, *, at: datetime, form: MarkForm | None = None) -> ResponseReturnValue:
    """Show the request to its villager, to who comes, or to an officer of the branch."""
    actor, request = current_actor(), case.request
    facts = work.facts_about(request.id, at=at)
    mine = case.person_id == actor.person
    runs_it = RUN_HELP.granted(actor, case)
    helps = COME_FOR_HELP.granted(actor, case) and not mine
    people = work.list_coming(facts.task_id, at=at) if facts.task_id else []
    own = [each for each in people if each.person_id == actor.person]
    return page(
        "services/help/show.html",
        asked=request,
        kind=KINDS[request.kind],
        mine=mine,
        helps=helps,
        runs_it=runs_it,
        steps=stages.steps_of(request.status, facts, asked_at=request.asked_at),
        said=stages.in_words(request.status, facts)
        if mine
        else said_to_others(request.status, facts),
        entered=was_entered(request),
        when=wished(request),
        set_for=in_words(facts.shift.starts_at, facts.shift.ends_at) if facts.shift else "",
        people=[as_known(each, at=at) for each in people],
        villager=villager_of(request, own, runs_it=runs_it or mine, at=at),
        reads_words=mine or runs_it or bool(own),
        codes=codes_for(case, facts, by=actor),
        there=there_of(case, by=actor, at=at) if mine or runs_it else [],
        **what_can_be_done(case, facts, by=actor, mine=mine, form=form),
        marks=MARKS,
    )


def what_can_be_done(
    case: Case, facts: Facts, *, by: Actor, mine: bool, form: MarkForm | None
) -> dict[str, Any]:
    """Return what the villager can do next, or why not."""
    request = case.request
    no_mark = rules.why_not_mark(
        request.status, facts, mark=request.mark, helpers=case.helpers, by=by
    )
    can_withdraw = rules.why_not_withdraw(request.status, facts)
    return {
        "form": form or (MarkForm(formdata=None) if mine and no_mark is None else None),
        "no_withdraw": can_withdraw,
        "is_open": request.status in rules.OPEN,
    }


def villager_of(
    request: HelpRequest, own: Sequence[work.Coming], *, runs_it: bool, at: datetime
) -> tuple[str, str]:
    """Return the villager's name and number as this reader may know them now."""
    known = runs_it or any(stages.both_know(e.starts_at, e.ends_at, at=at) for e in own)
    name = request.person.name
    phone = request.phone or request.person.phone or ""
    return (name, phone) if known else (public_name(name), "")
