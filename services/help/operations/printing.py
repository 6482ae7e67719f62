"""A slip with the code of the person served: whoever prints it can read it, so that is noted."""

from collections.abc import Collection
from datetime import datetime

from core.access import Actor
from core.errors import Refused
from core.history.operations import record
from core.words import _
from services.help.models import HelpRequest, HelpStatus
from services.help.queries.facts import facts_about
from services.help.rules.requests import why_not_print
from services.help.rules.stages import Facts
from services.hours.queries.slips import PRINT, TABLE, has_printed


def print_slip(request: HelpRequest, *, helpers: Collection[int], by: Actor, at: datetime) -> None:
    """Note who prints the slip of the shift that runs or is the next; no code shows their work."""
    facts = facts_about(request.id, at=at)
    why_not = why_not_print(request.status, facts, helpers=helpers, by=by)
    if why_not or facts.shift is None:
        raise Refused(why_not)
    record(PRINT, TABLE, facts.task_id, by=by, at=at, became=str(facts.shift.id))


def why_not_read(status: HelpStatus, facts: Facts, *, helpers: Collection[int], by: Actor) -> str:
    """Say why this officer does not read the code on the slip, or an empty text."""
    if why_not := why_not_print(status, facts, helpers=helpers, by=by):
        return why_not
    printed = (
        facts.task_id is not None
        and facts.shift is not None
        and has_printed(facts.task_id, facts.shift.id, by.id)
    )
    return "" if printed else _("请从求助那一页点“打印条子”，打印的人会记下来")
