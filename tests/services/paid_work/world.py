"""A village with a field whose owner pays for hands, and people who want the work."""

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import select

from core.branches.actors import find_actor
from core.db import db, writing
from core.errors import Refused
from core.hooks import Need
from core.money import Money
from core.notices.models import Notice
from services.paid_work import operations

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
KIND = "tests.field"


class Fields:
    """A source of needs (`core.hooks.Needs`) that keeps them in a book; each has a number."""

    kind = KIND

    def __init__(self):
        self.book = {}
        self.heard = []

    def put(self, need):
        self.book[need.ref] = need
        return need

    def open(self, *, at, unit_ids=None):
        found = [
            each
            for each in self.book.values()
            if each.starts_at > at and each.filled < each.hands
            if unit_ids is None or each.unit_id in set(unit_ids)
        ]
        return sorted(found, key=lambda need: (need.starts_at, need.ref))

    def find(self, ref, *, at):
        return self.book.get(ref)

    def filled(self, ref, person_id, *, by, at):
        if ref not in self.book:
            raise Refused("收回了")
        self.heard.append(("filled", ref, person_id))

    def freed(self, ref, person_id, *, by, at):
        self.heard.append(("freed", ref, person_id))

    def moved(self, ref, shift_id, to, *, by, at):
        self.heard.append(("moved", ref, shift_id, to))

    def added(self, ref, shift_id, on, *, by, at):
        self.heard.append(("added", ref, shift_id, on))


def told(person, event):
    """Return the notices of this event that somebody has, the first first."""
    query = select(Notice).where(
        Notice.person_id == person.id, Notice.event == f"paid_work.{event}"
    )
    return db.session.scalars(query.order_by(Notice.id)).all()


class World:
    """A field that asks for hands in three days; `owner` pays, `worker` would come."""

    def __init__(self, make, fields, at):
        self.make, self.fields, self.at = make, fields, at
        self.unit = make.unit(name="桃源村")
        self.owner = make.resident(self.unit, make.person(name="王小满"))
        self.worker = make.resident(self.unit, make.person(name="李明"))

    def actor(self, person):
        return find_actor(person.id, at=self.at)

    def need(self, *, ref=1, starts=None, **kw):
        starts = starts or self.at + 3 * DAY
        made = {
            "kind": KIND,
            "ref": ref,
            "title": "摘橘子",
            "words": "带手套，管午饭。",
            "place": "东坡",
            "unit_id": self.unit.id,
            "starts_at": starts,
            "ends_at": starts + 8 * HOUR,
            "hands": 1,
            "filled": 0,
            "owner_id": self.owner.id,
            "owner": "小满果园",
            "url": "/sell/1/hands",
            "why_paid": "卖家的活按帮工来办",
            "wage": Money(150_00),
            "per": "day",
            **kw,
        }
        return self.fields.put(Need(**made))

    def change(self, need, **kw):
        """Let the field say something else of a need."""
        return self.fields.put(replace(self.fields.book[need.ref], **kw))

    def ask(self, need, person=None, at=None, *, of_age=True):
        with writing():
            by = self.actor(person or self.worker)
            return operations.ask(need.kind, need.ref, of_age=of_age, by=by, at=at or self.at)

    def take(self, operation, deal, person=None, at=None):
        """Let somebody, or the owner, take a step with a deal."""
        with writing():
            operation(deal, by=self.actor(person or self.owner), at=at or self.at)

    def agreed(self, need=None, person=None):
        deal = self.ask(need or self.need(), person)
        self.take(operations.agree, deal)
        return deal

    def others(self, count):
        return [self.make.person(name=f"村民{number}") for number in range(count)]
