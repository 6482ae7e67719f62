"""Shifts of a furnished house: what one can sign up for, has signed up for, and is asked about.

Where something is done in somebody's home holds a canary: who is asked does not see it yet.
"""

from datetime import timedelta

from core.db import writing
from services.volunteering.models import Reach, Shift, Source, Task, Turn, Volunteer
from services.volunteering.operations import signups

AN_HOUR, A_DAY = timedelta(hours=1), timedelta(days=1)


class Shifts:
    """Puts tasks into the branches of a furnished house, and people into their shifts."""

    def __init__(self, house):
        self.house, self.make, self.at = house, house.make, house.at

    def fill(self, where):
        """Put in a shift that is open to all, and one of a task that asks in turn."""
        things = self.house.villages[where].things
        things["shift"] = self.shift(where, 2, capacity=400)
        private = self.task(where, title=f"代买{where}", in_turn=True, private=True)
        things["shift_in_turn"] = self.shift(where, 3, private)

    def task(self, where, **kw):
        village = self.house.villages[where]
        made = {
            "branch_id": village.branch.id,
            "unit_id": village.things["unit"].id,
            "source": Source.BRANCH,
            "title": f"扫雪{where}",
            "place": f"{where}村口",
            "made_by": self.house.people["officer"].id,
            "made_at": self.at - A_DAY,
            **kw,
        }
        return self.make.add(Task(**made))

    def shift(self, where, days, task=None, *, capacity=1, hours=0):
        """Return a shift of two hours, so many days and hours from now."""
        task = task or self.task(where)
        starts = self.at + days * A_DAY + hours * AN_HOUR
        times = {"starts_at": starts, "ends_at": starts + 2 * AN_HOUR}
        return self.make.add(Shift(task_id=task.id, capacity=capacity, **times))

    def belongings(self, role, person):
        """Return the shift that one has signed up for, and what one is asked alone."""
        self.make.add(Volunteer(person_id=person.id, reach=Reach.VILLAGE, since=self.at))
        return {"shift": self.coming(person, 9), "turn": self.asked(person, 9)}

    def coming(self, person, days, **kw):
        shift = self.shift("foreign", days, **kw)
        with writing():
            signups.join(shift, of_age=True, by=self.make.actor(person), at=self.at)
        return shift

    def waiting(self, person, days, **kw):
        """Let somebody wait for a place that another has."""
        shift = self.coming(self.make.person(name="报上的"), days, **kw)
        with writing():
            signups.join_or_wait(shift, of_age=True, by=self.make.actor(person), at=self.at)

    def asked(self, person, days, **kw):
        task = self.task("foreign", in_turn=True, private=True, place="canary-home 12 号")
        shift = self.shift("foreign", days, task, **kw)
        until = {"offered_at": self.at, "until": self.at + 2 * AN_HOUR}
        return self.make.add(Turn(shift_id=shift.id, person_id=person.id, **until))

    def more(self, number):
        """Let one more shift of each kind be of every role."""
        for role in ("officer", "upper", "clerk", "admin", "person"):
            person = self.house.people[role]
            self.coming(person, 20, hours=3 * number)
            self.waiting(person, 30, hours=3 * number)
            self.asked(person, 13, hours=number / 4)
