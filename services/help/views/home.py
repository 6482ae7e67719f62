"""The kinds of help as doors, and what one has asked for."""

from typing import Any

from flask import request
from flask.typing import ResponseReturnValue

from core.clock import now
from core.site.pages import public_page
from core.web.forms import key_of
from core.web.guard import actor_or_none, public
from core.web.links import whole
from services.help.papers import chip_of
from services.help.queries import requests
from services.help.queries.facts import facts_of
from services.help.rules.words import KINDS
from services.help.views.blueprint import bp


@bp.get("")
@public(scope="ask")
def home() -> ResponseReturnValue:
    """Show the doors to everybody, and to who is signed in what they have asked for."""
    return public_page("services/help/home.html", of_home, personal=True)


def of_home() -> dict[str, Any]:
    """Read a page of one's own requests; a visitor has none."""
    actor, at = actor_or_none(), now()
    given = request.args.get("after") if actor is not None else None
    after = key_of(given) if given is not None else None
    found = requests.list_mine(actor.person, after=after) if actor is not None else []
    rows = found[: requests.PAGE]
    facts = facts_of([each.id for each in rows], at=at)
    return {
        "kinds": KINDS,
        "rows": [(each, *chip_of(each, facts[each.id])) for each in rows],
        "further": after is not None,
        "next_id": rows[-1].id if len(found) > requests.PAGE else None,
        "canonical": whole("/help"),
    }
