"""The address of somebody's calendar: whoever knows it reads their times, until they renew it."""

import hmac
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from icalendar import Calendar, Event
from sqlalchemy import delete, select

from core.accounts.codes import seal
from core.accounts.models import Person
from core.db import db, insert_or
from core.house import HOUSE, CalendarEntry
from core.me.models import CalendarAddress
from core.site.queries import facts
from core.web.links import whole
from core.words import _, speaking

TOKEN = re.compile(r"([1-9]\d{0,9})-([0-9a-f]{32})", re.ASCII)


def token_of(person_id: int) -> str:
    """Return what stands in the address now; it is kept nowhere."""
    return f"{person_id}-{_seal_of(person_id, _number_of(person_id))}"


def find_person(token: str) -> Person | None:
    """Return whose calendar this address opens, or None for an old, closed or made up one."""
    given = TOKEN.fullmatch(token)
    if given is None:
        return None
    person_id = int(given[1])
    query = select(Person).where(
        Person.id == person_id, Person.closed_at.is_(None), Person.disabled_at.is_(None)
    )
    person = db.session.scalar(query)
    right = _seal_of(person_id, _number_of(person_id))
    return person if hmac.compare_digest(right, given[2]) else None


def renew(person_id: int, *, at: datetime) -> None:
    """Take a new address; the old one opens nothing any more."""
    first = insert_or(CalendarAddress).values(person_id=person_id, number=1, renewed_at=at)
    step = first.on_conflict_do_update(
        index_elements=[CalendarAddress.person_id],
        set_={"number": CalendarAddress.number + 1, "renewed_at": at},
    )
    db.session.execute(step)


def written(person: Person, *, at: datetime) -> bytes:
    """Write all that is in the person's calendar as iCalendar, in their language."""
    with speaking(person.language):
        name = _("%(site)s：我的安排", site=facts()["site_name"])
        entries = [each for entries_of in HOUSE.calendar for each in entries_of(person.id, at)]
        return as_file(name, entries, at=at)


def as_file(name: str, entries: Iterable[CalendarEntry], *, at: datetime) -> bytes:
    """Write these entries as iCalendar (RFC 5545)."""
    calendar = Calendar()
    calendar.add("prodid", "-//Xingcun//ZH")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", name)
    for entry in entries:
        calendar.add_component(_event(entry, at=at))
    body: bytes = calendar.to_ical()
    return body


def _event(entry: CalendarEntry, *, at: datetime) -> Event:
    event = Event()
    host = urlsplit(whole("/")).hostname
    event.add("uid", f"{entry.uid}@{host}")
    event.add("dtstamp", at)
    event.add("dtstart", entry.start)
    event.add("dtend", entry.end)
    event.add("summary", entry.title)
    if entry.place:
        event.add("location", entry.place)
    event.add("url", whole(entry.url))
    return event


def _number_of(person_id: int) -> int:
    query = select(CalendarAddress.number).where(CalendarAddress.person_id == person_id)
    return db.session.scalar(query) or 0


def _seal_of(person_id: int, number: int) -> str:
    return seal(f"calendar:{person_id}:{number}").hex()[:32]


class OwnCalendar:
    """When somebody took a new address for their calendar (PIPL 45, 47)."""

    def export(self, person_id: int) -> Mapping[str, Sequence[Mapping[str, Any]]]:
        mine = db.session.get(CalendarAddress, person_id)
        return {"calendar_address": [{"renewed_at": mine.renewed_at}] if mine else []}

    def erase(self, person_id: int, *, at: datetime) -> None:  # noqa: ARG002
        mine = delete(CalendarAddress).where(CalendarAddress.person_id == person_id)
        db.session.execute(mine)
