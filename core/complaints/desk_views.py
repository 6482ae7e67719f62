"""Complaints at the branch's desk and at the operator's: what is open, what is done."""

from flask import Blueprint, abort, request, url_for
from flask.typing import ResponseReturnValue

from core.access import Actor
from core.branches.models import Branch
from core.branches.queries import find_open_branch
from core.branches.rules import LEADERS
from core.clock import now
from core.complaints import access, queries, rules
from core.complaints.queries import PAGE
from core.house import MenuEntry
from core.web.forms import key_of, page
from core.web.guard import needs
from core.words import _l

bp = Blueprint("complaints_desk", __name__, url_prefix="/desk/<int:branch_id>/complaints")
operate = Blueprint("complaints_operate", __name__, url_prefix="/operate/complaints")


def leads(actor: Actor | None) -> bool:
    """Tell whether this visitor leads a branch: asked with the branch's own offices."""
    return actor is not None and bool(actor.branches_as(*LEADERS))


def is_clerk(actor: Actor | None) -> bool:
    """Tell whether this visitor works for the operator."""
    return actor is not None and actor.is_clerk


MENU = (
    MenuEntry(
        place="desk",
        title=_l("投诉"),
        endpoint="complaints_desk.home",
        order=17,
        icon="chat-left-text",
        when=leads,
    ),
    MenuEntry(
        place="operate",
        title=_l("投诉"),
        endpoint="complaints_operate.home",
        order=10,
        icon="chat-left-text",
        when=is_clerk,
    ),
)


@bp.get("/")
@needs(access.READ_LIST, of=find_open_branch)
def home(branch: Branch) -> ResponseReturnValue:
    closed, after = _asked()
    if after is not None and not queries.is_of_branch(branch.id, after):
        abort(404)
    found = queries.list_of_branch(branch.id, closed=closed, after=after)
    address = url_for(".home", branch_id=branch.id)
    return page(
        "core/complaints/list.html",
        branch=branch,
        address=address,
        closed=closed,
        complaints=found[:PAGE],
        next_id=found[PAGE - 1].id if len(found) > PAGE else None,
        statuses=rules.STATUSES,
        at=now(),
    )


@operate.get("/", endpoint="home")
@needs(access.READ_OPERATOR)
def of_operator() -> ResponseReturnValue:
    closed, after = _asked()
    found = queries.list_of_operator(closed=closed, after=after)
    return page(
        "core/complaints/list.html",
        branch=None,
        address=url_for(".home"),
        closed=closed,
        complaints=found[:PAGE],
        next_id=found[PAGE - 1].id if len(found) > PAGE else None,
        statuses=rules.STATUSES,
        at=now(),
    )


def _asked() -> tuple[bool, int | None]:
    """Return whether the closed ones are asked for, and after which line."""
    given = request.args.get("after")
    return request.args.get("state") == "closed", key_of(given) if given is not None else None
