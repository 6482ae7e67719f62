"""Tasks, shifts and volunteers with whatever a test does not care about filled in."""

from datetime import UTC, date, datetime, timedelta

from sqlalchemy import select

from core.branches.models import Household
from core.db import db, writing
from core.notices.models import Notice
from services.volunteering.models import (
    Licence,
    Reach,
    Shift,
    Source,
    Task,
    Volunteer,
)
from services.volunteering.operations import signups
from services.volunteering.queries.turns import list_open

LONG_AGO = datetime(2026, 1, 2, tzinfo=UTC)
AN_HOUR = timedelta(hours=1)


def told(person, event):
    """Return the notices of this event that somebody has; an actor or the row of a person."""
    person_id = getattr(person, "person", person.id)
    query = select(Notice).where(
        Notice.person_id == person_id, Notice.event == f"volunteering.{event}"
    )
    return db.session.scalars(query.order_by(Notice.id)).all()


def asked(shift):
    """Return who is asked now, in the order in which they were."""
    db.session.rollback()
    return [each.person_id for each in list_open(shift.id)]


class Hands:
    """Puts a village with work to do into the house."""

    def __init__(self, make, at):
        self.make, self.at = make, at
        self.town = make.branch("桃源镇党委")
        self.branch = make.branch("桃源村党支部", parent=self.town)
        self.unit = make.unit(self.branch, name="桃源村")
        self.officer = make.officer(self.branch)

    def task(self, **kw):
        made = {
            "branch_id": self.branch.id,
            "unit_id": self.unit.id,
            "source": Source.BRANCH,
            "title": "扫雪",
            "place": "村口",
            "made_by": self.officer.id,
            "made_at": LONG_AGO,
            **kw,
        }
        return self.make.add(Task(**made))

    def shift(self, task=None, *, starts=None, hours=2, capacity=1, **kw):
        """Return a shift that starts at this moment, or in three days."""
        task = task or self.task()
        starts = starts or self.at + timedelta(days=3)
        made = {"starts_at": starts, "ends_at": starts + hours * AN_HOUR, "capacity": capacity}
        return self.make.add(Shift(task_id=task.id, **made, **kw))

    def in_turn(self, capacity=1, starts=None, **kw):
        """Return a shift of a task that asks one after another."""
        return self.shift(self.task(in_turn=True, **kw), capacity=capacity, starts=starts)

    def person(self, name="李明", *, unit=None, household=None, **kw):
        person = self.make.person(name=name, **kw)
        at_home = {"household_id": household.id} if household else {}
        return self.make.resident(unit or self.unit, person, **at_home)

    def household(self, number="1"):
        return self.make.add(Household(unit_id=self.unit.id, number=number))

    def volunteer(self, person=None, **kw):
        """Return somebody who is willing to be asked, from the village unless said otherwise."""
        person = person or self.person(f"志愿者{self.make.number()}")
        made = {"willing": True, "reach": Reach.TOWNSHIP, "since": LONG_AGO, **kw}
        self.make.add(Volunteer(person_id=person.id, **made))
        return person

    def licence(self, person, kind="driver", until=None):
        made = {"number": "1", "branch_id": self.branch.id, "seen_by": self.officer.id}
        return self.make.add(
            Licence(person_id=person.id, kind=kind, valid_until=until, seen_at=LONG_AGO, **made)
        )

    def born(self, years, on=None):
        """Return when somebody was born who is so old on that day."""
        on = on or self.at.date()
        return date(on.year - years, on.month, on.day)

    def actor(self, person):
        return self.make.actor(person)

    def crowd(self, count):
        return [self.actor(self.person(f"村民{number}")) for number in range(count)]

    def fill(self, shift, *people):
        """Sign these up, in their order."""
        for who in people:
            with writing():
                signups.join(shift, of_age=True, by=who, at=self.at)
