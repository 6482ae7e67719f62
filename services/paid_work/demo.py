"""Who wants to work for a wage in the demo world, from `demo/`."""

import tomllib
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from sqlalchemy import select

from core.access import Actor
from core.accounts.models import Person
from core.branches.actors import find_actor
from core.db import db
from core.hooks import Need
from services.paid_work import operations
from services.paid_work.models import Deal
from services.paid_work.queries import list_mine, list_offered

TOLD = Path(__file__).parent / "demo" / "paid_work.toml"
Steps = Iterator[tuple[datetime, Callable[[], None]]]  # what was done, and when


def steps(at: datetime) -> Steps:
    """Yield when somebody asked and the owner agreed; nothing where somebody has asked.

    What no area offers in this house is passed over.
    """
    if db.session.scalar(select(Deal.id).limit(1)):
        return
    offered = {need.title for need in list_offered(at=at)}
    for facts in tomllib.loads(TOLD.read_text("utf-8"))["deal"]:
        if facts["title"] not in offered:
            continue
        asked = at - timedelta(hours=facts["hours"])
        yield asked, partial(ask, facts["title"], facts["worker"], asked)
        if "agreed" in facts:
            agreed = at - timedelta(hours=facts["agreed"])
            yield agreed, partial(agree, facts["title"], facts["worker"], agreed)


def ask(title: str, worker: str, then: datetime) -> None:
    need = find_need(title, then)
    operations.ask(need.kind, need.ref, of_age=True, by=find_somebody(worker, then), at=then)


def agree(title: str, worker: str, then: datetime) -> None:
    """Let the owner of the work agree to what this worker has asked last."""
    owner = find_actor(find_need(title, then).owner_id, at=then)
    deal = list_mine(find_somebody(worker, then).person)[0]
    if owner is None:
        raise LookupError(title)
    operations.agree(deal, by=owner, at=then)


def find_need(title: str, at: datetime) -> Need:
    """Return the paid work of this title; LookupError without."""
    for need in list_offered(at=at):
        if need.title == title:
            return need
    raise LookupError(title)


def find_somebody(name: str, at: datetime) -> Actor:
    """Return the demo person of this name; LookupError without."""
    person_id = db.session.scalars(select(Person.id).where(Person.name == name)).one()
    actor = find_actor(person_id, at=at)
    if actor is None:
        raise LookupError(name)
    return actor
