"""A village in which people ask for help, and hands that help them."""

import secrets
from dataclasses import replace
from datetime import timedelta

from sqlalchemy import select

from core.branches.actors import find_actor
from core.db import db, writing
from core.notices.models import Notice
from services.help.models import HelpKind
from services.help.operations import arranging, asking
from services.help.rules.requests import Wish
from services.hours.models import Attendance, AttendanceStatus, Check
from services.volunteering.models import Shift
from services.volunteering.operations import signups
from services.volunteering.operations.tasks import Plan

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def told(person, event):
    """Return the notices of this event that somebody has, the first first."""
    query = select(Notice).where(Notice.person_id == person.id, Notice.event == event)
    return db.session.scalars(query.order_by(Notice.id)).all()


class World:
    """A township with two villages below; `villager` lives in the first, `officer` leads it."""

    def __init__(self, make, at):
        self.make, self.at = make, at
        self.town = make.branch("桃源镇党委")
        self.branch = make.branch("桃源村党支部", parent=self.town, phone="0718-1234567")
        self.unit = make.unit(self.branch, name="桃源村")
        self.other_branch = make.branch("柳湾村党支部", parent=self.town)
        self.other_unit = make.unit(self.other_branch, name="柳湾村")
        self.officer = make.officer(self.branch, person=make.person(name="王正国"))
        self.villager = make.resident(self.unit, make.person(name="张桂兰"))
        self.volunteer = make.resident(self.unit, make.person(name="李明"))

    def actor(self, person, at=None):
        return find_actor(person.id, at=at or self.at)

    def acting(self, helper, villager=None):
        """Return the helper as they act for the villager."""
        villager = villager or self.villager
        actor = self.actor(helper)
        return replace(
            actor,
            person=villager.id,
            for_name=villager.name,
            offices=frozenset(),
            scopes=frozenset({"ask"}),
        )

    @staticmethod
    def change(row, **values):
        """Put these values into the row, whatever the house would say."""
        with writing():
            for name, value in values.items():
                setattr(row, name, value)

    def move_back(self, shift, by):
        """Let a shift have been earlier by so much than it was."""
        self.change(shift, starts_at=shift.starts_at - by, ends_at=shift.ends_at - by)

    def wish(self, **kw):
        return Wish(**{"kind": HelpKind.SHOPPING, "unit_id": self.unit.id, **kw})

    def ask(self, person=None, at=None, by=None, **kw):
        by = by or self.actor(person or self.villager)
        with writing():
            return asking.ask(self.wish(**kw), by=by, at=at or self.at)

    def plan(self, **kw):
        start = kw.pop("start", self.at + DAY)
        made = {"title": "帮村里人买东西", "place": "家里", "risks": "路滑", "first_start": start}
        return Plan(**{**made, "first_end": start + 2 * HOUR, **kw})

    def arrange(self, request, at=None, **kw):
        with writing():
            by = self.actor(self.officer)
            return arranging.arrange(request, self.plan(**kw), by=by, at=at or self.at)

    def shift(self, task):
        return db.session.scalars(
            select(Shift).where(Shift.task_id == task.id).order_by(Shift.starts_at)
        ).first()

    def come(self, task, person=None, at=None):
        """Let somebody sign up for the first shift of the task."""
        shift = self.shift(task)
        with writing():
            by = self.actor(person or self.volunteer)
            signups.join(shift, of_age=True, by=by, at=at or self.at)
        return shift

    def cannot_come(self, shift, person=None, at=None):
        with writing():
            by = self.actor(person or self.volunteer)
            signups.cannot_come(shift, by=by, at=at or self.at)

    def work(self, shift, person=None, *, status=AttendanceStatus.ENDED):
        """Let somebody have been there for the whole shift, as the organiser saw."""
        person = person or self.volunteer
        ended = status is not AttendanceStatus.OPEN
        made = {
            "ends_at": shift.ends_at if ended else None,
            "minutes": 120 if ended else 0,
            "out_how": Check.ORGANISER if ended else None,
            "out_by": self.officer.id if ended else None,
        }
        if status is AttendanceStatus.CONFIRMED:
            made |= {"confirmed_at": shift.ends_at, "confirmed_how": "served"}
        if status is AttendanceStatus.VOIDED:
            made |= {"void_why": "记错了"}
        return self.make.add(
            Attendance(
                ref=secrets.token_urlsafe(18),
                shift_id=shift.id,
                person_id=person.id,
                branch_id=self.branch.id,
                status=status,
                starts_at=shift.starts_at,
                in_how=Check.ORGANISER,
                in_by=self.officer.id,
                **made,
            )
        )

    def under_way(self):
        """Return a request, its task and its shift, to which the volunteer has said yes."""
        request = self.ask()
        task = self.arrange(request)
        return request, task, self.come(task)

    def done(self):
        """Return a request for which somebody has been there, and the attendance."""
        request, _task, shift = self.under_way()
        return request, self.work(shift)
