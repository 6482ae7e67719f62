"""What hands are wanted for in the demo world, and who wants to be asked, from `demo/`."""

import tomllib
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import select

from core.access import Actor
from core.accounts.models import Person
from core.branches.actors import find_actor
from core.branches.models import Branch
from core.clock import day_starts, village_day
from core.db import db
from services.volunteering.models import Reach, Source, Task
from services.volunteering.operations import licences, tasks, volunteers
from services.volunteering.operations.licences import Paper
from services.volunteering.operations.tasks import Plan
from services.volunteering.operations.volunteers import Profile

TOLD = Path(__file__).parent / "demo" / "volunteering.toml"
SAID = ("title", "words", "place", "skill", "licence", "min_age", "risks", "dangerous", "insurance")
Steps = Iterator[tuple[datetime, Callable[[], None]]]  # what was done, and when
Facts = Mapping[str, Any]


def steps(at: datetime) -> Steps:
    """Yield when people said what they can do and branches asked; nothing where one has asked."""
    if db.session.scalar(select(Task.id).limit(1)):
        return
    told = tomllib.loads(TOLD.read_text("utf-8"))
    for facts in told["volunteer"]:
        then = at - timedelta(days=facts["days"])
        yield then, partial(offer, facts, then)
        if "licence" in facts:
            seen = then + timedelta(days=1)
            yield seen, partial(show, facts, seen)
    for facts in told["task"]:
        then = at - timedelta(days=facts["made"])
        yield then, partial(want, facts, at, then)


def offer(facts: Facts, then: datetime) -> None:
    """Let somebody say what they can do."""
    born: date | None = facts.get("born")
    said = Profile(
        skills=facts["skills"],
        reach=Reach(facts["reach"]),
        willing=facts["willing"],
        public=facts["public"],
        born=born,
    )
    volunteers.save(said, version=0, by=find_somebody(facts["name"], then), at=then)


def show(facts: Facts, then: datetime) -> None:
    """Let an officer see somebody's licence."""
    licence = facts["licence"]
    officer = find_somebody(licence["by"], then)
    branch = db.session.get_one(Branch, min(officer.branches_as()))
    person = db.session.get_one(Person, find_somebody(facts["name"], then).id)
    until = village_day(then) + timedelta(days=365 * licence["years"])
    paper = Paper(kind=licence["kind"], number=licence["number"], valid_until=until)
    licences.see(branch, person, paper, by=officer, at=then)


def want(facts: Facts, at: datetime, then: datetime) -> None:
    """Let a branch make a task."""
    branch = db.session.scalars(select(Branch).where(Branch.name == facts["branch"])).one()
    day = village_day(at) + timedelta(days=facts["in"])
    start = day_starts(day) + timedelta(hours=facts["from"])
    plan = Plan(
        **{name: facts[name] for name in SAID if name in facts},
        capacity=facts["capacity"],
        repeats=facts.get("repeats", 1),
        first_start=start,
        first_end=start + timedelta(hours=facts["hours"]),
    )
    by = find_somebody(facts["by"], then)
    tasks.make(plan, branch=branch, source=Source.BRANCH, by=by, at=then)


def find_somebody(name: str, at: datetime) -> Actor:
    """Return the demo person of this name with the offices held by now; LookupError without."""
    person_id = db.session.scalars(select(Person.id).where(Person.name == name)).one()
    actor = find_actor(person_id, at=at)
    if actor is None:
        raise LookupError(name)
    return actor
