"""A branch's requests: those without an answer, those that are arranged, those that are over."""

from itertools import groupby
from typing import Any

from flask import request
from flask.typing import ResponseReturnValue

from core.branches.models import Branch
from core.branches.queries import find_open_branch
from core.clock import now, village_day
from core.web.forms import key_of, page
from core.web.guard import needs
from core.words import _l
from services.access import RUN_HELP
from services.help.desk_views.blueprint import bp
from services.help.models import HelpRequest
from services.help.queries import requests
from services.help.queries.facts import facts_of
from services.help.queries.requests import Tab
from services.help.rules.others import chip_at_desk
from services.help.rules.requests import due_of
from services.help.rules.words import KINDS, MARKS, PARTS

TABS = {Tab.ASKED: _l("等答复"), Tab.PLANNED: _l("安排了"), Tab.OVER: _l("办完的")}


@bp.get("")
@needs(RUN_HELP, of=find_open_branch)
def home(branch: Branch) -> ResponseReturnValue:
    at, given = now(), request.args.get("after")
    after = key_of(given) if given is not None else None
    asked_for = request.args.get("tab")
    tab = Tab(asked_for) if asked_for in set(Tab) else Tab.ASKED
    found = requests.list_at_desk(branch.id, tab, after=after)
    rows = found[: requests.PAGE]
    facts = facts_of([each.id for each in rows], at=at)
    return page(
        "services/help/desk/home.html",
        branch=branch,
        tab=tab,
        tabs=TABS,
        counts=requests.count_at_desk(branch.id),
        days=by_day([(each, *chip_at_desk(each.status, facts[each.id])) for each in rows], tab),
        further=after is not None,
        next_id=rows[-1].id if len(found) > requests.PAGE else None,
        kinds=KINDS,
        parts=PARTS,
        marks=MARKS,
        due_of=due_of,
        at=at,
        today=village_day(at),
    )


def by_day(rows: list[tuple[HelpRequest, str, str]], tab: Tab) -> list[tuple[Any, list[Any]]]:
    """Return open requests by the day that is wished for; what is over stands in one list."""
    if tab is Tab.OVER:
        return [(None, list(rows))] if rows else []
    return [(day, list(group)) for day, group in groupby(rows, key=lambda row: row[0].day)]
