"""What villagers of the demo world have asked for, and what came of it, from `demo/`."""

import tomllib
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import select

from core.access import Actor
from core.accounts.models import Person
from core.branches.actors import find_actor
from core.clock import day_starts, village_day
from core.db import db
from services.help.models import DayPart, HelpKind, HelpRequest
from services.help.operations import arranging, asking
from services.help.queries.facts import list_presences, list_tasks
from services.help.queries.requests import find_home
from services.help.rules.requests import Wish
from services.help.rules.words import KINDS
from services.hours.models import Check, Confirmed
from services.hours.operations import checking, confirming
from services.volunteering.models import Shift
from services.volunteering.operations import signups
from services.volunteering.operations.tasks import Plan
from services.volunteering.rules.tasks import HOME_RISKS

TOLD = Path(__file__).parent / "demo" / "help.toml"
Steps = Iterator[tuple[datetime, Callable[[], None]]]  # what was done, and when
Facts = Mapping[str, Any]
A_DAY, AN_HOUR = timedelta(days=1), timedelta(hours=1)


def steps(at: datetime) -> Steps:
    """Yield when people asked, were helped and said so; nothing where somebody has asked."""
    if db.session.scalar(select(HelpRequest.id).limit(1)):
        return
    for facts in tomllib.loads(TOLD.read_text("utf-8"))["request"]:
        asked = min(at - timedelta(minutes=5), _hour(at, -facts["days"], facts["hour"]))
        yield asked, partial(ask, facts, asked)
        if "arranged" in facts:
            yield from coming(facts, asked, at)


def coming(facts: Facts, asked: datetime, at: datetime) -> Steps:
    """Yield what came of a request that was arranged."""
    said = facts["arranged"]
    arranged = asked + said["after_hours"] * AN_HOUR
    start = _hour(at, said["on"], said["from"])
    yield arranged, partial(arrange, facts, start, arranged)
    yield arranged + AN_HOUR, partial(come, facts, arranged + AN_HOUR)
    if "done" in facts:
        yield start, partial(begin, facts, start)
        end = start + timedelta(minutes=facts["done"]["minutes"])
        yield end, partial(finish, facts, end)
        if "mark" in facts["done"]:
            yield end + AN_HOUR, partial(say, facts, end + AN_HOUR)


def ask(facts: Facts, then: datetime) -> None:
    by = find_somebody(facts["villager"], then)
    home = find_home(by.person)
    if home is None:
        raise LookupError(facts["villager"])
    wish = Wish(
        kind=HelpKind(facts["kind"]),
        unit_id=home.unit.id,
        part=DayPart(facts.get("part", "any")),
        place=facts.get("place", ""),
        words=facts["words"],
    )
    asking.ask(wish, by=by, at=then)


def arrange(facts: Facts, start: datetime, then: datetime) -> None:
    request = request_of(facts, then)
    kind = KINDS[request.kind]
    plan = Plan(
        title=str(kind.task),
        place=request.place or request.unit.name,
        skill=kind.skill,
        risks=str(HOME_RISKS),
        first_start=start,
        first_end=start + facts["arranged"]["hours"] * AN_HOUR,
    )
    by = find_somebody(facts["arranged"]["by"], then)
    arranging.arrange(request, plan, by=by, at=then)


def come(facts: Facts, then: datetime) -> None:
    """Let whoever helps be signed up by the officer who arranged it."""
    helper = find_somebody(facts["helper"], then)
    by = find_somebody(facts["arranged"]["by"], then)
    signups.enter(shift_of(facts, then), helper.person, by=by, at=then)


def begin(facts: Facts, then: datetime) -> None:
    helper, by = (find_somebody(name, then) for name in (facts["helper"], facts["arranged"]["by"]))
    checking.check_in(shift_of(facts, then), helper.person, Check.ORGANISER, by=by, at=then)


def finish(facts: Facts, then: datetime) -> None:
    (there,) = list_presences(request_of(facts, then).id)
    by = find_somebody(facts["arranged"]["by"], then)
    checking.check_out(there, Check.ORGANISER, by=by, at=then)


def say(facts: Facts, then: datetime) -> None:
    """Let the person served say that it is true, and how it was."""
    request, by = request_of(facts, then), find_somebody(facts["villager"], then)
    (there,) = list_presences(request.id)
    confirming.confirm(there, Confirmed.SERVED, by=by, at=then)
    after = then + timedelta(hours=2)
    asking.mark(request, facts["done"]["mark"], facts["done"]["thanks"], by=by, at=after)


def request_of(facts: Facts, then: datetime) -> HelpRequest:
    """Return what this villager has asked for; LookupError without."""
    villager = find_somebody(facts["villager"], then)
    kind = HelpKind(facts["kind"])
    mine = select(HelpRequest).where(HelpRequest.person_id == villager.person)
    found = db.session.scalar(mine.where(HelpRequest.kind == kind))
    if found is None:
        raise LookupError(facts["villager"])
    return found


def shift_of(facts: Facts, then: datetime) -> Shift:
    task = list_tasks([request_of(facts, then).id])[-1]
    return task.shifts[0]


def find_somebody(name: str, at: datetime) -> Actor:
    """Return the demo person of this name with the offices held by now; LookupError without."""
    person_id = db.session.scalars(select(Person.id).where(Person.name == name)).one()
    actor = find_actor(person_id, at=at)
    if actor is None:
        raise LookupError(name)
    return actor


def _hour(at: datetime, days: int, hour: int) -> datetime:
    """Return this hour of the village's clock, so many days from the one the demo is filled on."""
    return day_starts(village_day(at) + days * A_DAY) + hour * AN_HOUR
