"""The branch answers: it arranges the help, or says why not; what comes of it."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import update

from core.access import SYSTEM, Actor
from core.accounts.codes import changed
from core.branches.rules import public_name
from core.clock import village_day
from core.db import db
from core.errors import Refused, refuse_if
from core.history.operations import record
from core.transition import move
from core.words import _, speaking
from services.help.models import HelpRequest
from services.help.operations.asking import call_off
from services.help.operations.events import TABLE, clock, tell_desk, tell_villager
from services.help.queries.businesses import list_businesses
from services.help.queries.facts import SOURCE, facts_about
from services.help.rules import requests as rules
from services.help.rules.requests import HELP, OPEN
from services.help.rules.stages import Facts
from services.volunteering.models import Source, Task
from services.volunteering.operations import tasks
from services.volunteering.operations.tasks import Plan
from services.volunteering.rules.tasks import shifts_of


def arrange(request: HelpRequest, plan: Plan, *, by: Actor, at: datetime) -> Task:
    """Make a task of the request; the villager hears who has arranged it, and for when.

    What the villager wrote stays with the request: a task is read by everybody.
    """
    refuse_if(rules.why_not_arrange(request.status, facts_about(request.id, at=at)))
    days = [village_day(start) for start, _end in shifts_of(plan)]
    businesses = list_businesses(request.person_id)
    paid = rules.why_paid(request.kind, businesses, since=days[0], until=days[-1])
    refuse_if(paid, field="day")
    move(request, HELP, "arrange", by=by, at=at, also={"taken_by": by.id})
    covered = request.unit.branch_id == request.branch_id  # unless it went to another branch
    task = tasks.make(
        replace(plan, private=True, unit_id=request.unit_id if covered else None),
        branch=request.branch,
        source=Source.HELP,
        source_kind=SOURCE,
        source_ref=request.id,
        served_id=request.person_id,
        by=by,
        at=at,
    )
    when, who = clock(plan.first_start), public_name(by.name)
    tell_villager(request, "arranged", at=at, about=f":{task.id}", when=when, name=who)
    return task


def decline(request: HelpRequest, why: str, *, by: Actor, at: datetime) -> None:
    """Answer that it is not possible; the villager hears why, who was to come that it is off."""
    if not why:
        raise Refused(_("请写明原因，本人要看"), field="why")
    refuse_if(rules.why_not_decline(request.status, facts_about(request.id, at=at)))
    ended = {"ended_at": at, "end_why": why, "taken_by": by.id}
    move(request, HELP, "decline", by=by, at=at, also=ended)
    with speaking("zh"):
        off = _("这件事这次不办了，谢谢您")
    call_off(request, why=off, by=by, at=at)
    tell_villager(request, "not_possible", at=at, why=why)


def tell(request: HelpRequest, *, by: Actor, at: datetime) -> None:
    """Put down that the villager was told of the answer, by phone or face to face."""
    refuse_if(rules.why_not_tell(request.status, is_told=request.told_at is not None))
    step = update(HelpRequest).where(
        HelpRequest.id == request.id,
        HelpRequest.told_at.is_(None),
        HelpRequest.status.in_(rules.TOLD_OF),
    )
    if not changed(step.values(told_at=at, told_by=by.id)):
        raise Refused(_("已经记下告诉本人了"))
    db.session.refresh(request)
    record("tell_help", TABLE, request.id, by=by, at=at)


def go_on(request: HelpRequest, *, at: datetime) -> None:
    """Settle what was done, and let what came to nothing wait for an answer again."""
    facts = facts_about(request.id, at=at)
    if request.status not in OPEN:
        return
    if facts.is_done:
        move(request, HELP, "settle", by=SYSTEM, at=at, also={"ended_at": at})
    elif "reopen" in HELP.actions(request.status) and facts.is_failed:
        reopen(request, facts, at=at)


def reopen(request: HelpRequest, facts: Facts, *, at: datetime) -> None:
    """Let a request wait again whose task came to nothing; villager and desk hear of it."""
    move(request, HELP, "reopen", by=SYSTEM, at=at)
    about = f":{facts.task_id}"
    tell_villager(request, "came_to_nothing", at=at, about=about)
    tell_desk(request, "lies_again", at=at, about=about)
