"""What of hours lies at a branch's desk, by what is to do."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from flask import request
from flask.typing import ResponseReturnValue

from core.branches.models import Branch
from core.branches.queries import find_open_branch
from core.clock import now
from core.web.forms import key_of, page
from core.web.guard import current_actor, needs
from core.words import _l
from services.access import READ_HOURS
from services.hours.desk_views.blueprint import bp
from services.hours.forms import StepForm
from services.hours.queries import cases, desk, proposals, requests
from services.hours.queries.judges import household_of
from services.hours.rules import confirming, words

CONFIRM, OBJECTIONS, CORRECTIONS = "confirm", "objections", "corrections"
CERTIFICATES, COMMENDATIONS = "certificates", "commendations"
TABS: Mapping[str, str] = {
    CONFIRM: _l("等确认"),
    OBJECTIONS: _l("异议"),
    CORRECTIONS: _l("更正"),
    CERTIFICATES: _l("开证明"),
    COMMENDATIONS: _l("表扬"),
}


@bp.get("/hours")
@needs(READ_HOURS, of=find_open_branch)
def home(branch: Branch) -> ResponseReturnValue:
    return show(branch, StepForm(formdata=None), tab=request.args.get("tab", CONFIRM))


def show(branch: Branch, form: StepForm, *, tab: str) -> ResponseReturnValue:
    at = now()
    tab = tab if tab in TABS else CONFIRM
    given = request.args.get("after")
    after = key_of(given) if given is not None else None
    return page(
        "services/hours/desk/home.html",
        branch=branch,
        form=form,
        tab=tab,
        tabs=TABS,
        shifts=desk.list_shifts_near(branch.id, at=at),
        words=words,
        **IN_TAB[tab](branch, after, at),
    )


def of_confirm(branch: Branch, after: int | None, at: datetime) -> dict[str, Any]:
    """Return the hours that an officer may confirm by asking, with why this one does not."""
    actor = current_actor()
    found = cases.list_at_desk(branch.id, cases.ASKED_OF_PEOPLE, at=at, after=after)
    home = household_of(actor.person)
    rows = [
        (each, confirming.why_not_ask(each.known, by=actor, lives_with=each.lives_with(home)))
        for each in found[: cases.PAGE]
    ]
    return {"rows": rows, "next_id": next_of(found)}


def of_objections(branch: Branch, after: int | None, at: datetime) -> dict[str, Any]:
    found = cases.list_at_desk(branch.id, desk.OBJECTED, at=at, after=after)
    return {"rows": found[: cases.PAGE], "next_id": next_of(found)}


def next_of(found: Any) -> int | None:
    return found[cases.PAGE - 1].id if len(found) > cases.PAGE else None


def of_corrections(branch: Branch, _after: int | None, at: datetime) -> dict[str, Any]:
    return {"rows": desk.list_corrections(branch.id, at=at), "next_id": None}


def of_certificates(branch: Branch, _after: int | None, at: datetime) -> dict[str, Any]:
    """Return who asks, with what the certificate would say and why this officer issues none."""
    by = current_actor().person
    rows = [
        (
            each,
            words.why_not_issue(each.person_id, each.parts.total, by=by),
            words.why_not_decline(each.person_id, by=by),
        )
        for each in requests.list_requests(branch.id, at=at)
    ]
    return {"rows": rows, "next_id": None}


def of_commendations(branch: Branch, after: int | None, _at: datetime) -> dict[str, Any]:
    found = proposals.list_proposals(branch.id, after=after)
    return {
        "rows": found[: proposals.PAGE],
        "next_id": found[proposals.PAGE - 1].id if len(found) > proposals.PAGE else None,
        "to_answer": proposals.list_to_answer({branch.id}),
    }


IN_TAB: Mapping[str, Callable[[Branch, int | None, datetime], dict[str, Any]]] = {
    CONFIRM: of_confirm,
    OBJECTIONS: of_objections,
    CORRECTIONS: of_corrections,
    CERTIFICATES: of_certificates,
    COMMENDATIONS: of_commendations,
}
