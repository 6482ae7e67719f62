"""Help and paid work in a furnished house: in each village, and of everybody's own.

What a villager wrote holds a canary, for the officers of the branch and whoever comes alone; so
does the name of who asked for work, for the owner of the farm.
"""

import secrets
from datetime import timedelta

from core.clock import VILLAGE
from core.db import db, writing
from core.money import Money
from services.help.models import HelpKind, HelpRequest, HelpStatus
from services.help.operations import arranging
from services.hours.models import Attendance, AttendanceStatus, Check
from services.paid_work import operations as paid_work
from services.volunteering.models import Shift, Signup, SignupHow
from services.volunteering.operations.tasks import Plan
from shop.hands import operations as hands
from shop.hands.rules import KIND, MOST_OPEN

MISSING = 987_654
NO_REF = f"{MISSING:032x}"
A_DAY = timedelta(days=1)
AFTER_HARDSHIP = 40 * A_DAY  # a household's work is paid only when none covers the day
# What can be done with a request, by what has become of it.
DONE = {"help.mark", "help.confirm", "help.object_to"}
NAMED = {"attendance_ref": "helped", "task_id": "helped_task", "deal_id": "deal"}


class Helping:
    """Lets villagers ask for help and people for paid work, by the operations of the house."""

    def __init__(self, house):
        self.house, self.make, self.at = house, house.make, house.at
        noon = house.at.astimezone(VILLAGE).replace(hour=12, minute=0, second=0, microsecond=0)
        self.noon = noon + A_DAY
        self.count = 0

    def fill(self, where):
        """Put in a request without an answer, one that is arranged, and one where work was done."""
        things = self.house.villages[where].things
        villager, words = things["resident"], f"canary-help{where}"
        things["request"] = self.request(where, villager, words)
        planned = things["planned_help"] = self.request(where, villager, words)
        self.arranged(where, planned)
        things |= self.helped(where, villager, words)
        things["paid"] = self.paid(things)
        things["deal"] = self.deal(things["paid"], self.make.person(name=f"canary-worker{where}"))

    def request(self, where, villager, words="", **kw):
        village = self.house.villages[where]
        made = {
            "ref": secrets.token_urlsafe(18),
            "person_id": villager.id,
            "asked_by": villager.id,
            "kind": HelpKind.REPAIRS,
            "unit_id": village.things["unit"].id,
            "branch_id": village.branch.id,
            "words": words,
            "asked_at": self.at,
            **kw,
        }
        return self.make.add(HelpRequest(**made))

    def arranged(self, where, request):
        """Return the task that the branch made of it."""
        self.count += 1
        by, _branch = self.house.volunteering.by(where)
        start = self.noon + timedelta(minutes=self.count)
        plan = Plan(
            title="修水龙头",
            place="家里",
            risks="路滑",
            first_start=start,
            first_end=start + timedelta(hours=2),
            capacity=2,
        )
        with writing():
            row = db.session.get(HelpRequest, request.id)
            return arranging.arrange(row, plan, by=by, at=self.at)

    def helped(self, where, villager, words="", helper=None):
        """Return a request for which somebody has been there, and when they were."""
        request = self.request(where, villager, words)
        task = self.arranged(where, request)
        helper = helper or self.make.person(name=f"帮忙的{where}")
        there = self.came(task.shifts[0], helper)
        return {"helped_request": request, "helped_task": task, "helped": there}

    def came(self, shift, helper):
        start = self.at - A_DAY - timedelta(minutes=self.count)
        self.sign_up(shift, helper)
        with writing():
            row = db.session.get(Shift, shift.id)
            row.starts_at, row.ends_at = start, start + timedelta(hours=2)
        return self.make.add(
            Attendance(
                ref=secrets.token_urlsafe(18),
                shift_id=shift.id,
                person_id=helper.id,
                branch_id=shift.task.branch_id,
                status=AttendanceStatus.ENDED,
                starts_at=start,
                ends_at=start + timedelta(hours=1),
                minutes=60,
                in_how=Check.ORGANISER,
                in_by=helper.id,
                out_how=Check.ORGANISER,
                out_by=helper.id,
            )
        )

    def sign_up(self, shift, person):
        with writing():
            row = {"how": SignupHow.OFFICER, "signed_at": self.at}
            db.session.add(Signup(shift_id=shift.id, person_id=person.id, **row))
            db.session.get(Shift, shift.id).taken += 1

    def paid(self, things, number=0):
        """Return a call for hands that is paid."""
        starts = self.at + AFTER_HARDSHIP + number * A_DAY
        call = hands.Call(
            title=f"摘橘子{number or ''}",
            words="管午饭",
            place="后山",
            starts_at=starts,
            ends_at=starts + timedelta(hours=8),
            hands=40,
            wage=Money(150_00),
            per="day",
        )
        by = self.make.actor(things["owner"])
        with writing():
            return hands.call(things["producer"], call, by=by, at=self.at)

    def deal(self, wanted, person):
        with writing():
            return paid_work.ask(
                KIND, wanted.id, of_age=True, by=self.make.actor(person), at=self.at
            )

    def belongings(self, role, person):
        """Return one's own requests, where one has helped oneself, and work one has asked for."""
        where, words = "foreign" if role == "other" else "other", f"canary-{role}-help"
        foreign = self.house.villages["foreign"].things
        theirs = self.helped("foreign", foreign["resident"], f"canary-of-{role}", person)
        return {
            "request": self.request(where, person, words),
            **self.helped(where, person, words),
            "helped_task": theirs["helped_task"],
            "deal": self.deal(foreign["paid"], person),
        }

    def in_address(self, name, word, role, endpoint):
        """Return what stands in an address of help or paid work for this word."""
        if name == "kind":
            return "nothing" if word == "strange" else KIND
        last = name in {"attendance_ref", "deal_id"}
        if word == "missing" or (word == "lost" and last):
            return NO_REF if name.endswith("ref") and endpoint.startswith("help.") else MISSING
        where = "other" if word == "crossed" and last else "own" if word in CROSSED else word
        if where in {"mine", "other's"} or (word == "crossed" and endpoint.startswith("help.")):
            whose = "other" if where == "other's" or role == "visitor" else role
            if word == "crossed" and last:
                whose = "other"
            things = self.house.mine[whose]
        else:
            things = self.house.villages[where].things
        if name == "ref" and endpoint.startswith("paid_work."):
            return things["paid"].id
        if name == "ref":
            return things["helped_request" if endpoint in DONE else "request"].ref
        found = things[NAMED[name]]
        return found.ref if name == "attendance_ref" else found.id

    def more(self, number):
        """Put in one more of all that lists of help and paid work show."""
        own = self.house.villages["own"].things
        villager = self.make.resident(own["unit"], self.make.person(name=f"求助的{number}"))
        self.request("own", villager)
        planned = self.arranged("own", self.request("own", villager))
        self.sign_up(planned.shifts[0], self.make.person(name=f"来的{number}"))
        over = {"status": HelpStatus.WITHDRAWN, "ended_at": self.at}
        self.request("own", villager, **over)
        for role in ("officer", "upper", "clerk", "admin", "person"):
            person = self.house.people[role]
            self.helped("other", person)
            if number < MOST_OPEN - 3:
                self.deal(self.paid_of_foreign(number), person)
        self.deal(own["paid"], self.make.person(name=f"想来的{number}"))

    def paid_of_foreign(self, number):
        """Return the call that the farm of another township makes for this number."""
        things = self.house.villages["foreign"].things
        name = f"paid{number}"
        if name not in things:
            things[name] = self.paid(things, number + 1)
        return things[name]


CROSSED = {"crossed", "lost", "strange", "own"}
