"""Telling people something: in the inbox, and by mail or SMS as each of them wants it."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from sqlalchemy import and_, select

from core.accounts.models import NoticeChoice, Person
from core.db import db
from core.house import HOUSE, Event
from core.notices.operations import Receiver, say
from core.notices.rules import goes_out

AT_ONCE = 1000  # people in one query


def tell(
    people: Iterable[int],
    event: str,
    *,
    about: str,
    url: str,
    facts: Mapping[str, str],
    at: datetime,
) -> int:
    """Tell these people of an event, inside the open `writing()`; return how many it was new to.

    Each is told exactly once about the same thing, however often this is asked. Raise KeyError
    for an event that is not declared, or whose words lack a fact.
    """
    ids = sorted(set(people))
    told = 0
    for start in range(0, len(ids), AT_ONCE):
        receivers = _receivers(ids[start : start + AT_ONCE], HOUSE.events[event])
        told += say(event, receivers, about=about, url=url, facts=facts, at=at)
    return told


def _receivers(ids: list[int], event: Event) -> Iterator[Receiver]:
    """Yield who is still there, with the way out that was confirmed: mail before SMS."""
    choice = and_(NoticeChoice.person_id == Person.id, NoticeChoice.kind == event.kind)
    query = (
        select(
            Person.id,
            Person.language,
            Person.email,
            Person.email_confirmed_at,
            Person.phone,
            Person.phone_confirmed_at,
            Person.disabled_at,
            NoticeChoice.wanted,
        )
        .outerjoin(NoticeChoice, choice)
        .where(Person.id.in_(ids), Person.closed_at.is_(None))
        .order_by(Person.id)
    )
    for row in db.session.execute(query):
        channel = address = None
        if row.disabled_at is None and goes_out(event, wanted=row.wanted):
            if row.email and row.email_confirmed_at:
                channel, address = "mail", row.email
            elif row.phone and row.phone_confirmed_at and HOUSE.sms.reaches:
                channel, address = "sms", row.phone
        yield Receiver(row.id, row.language, channel, address)
