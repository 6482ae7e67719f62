"""Volunteering of a furnished house: in each village a shift, who came, and what was said of it.

What was objected to holds a canary that the answering desk alone reads.
"""

import secrets
from datetime import timedelta

from core.clock import now, village_day
from core.db import db, writing
from services.hours.models import (
    Attendance,
    AttendanceStatus,
    Check,
    Commendation,
    Confirmed,
    Correction,
    HoursEntry,
    HoursRequest,
    Objection,
)
from services.hours.rules import codes
from services.volunteering.models import Shift, Signup, SignupHow, Source, Task, Volunteer

A = AttendanceStatus
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


class Hours:
    """Puts tasks, attendances and hours into the villages of a furnished house."""

    def __init__(self, house):
        self.house, self.make, self.at = house, house.make, house.at
        self.count = 0

    def fill(self, where):
        """Let somebody have come four times, and be expected once more today."""
        village = self.house.villages[where]
        things, branch = village.things, village.branch
        comer = things["hours_comer"] = self.make.person(name=f"志愿者{where}")
        served = self.make.person(name=f"被服务{where}")
        with writing():
            db.session.add(Volunteer(person_id=comer.id, since=self.at, public_at=self.at))
        things["hours_task"] = task = self.task(branch, served)
        things["hours_for_all"] = for_all = self.task(branch, None)
        things["hours_shift"] = shift = self.shift(for_all, self.at - HOUR)
        self.come(shift, comer)
        things["hours_attended"] = attended = self.attend(task, comer, 1)
        things["hours_served"] = db.session.get(Shift, attended.shift_id)
        things["hours_shown"] = self.attend(
            for_all, comer, 2, status=A.NOTICE, notice_until=village_day(self.at) + 5 * DAY
        )
        things["hours_objected"] = objected = self.attend(task, comer, 3, status=A.OBJECTED)
        words = f"canary-objection{where}"
        self.make.add(
            Objection(attendance_id=objected.id, by_id=served.id, words=words, at=self.at)
        )
        things["hours_wrong"] = wrong = self.confirmed(task, comer, 4)
        self.make.add(Correction(attendance_id=wrong.id, words="我五点才走", at=self.at))
        things["hours_request"] = self.request(comer, branch)
        if branch.parent_id is not None:
            upper = self.house.villages["upper"].things
            upper["hours_commendation"] = self.commend(comer, branch)

    def task(self, branch, served):
        source = {"source": Source.HELP, "source_kind": "help", "source_ref": secrets.randbits(24)}
        source["private"] = True
        if served is None:
            source = {"source": Source.BRANCH, "source_kind": ""}
        return self.make.add(
            Task(
                branch_id=branch.id,
                title="帮忙",
                place="村口",
                served_id=served.id if served else None,
                made_by=self.house.people["officer"].id,
                made_at=self.at - 9 * DAY,
                **source,
            )
        )

    def shift(self, task, begin):
        end = begin + 4 * HOUR
        return self.make.add(Shift(task_id=task.id, starts_at=begin, ends_at=end, capacity=50))

    def come(self, shift, person):
        self.make.add(
            Signup(
                shift_id=shift.id, person_id=person.id, how=SignupHow.TAP, signed_at=self.at - DAY
            )
        )
        with writing():
            db.session.get(Shift, shift.id).taken += 1

    def attend(self, task, person, days, minutes=60, **kw):
        """Let somebody have been there so many days ago."""
        self.count += 1  # no two shifts of a task begin at the same moment
        begin = self.at - days * DAY - timedelta(minutes=minutes, seconds=self.count)
        shift = self.shift(task, begin)
        self.come(shift, person)
        made = {"status": A.ENDED, "in_how": Check.QR, "out_how": Check.QR, **kw}
        return self.make.add(
            Attendance(
                ref=secrets.token_urlsafe(18),
                shift_id=shift.id,
                person_id=person.id,
                branch_id=task.branch_id,
                starts_at=begin,
                ends_at=begin + timedelta(minutes=minutes),
                minutes=minutes,
                in_by=person.id,
                out_by=person.id,
                **made,
            )
        )

    def confirmed(self, task, person, days):
        """Let somebody have been there, and the person served have said so."""
        said = {"confirmed_how": Confirmed.SERVED, "confirmed_by": task.served_id}
        there = self.attend(task, person, days, status=A.CONFIRMED, confirmed_at=self.at, **said)
        self.make.add(
            HoursEntry(
                person_id=person.id,
                attendance_id=there.id,
                branch_id=there.branch_id,
                day=village_day(there.starts_at),
                minutes=there.minutes,
                by_hand=False,
                how=Confirmed.SERVED,
                made_by=task.served_id,
                made_at=self.at,
            )
        )
        return there

    def request(self, person, branch):
        today = village_day(self.at)
        period = {"first": today - 9 * DAY, "last": today, "asked_at": self.at}
        return self.make.add(HoursRequest(person_id=person.id, branch_id=branch.id, **period))

    def commend(self, person, branch):
        today = village_day(self.at)
        return self.make.add(
            Commendation(
                branch_id=branch.id,
                person_id=person.id,
                first=today - 9 * DAY,
                last=today,
                minutes=60,
                served=1,
                words="修渠",
                proposed_by=self.house.people["officer"].id,
                proposed_at=self.at,
            )
        )

    def belongings(self, role, person):
        """Return what one has done oneself, for a branch whose desk none of the roles has."""
        task = self.house.villages["foreign"].things["hours_task"]
        there = self.attend(task, person, 1)
        words = f"canary-{role}-said"
        self.make.add(Correction(attendance_id=there.id, words=words, at=self.at))
        self.confirmed(task, person, 5)
        foreign = self.house.villages["foreign"].branch
        return {"attendance": there, "asking": self.request(person, foreign)}

    def more(self, number):
        """Let one more have come to the village, been objected to, and asked for a certificate."""
        village = self.house.villages["own"]
        branch, things = village.branch, village.things
        comer = self.make.person(name=f"又来的{number}")
        with writing():
            db.session.add(Volunteer(person_id=comer.id, since=self.at, public_at=self.at))
        self.come(things["hours_shift"], comer)
        task, for_all = things["hours_task"], things["hours_for_all"]
        self.attend(task, comer, 1)
        until = {"notice_until": village_day(self.at) + 5 * DAY}
        self.attend(for_all, comer, 2, status=A.NOTICE, **until)
        objected = self.attend(task, comer, 3, status=A.OBJECTED)
        self.make.add(
            Objection(attendance_id=objected.id, by_id=task.served_id, words="没来", at=self.at)
        )
        wrong = self.confirmed(task, comer, 4)
        self.make.add(Correction(attendance_id=wrong.id, words="不对", at=self.at))
        self.request(comer, branch)
        self.commend(comer, branch)
        far = self.house.villages["foreign"].things["hours_task"]
        for role in ("person", "officer", "upper", "clerk", "admin"):
            self.attend(far, self.house.people[role], 6 + number, minutes=30)


def code_of(endpoint, thing):
    """Return what stands behind the thing's QR at this moment."""
    if thing is None:
        return "nothing"
    if endpoint == "hours.served":
        return codes.served_url(thing).rpartition("/")[2]
    return codes.minute_code(thing.id, at=now())
