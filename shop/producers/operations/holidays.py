"""Holidays of a producer: its goods are not offered on these days."""

from datetime import date, datetime

from sqlalchemy import update

from core.access import Actor
from core.clock import village_day
from core.db import db
from core.errors import Refused
from core.history.operations import record
from shop.producers import rules
from shop.producers.models import Producer
from shop.producers.operations.producers import TABLE, shows_otherwise


def go_away(
    producer: Producer, *, begins: date, ends: date, note: str, by: Actor, at: datetime
) -> None:
    """Take a holiday from a day to a day, both included; what was planned before is forgotten."""
    if wrong := rules.why_not_away(begins, ends, today=village_day(at)):
        raise Refused(wrong[1], field=wrong[0])
    _store(producer, begins, ends, note)
    record("go_away", TABLE, producer.id, by=by, at=at, became=f"{begins} {ends}")
    shows_otherwise(producer.id, at=at)


def rest_today(producer: Producer, *, by: Actor, at: datetime) -> None:
    """Stop for today; a holiday that already holds this day stays as it is."""
    today = village_day(at)
    if rules.is_away(producer.away_from, producer.away_until, today=today):
        return
    go_away(producer, begins=today, ends=today, note="", by=by, at=at)


def come_back(producer: Producer, *, by: Actor, at: datetime) -> None:
    """Sell again at once, and forget what holiday was planned."""
    if producer.away_from is None:
        return
    was = f"{producer.away_from} {producer.away_until}"
    _store(producer, None, None, "")
    record("come_back", TABLE, producer.id, by=by, at=at, was=was)
    shows_otherwise(producer.id, at=at)


def _store(producer: Producer, begins: date | None, ends: date | None, note: str) -> None:
    mine = update(Producer).where(Producer.id == producer.id)
    db.session.execute(mine.values(away_from=begins, away_until=ends, away_note=note))
