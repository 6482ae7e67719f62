"""Breaking the glass: one asks, another agrees, both open it for two hours; the client is told."""

from datetime import datetime
from functools import partial
from typing import Any

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from core.clock import now
from core.db import writing
from core.errors import Refused
from core.web.forms import Form, page
from core.web.guard import current_actor, needs
from core.words import _
from services.access import BREAK_GLASS, PRACTISE
from services.cases import queries, rules
from services.cases.desk_views.blueprint import bp
from services.cases.desk_views.cases import answer_with_part
from services.cases.desk_views.days import nobody
from services.cases.forms.practice import GlassForm, ReasonForm
from services.cases.models import Case
from services.cases.operations import breaking as operations
from services.cases.queries import glass, practice
from services.cases.queries.glass import Glass


@bp.route("/glass", methods=["GET", "POST"])
@needs(PRACTISE, fresh=True)
def ask() -> ResponseReturnValue:
    """Show what waits for a second person and what is open, and take a new asking."""
    form, at, actor = GlassForm(), now(), current_actor()
    if not practice.desk_of(actor.person).is_anybodys:
        return nobody()
    if form.validate_on_submit():
        with form.refusals():
            with writing():
                form.once(partial(do_ask, form, at), at=at)
            flash(_("申请了，还要第二个人同意。本人已经知道"))
            return redirect(url_for(".ask"))
    return page(
        "services/cases/practice/glass.html",
        form=form,
        asked=glass.list_asked(actor.person, at=at),
        broken=glass.list_broken(actor.person, at=at),
        is_alone=glass.is_alone(actor.person, at=at),
    )


def do_ask(form: GlassForm, at: datetime) -> str:
    """Ask, in the same words whether there is no such case or it is not for this person."""
    case = queries.find_case(form.number.data)
    if case is None:
        raise Refused(rules.no_such_case(), field="number")
    operations.ask_to_break(case, form.reason.data, by=current_actor(), at=at)
    return url_for(".ask")


def find_asked(number: str) -> Glass | None:
    """Return the latest asking about a case, for whoever can be booked there or is its clerk."""
    case = queries.find_case(number)
    latest = glass.find_latest(case.id) if case else None
    if case is None or latest is None:
        return None
    person_id = current_actor().id
    is_of = glass.is_of_clinic(person_id, case.clinic_id, at=now())
    return Glass(case=case, breaking=latest, people=frozenset({person_id} if is_of else ()))


def find_broken(number: str) -> Glass | None:
    """Return a case whose glass is broken at this moment, for the two who have done it."""
    case = queries.find_case(number)
    found = glass.list_open_for(case.id, at=now()) if case else []
    if case is None or not found:
        return None
    people = {each for one in found for each in (one.asked_by, one.seconded_by) if each}
    return Glass(case=case, breaking=found[0], people=frozenset(people))


@bp.route("/glass/<number>/second", methods=["GET", "POST"])
@needs(BREAK_GLASS, of=find_asked, fresh=True)
def second(found: Glass) -> ResponseReturnValue:
    form, at, actor = ReasonForm(), now(), current_actor()
    case, breaking = found.case, found.breaking
    if form.validate_on_submit():
        with form.refusals():
            with writing():
                operations.second(breaking, case, form.reason.data, by=actor, at=at)
            flash(_("同意了。两个小时以内你们两位都能打开，本人已经知道"))
            return redirect(url_for(".broken", number=case.number))
    known = queries.known_of(case, at=at)
    asking = glass.as_asked(breaking)
    return page(
        "services/cases/practice/second.html",
        number=case.number,
        asked_at=breaking.asked_at,
        form=form,
        why_not=rules.why_not_second(known, is_of_clinic=True, asking=asking, by=actor, at=at),
    )


@bp.get("/glass/<number>")
@needs(BREAK_GLASS, of=find_broken, fresh=True)
def broken(found: Glass) -> ResponseReturnValue:
    return shown(found.breaking.open_until, found.case, at=now())


@bp.post("/glass/<number>/open")
@needs(BREAK_GLASS, of=find_broken, fresh=True)
def open_broken(found: Glass) -> ResponseReturnValue:
    return answer_with_part(found.case, partial(shown, found.breaking.open_until))


def shown(
    open_until: datetime | None,
    case: Case,
    *,
    at: datetime,
    form: Form | None = None,
    opened: dict[str, Any] | None = None,
) -> ResponseReturnValue:
    """Show the envelope and what was just opened; nothing else can be done here."""
    known = queries.known_of(case, at=at)
    return page(
        "services/cases/practice/broken.html",
        case=case,
        status=rules.AT_DESK[case.status],
        open_until=open_until,
        why_no_open=rules.why_not_open(known, by=current_actor()),
        form=form,
        opened=opened,
    )
