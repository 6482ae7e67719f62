"""Asking for help: the form is filled in already, so that it can be sent as it is."""

from collections.abc import Mapping
from datetime import date, time, timedelta
from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from wtforms.fields.choices import SelectChoice

from core.accounts.queries import get_person
from core.branches.models import Branch
from core.clock import now, village_day
from core.db import writing
from core.proxy.acting import note_fact
from core.web.forms import page
from core.web.guard import current_actor, needs
from core.words import _
from services.access import ASK_HELP
from services.help.forms import AskForm
from services.help.models import DayPart, HelpKind
from services.help.operations import asking
from services.help.queries.desks import desks_of
from services.help.queries.requests import Home, count_open, find_home
from services.help.rules import requests as rules
from services.help.rules.requests import FARTHEST
from services.help.rules.words import KINDS
from services.help.views.blueprint import bp

NOON = time(12)


@bp.route("/new", methods=["GET", "POST"])
@needs(ASK_HELP)
def ask() -> ResponseReturnValue:
    """Ask for the kind of help that the address names; without one the form asks which."""
    actor, at = current_actor(), now()
    home = find_home(actor.person)
    if home is None:
        return page("services/help/nowhere.html")
    desks = desks_of([each.branch for each in home.villages], at=at)
    form = filled(home, actor.person, desks)

    def do() -> str:
        made = asking.ask(form.wish, by=actor, at=at)
        note_fact(KINDS[made.kind].title, url=url_for(".show", ref=made.ref))
        return url_for(".show", ref=made.ref)

    if form.validate_on_submit():
        with form.refusals():
            with writing():
                where = form.once(do, at=at)
            flash(_("收到了。支部会尽快答复，每一步都会告诉您"))
            return redirect(where)
    today = village_day(at)
    return page(
        "services/help/ask.html",
        form=form,
        home=home,
        desk=desks[home.branch.id],
        others=len({desk.id for desk in desks.values()}) > 1,
        chosen=KINDS[form.wanted] if form.kind.data in set(HelpKind) else None,
        why_not=rules.why_not_ask(count_open(actor.person)),
        first_day=today,
        last_day=today + FARTHEST,
        tomorrow=today + timedelta(days=1),
    )


def when_asked() -> dict[str, Any]:
    """Return the day and the hour that the address names, as the form has them."""
    try:
        day = date.fromisoformat(request.args.get("day", ""))
        hour = time.fromisoformat(request.args.get("time", ""))
    except ValueError:
        return {}
    part = DayPart.MORNING if hour < NOON else DayPart.AFTERNOON
    return {"day": day, "part": part, "words": _("%(time)s 碰头", time=f"{hour:%H:%M}")}


def filled(home: Home, person_id: int, desks: Mapping[int, Branch]) -> AskForm:
    """Return the form with the kind that was tapped, one's own village and number.

    Where the villages have several desks, each says which it is.
    """
    kind = request.args.get("kind", "")
    known = {"unit_id": home.unit.id, "phone": get_person(person_id).phone or "", **when_asked()}
    if kind in set(HelpKind):
        known["kind"] = kind
    form = AskForm(**known)
    several = len({desk.id for desk in desks.values()}) > 1
    form.unit_id.choices = [
        SelectChoice(
            each.id,
            _("%(village)s，送到%(branch)s", village=each.name, branch=desks[each.branch_id].name)
            if several
            else each.name,
        )
        for each in home.villages
    ]
    return form
