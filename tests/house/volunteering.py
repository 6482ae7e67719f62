"""Volunteering in a furnished house: in each village what all may read, and what a home is told of.

A place in somebody's home and the number of a licence hold a canary: for officers, for who comes,
and for whose licence it is.
"""

from datetime import timedelta

from core.clock import VILLAGE
from core.db import db, writing
from services.volunteering.models import Reach, Shift, Signup, SignupHow, Source, Volunteer
from services.volunteering.operations import licences, tasks
from services.volunteering.operations.licences import Paper
from services.volunteering.operations.tasks import Plan

OVER = timedelta(days=3)


class Volunteering:
    """Puts tasks and licences into the villages of a furnished house, by its operations."""

    def __init__(self, house):
        self.house, self.make, self.at = house, house.make, house.at
        noon = house.at.astimezone(VILLAGE).replace(hour=12, minute=0, second=0, microsecond=0)
        self.noon = noon + timedelta(days=1)

    def fill(self, where):
        """Put in a task for all, one in a home, one in a home that is over, and a licence."""
        things = self.house.villages[where].things
        things["task"] = task = self.task(where, title=f"{where}扫雪")
        things["task_shift"] = task.shifts[0]
        home = {"private": True, "place": f"canary-home{where}"}
        things["home"] = self.task(where, title=f"{where}修水龙头", served=True, **home)
        things["home_over"] = self.task(
            where, title=f"{where}换灯泡", served=True, then=self.at - OVER, **home
        )
        with writing():
            tasks.end_over(things["home_over"], at=self.at)
        things["licence"] = self.licence(where, things["owner"])
        self.profile(things["resident"])

    def by(self, where):
        """Return who acts for the branch."""
        branch = self.house.villages[where].branch
        officer = self.house.people.get({"own": "officer", "upper": "upper"}.get(where))
        return self.make.actor(officer or self.house.villages[where].things["steward"]), branch

    def task(self, where, *, served=False, then=None, number=0, **kw):
        things, (by, branch) = self.house.villages[where].things, self.by(where)
        start = self.noon if then is None else then + timedelta(hours=1)
        start += timedelta(minutes=number)
        plan = Plan(
            **{
                "place": "村口",
                "risks": "路滑",
                "capacity": 3,
                "repeats": 2 if then is None else 1,
                **kw,
            },
            first_start=start,
            first_end=start + timedelta(hours=2),
        )
        source = {"source": Source.BRANCH}
        if served:
            ref = things["resident"].id * 1000 + (then is not None) + 2 * number
            source = {"source": Source.HELP, "source_kind": "help", "source_ref": ref}
            source["served_id"] = things["resident"].id
        with writing():
            return tasks.make(plan, branch=branch, by=by, at=then or self.at, **source)

    def licence(self, where, person, number=""):
        by, branch = self.by(where)
        paper = Paper(kind="driver", number=f"canary-licence{where}{number}", valid_until=None)
        with writing():
            return licences.see(branch, person, paper, by=by, at=self.at)

    def profile(self, person):
        said = {"skills": "driving", "reach": Reach.COUNTY, "willing": True, "since": self.at}
        with writing():
            if db.session.get(Volunteer, person.id) is None:
                db.session.add(Volunteer(person_id=person.id, **said))

    def more(self, number):
        """Put in one more of all that lists of volunteering show."""
        things = self.house.villages["own"].things
        person = self.make.person(name=f"志愿者{number}")
        self.task("own", title=f"铲雪{number}", number=number)
        busy = self.task("own", title=f"送饭{number}", served=True, number=number + 1, private=True)
        row = {"how": SignupHow.TAP, "signed_at": self.at}
        with writing():
            for shift_id in (busy.shifts[0].id, things["task_shift"].id):
                db.session.add(Signup(shift_id=shift_id, person_id=person.id, **row))
                shift = db.session.get(Shift, shift_id)
                shift.taken, shift.capacity = shift.taken + 1, shift.capacity + 1
        self.licence("own", person, number)
        self.licence("own", things["owner"], f"n{number}")
        self.profile(self.make.resident(things["unit"], self.make.person(name=f"热心人{number}")))
