"""A villager asks for help, takes the request back, and says how it was."""

import secrets
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import update

from core.access import SYSTEM, Actor
from core.accounts.codes import changed
from core.accounts.models import Person
from core.branches.models import Branch, Unit
from core.clock import village_day
from core.db import db
from core.errors import Refused, refuse_if
from core.history.operations import record
from core.transition import move
from core.words import _, speaking
from services.help.models import HelpRequest
from services.help.operations.events import TABLE, tell_desk, tell_helpers, tell_villager
from services.help.queries.desks import desks_of
from services.help.queries.entered import ENTERED
from services.help.queries.facts import SOURCE, facts_about, helpers_of
from services.help.queries.requests import count_open, find_home
from services.help.rules import requests as rules
from services.help.rules.requests import HELP, OPEN, Wish
from services.help.rules.stages import Facts
from services.help.rules.words import MARKS
from services.volunteering.operations import tasks
from services.volunteering.queries.tasks import find_live

REF_BYTES = 18


def ask(wish: Wish, *, by: Actor, at: datetime) -> HelpRequest:
    """Ask the branch that looks after the village; it hears of it, and the villager as well."""
    home = find_home(by.person)
    if home is None:
        raise Refused(_("还没有登记您住在哪个村，请先打电话或去一趟您村的支部"))
    refuse_if(rules.why_not_ask(count_open(by.person)))
    villages = {each.id: each for each in home.villages}
    request = _put_down(wish, by.person, villages, by=by, at=at)
    record("ask_for_help", TABLE, request.id, by=by, at=at, became=wish.kind.value)
    tell_villager(request, "received", at=at)
    tell_desk(request, "asked", at=at)
    return request


def enter(wish: Wish, villager: Person, branch: Branch, *, by: Actor, at: datetime) -> HelpRequest:
    """Put down at the desk what a villager of the branch said by phone or face to face."""
    home = find_home(villager.id)
    if home is None or home.unit.branch_id != branch.id:
        raise Refused(_("花名册上没有住在本支部的这个人，请先登记住在哪个村"), field="who")
    refuse_if(rules.why_not_ask(count_open(villager.id), at_desk=True), field="who")
    villages = {each.id: each for each in home.villages if each.branch_id == branch.id}
    request = _put_down(wish, villager.id, villages, by=by, at=at)
    record(ENTERED, TABLE, request.id, by=by, at=at, became=wish.kind.value)
    tell_villager(request, "received", at=at)
    tell_desk(request, "asked", at=at, but=by.id)
    return request


def _put_down(
    wish: Wish, person_id: int, villages: Mapping[int, Unit], *, by: Actor, at: datetime
) -> HelpRequest:
    if wrong := rules.why_not_want(wish, villages=villages, today=village_day(at)):
        raise Refused(wrong[1], field=wrong[0])
    branch = villages[wish.unit_id].branch
    request = HelpRequest(
        ref=secrets.token_urlsafe(REF_BYTES),
        person_id=person_id,
        asked_by=by.id,
        kind=wish.kind,
        unit_id=wish.unit_id,
        branch_id=desks_of([branch], at=at)[branch.id].id,
        day=wish.day,
        part=wish.part,
        place=wish.place,
        words=wish.words,
        phone=wish.phone,
        asked_at=at,
    )
    db.session.add(request)
    db.session.flush()
    return request


def withdraw(request: HelpRequest, *, by: Actor, at: datetime) -> None:
    """Take the request back; who was to come hears of it."""
    facts = facts_about(request.id, at=at)
    refuse_if(rules.why_not_withdraw(request.status, facts))
    end_open(request, facts, by=by, at=at)


def end_open(request: HelpRequest, facts: Facts, *, by: Actor, at: datetime) -> None:
    """End an open request for its villager, and call off what is to come.

    Where somebody has been there already it is done, else it was taken back.
    """
    step = "settle" if facts.been else "withdraw"
    move(request, HELP, step, by=by, at=at, also={"ended_at": at})
    with speaking("zh"):
        why = _("对方说不用了，谢谢您")
    call_off(request, why=why, by=by, at=at)


def call_off(request: HelpRequest, *, why: str, by: Actor, at: datetime) -> None:
    """Cancel the task that is open for the request, if there is one.

    Raise `Refused` while somebody has checked in; what the house ends by itself leaves them there.
    """
    task = find_live(SOURCE, request.id)
    if task is None:
        return
    if by == SYSTEM:
        tasks.wind_up(task, why=why, at=at)
    else:
        tasks.cancel(task, why=why, by=by, at=at)


def mark(request: HelpRequest, value: int, thanks: str, *, by: Actor, at: datetime) -> None:
    """Say how it was, once; with it the request is done. Those who came hear of it."""
    if value not in MARKS:
        raise Refused(_("请选一个"), field="mark")
    if len(thanks) > rules.LONGEST["thanks"]:
        most = rules.LONGEST["thanks"]
        raise Refused(_("最多 %(most)s 个字", most=most), field="thanks")
    helpers = helpers_of(request.id)
    facts = facts_about(request.id, at=at)
    refuse_if(rules.why_not_mark(request.status, facts, mark=request.mark, helpers=helpers, by=by))
    if request.status in OPEN:
        move(request, HELP, "settle", by=by, at=at, also={"ended_at": at})
    first = update(HelpRequest).where(HelpRequest.id == request.id, HelpRequest.mark.is_(None))
    if not changed(first.values(mark=value, thanks=thanks, marked_at=at)):
        raise Refused(_("已经评价过了，谢谢您"))
    record("mark_help", TABLE, request.id, by=by, at=at, became=str(value))
    tell_helpers(helpers, request, "thanked", at=at)
