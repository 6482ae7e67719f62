"""Calls for hands and a household's hardship in the demo world, from `demo/hands.toml`."""

import tomllib
from collections.abc import Mapping
from datetime import datetime, time
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import select

from core.access import Actor
from core.branches.models import Branch
from core.clock import village_day
from core.db import db
from core.money import Money
from shop.hands import operations
from shop.hands.models import HardshipKind, Wanted
from shop.hands.rules import moment_of
from shop.producers.demo import Steps, days, find_named, find_somebody

FILE = Path(__file__).parent / "demo" / "hands.toml"


def steps(at: datetime) -> Steps:
    """Yield when it was recorded and called; nothing where somebody has called already."""
    if db.session.scalar(select(Wanted.id).limit(1)):
        return
    told = tomllib.loads(FILE.read_text("utf-8"))
    then = at - days(told["hardship"]["days"])
    yield then, partial(record, told["hardship"], then)
    for facts in told["call"]:
        then = at - days(facts["days"])
        yield then, partial(call, facts, then, at)


def record(facts: Mapping[str, Any], then: datetime) -> None:
    """Put down what an officer has found of the household."""
    branch = db.session.scalars(select(Branch).where(Branch.name == facts["branch"])).one()
    found = operations.Found(
        kind=HardshipKind(facts["kind"]),
        words=facts["words"],
        since=village_day(then),
        until=village_day(then) + days(facts["lasts"]),
    )
    by = find_somebody(facts["by"], then)
    operations.record(branch, find_named(facts["producer"]), found, by=by, at=then)


def call(facts: Mapping[str, Any], then: datetime, at: datetime) -> None:
    """Call for hands on a day to come."""
    producer, day = find_named(facts["producer"]), village_day(at) + days(facts["on"])
    wanted = operations.Call(
        title=facts["title"],
        words=facts["words"],
        place=producer.address,
        starts_at=moment_of(day, time(facts["begins"])),
        ends_at=moment_of(day, time(facts["ends"])),
        hands=facts["hands"],
        wage=Money.parse(facts["wage"]) if "wage" in facts else None,
        per=facts.get("per", ""),
    )
    responsible = producer.responsible_id
    by = Actor(id=responsible, person=responsible, name="")
    operations.call(producer, wanted, by=by, at=then)
