"""Who waits for an owner's word, at the start of the seller's desk."""

from collections.abc import Iterator
from datetime import datetime

from flask import url_for

from core.access import Actor
from core.house import WaitingItem
from core.words import _
from services.paid_work.queries import list_unanswered

SHOWN = 10


def list_selling(actor: Actor, at: datetime) -> Iterator[WaitingItem]:
    """Yield who has asked for one's own work and has had no answer."""
    for each in list_unanswered(actor.person, at=at, limit=SHOWN):
        work = each.work
        yield WaitingItem(
            what=_("%(name)s想来干活：%(title)s", name=each.person.name, title=each.title),
            since=each.asked_at,
            due=each.starts_at,
            url=url_for("paid_work.answers", kind=work.kind, ref=work.ref),
        )
