"""Tasks, shifts and people who come, as other rooms would have made them."""

import secrets
from datetime import timedelta

from core.branches.models import Household, Resident
from core.db import db, writing
from services.hours.models import Attendance, AttendanceStatus, Check
from services.volunteering.models import (
    Shift,
    Signup,
    SignupHow,
    Source,
    Task,
    Volunteer,
)

HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)


class World:
    """A township with one village below; shifts last three hours and have begun an hour ago."""

    def __init__(self, make, at):
        self.make, self.at = make, at
        self.above = make.branch("桃源镇党委")
        self.branch = make.branch("桃源村党支部", parent=self.above)
        self.unit = make.unit(self.branch)
        self.officer = make.officer(self.branch)
        self.upper = make.officer(self.above, person=make.person(name="赵明远"))

    def person(self, name="李明", *, public=False, **kw):
        person = self.make.person(name=name, **kw)
        if public:
            self.make.add(Volunteer(person_id=person.id, public_at=self.at, since=self.at))
        return person

    def task(self, *, served=None, branch=None, title="修水渠", **kw):
        branch = branch or self.branch
        source = {"source": Source.BRANCH, "source_kind": ""}
        if served is not None:
            request = self.make.number()
            source = {"source": Source.HELP, "source_kind": "help", "source_ref": request}
            source["private"] = True
        return self.make.add(
            Task(
                branch_id=branch.id,
                title=title,
                place="村口",
                served_id=served.id if served else None,
                made_by=self.officer.id,
                made_at=self.at - DAY,
                **{**source, **kw},
            )
        )

    def shift(self, task=None, *, begins=-HOUR, lasts=3 * HOUR, **kw):
        task = task or self.task()
        begin = self.at + begins
        made = {"starts_at": begin, "ends_at": begin + lasts, "capacity": 20, **kw}
        return self.make.add(Shift(task_id=task.id, **made))

    def sign_up(self, shift, *people):
        with writing():
            for person in people:
                db.session.add(
                    Signup(
                        shift_id=shift.id,
                        person_id=person.id,
                        how=SignupHow.TAP,
                        signed_at=self.at - DAY,
                    )
                )
        return people[0]

    def sign_up_for_now(self, person):
        """Return a shift that has begun, for which this person has signed up."""
        shift = self.shift()
        self.sign_up(shift, person)
        return shift

    def coming(self, *, served=None, public=False, name="李明", **kw):
        """Return a shift, and a volunteer who has signed up for it."""
        shift = self.shift(self.task(served=served), **kw)
        return shift, self.sign_up(shift, self.person(name, public=public))

    def ended(self, person, *, served=None, task=None, shift=None, day=0, minutes=60, **kw):
        """Return an attendance that has ended so many days ago and waits.

        It ends as late on its day as it is now, or so much earlier (`before`).
        """
        end = self.at - day * DAY - kw.pop("before", timedelta())
        start = end - minutes * MINUTE
        if shift is None:
            task = task or self.task(served=served)
            shift = self.make.add(Shift(task_id=task.id, starts_at=start, ends_at=end, capacity=9))
        if kw.pop("signs_up", True):
            self.sign_up(shift, person)
        made = {
            "status": AttendanceStatus.ENDED,
            "in_how": Check.QR,
            "in_by": person.id,
            "out_how": Check.QR,
            "out_by": person.id,
            **kw,
        }
        return self.make.add(
            Attendance(
                ref=secrets.token_urlsafe(18),
                shift_id=shift.id,
                person_id=person.id,
                branch_id=shift.branch_id,
                starts_at=start,
                ends_at=end,
                minutes=minutes,
                **made,
            )
        )

    def house(self, *people, unit=None):
        """Let these people live in one household."""
        unit = unit or self.unit
        number = secrets.token_hex(4)
        household = self.make.add(Household(unit_id=unit.id, number=number))
        for person in people:
            self.make.add(
                Resident(
                    person_id=person.id,
                    unit_id=unit.id,
                    household_id=household.id,
                    entered_at=self.at,
                )
            )
