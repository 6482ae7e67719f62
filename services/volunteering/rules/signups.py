"""Who may come to a shift, who may wait for a place in it, and until when one may still say no."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from core.lifecycle import Lifecycle
from core.waitlists.models import WaitStatus
from core.waitlists.rules import kept_until, why_not_take
from core.words import _
from services.volunteering.models import Shift, SignupStatus, Task
from services.volunteering.rules.words import LICENCES, SKILLS

KIND = "volunteering.shift"  # of the waiting lists
AGE_UNASKED = 16  # up to this age nobody must say when they were born

SIGNUP = Lifecycle(
    {
        SignupStatus.IN: {
            "cannot_come": SignupStatus.OUT,
            "take_out": SignupStatus.OUT,
            "call_off": SignupStatus.OUT,
        }
    }
)


@dataclass(frozen=True, kw_only=True)
class Standing:
    """What is known of somebody and a shift; age, skills and licences on the day of the shift."""

    at: datetime  # when this was looked at
    age: int | None = None
    skills: frozenset[str] = frozenset()
    licences: frozenset[str] = frozenset()
    is_in: bool = False
    waits: WaitStatus | None = None
    place: int = 0  # in the line of who waits
    kept_until: datetime | None = None  # where a place is kept for them
    is_waited_for: bool = False  # somebody stands in the line
    overlapping: str = ""  # what they have signed up for at that time
    is_kin: bool = False  # it is done for them or somebody of their household
    is_known: bool = False  # to a branch: by the roster, as a party member or in an office
    is_here: bool = False  # they have checked in at it and not out

    def way(self, shift: Shift) -> "Way":
        """Return the one thing that a button beside the shift can do."""
        return way(shift, self, at=self.at)

    def must_say_age(self, shift: Shift) -> bool:
        """Tell whether a box beside the button asks whether they are old enough."""
        return must_say_age(shift.task, self)

    def why_not(self, shift: Shift) -> str | None:
        """Return why this person cannot come, or cannot say any more that they do not; or None."""
        if self.is_in:
            return why_not_cancel(shift, is_here=self.is_here, at=self.at)
        if self.waits is WaitStatus.OFFERED:
            return why_not_take_kept(shift, self, at=self.at)
        return why_not_join(shift, self, at=self.at)


class Way(StrEnum):
    """What can be done with a shift in one tap: 报名, 候补, 我要去, 不等了, 来不了."""

    JOIN, WAIT, TAKE, LEAVE, CANNOT = "join", "wait", "take", "leave", "cannot"
    NONE = "none"


def way(shift: Shift, standing: Standing, *, at: datetime) -> Way:
    """Return what this person can do with the shift now."""
    if standing.is_in:
        hindered = why_not_cancel(shift, is_here=standing.is_here, at=at)
        return Way.NONE if hindered else Way.CANNOT
    if standing.waits is WaitStatus.OFFERED:
        return Way.TAKE if why_not_take_kept(shift, standing, at=at) is None else Way.LEAVE
    if why_not_join(shift, standing, at=at) is None:
        return Way.JOIN
    if standing.waits is WaitStatus.WAITING:
        return Way.LEAVE
    return Way.WAIT if why_not_wait(shift, standing, at=at) is None else Way.NONE


def why_not_join(shift: Shift, standing: Standing, *, at: datetime) -> str | None:
    """Say why somebody cannot sign up for the shift by themselves, or None."""
    return why_not_fit(shift, standing, at=at) or why_full(shift, standing, at=at)


def why_not_wait(shift: Shift, standing: Standing, *, at: datetime) -> str | None:
    """Say why somebody cannot wait for a place in the shift, or None."""
    if wrong := why_not_fit(shift, standing, at=at):
        return wrong
    if standing.waits is not None:
        return _("您已经在候补了")
    if kept_until(at, starts_at=shift.starts_at) is None:
        return _("快开始了，不再排候补。有人来不了，名额先到先得")
    return None if why_full(shift, standing, at=at) else _("还有名额，可以直接报名")


def why_not_take_kept(shift: Shift, standing: Standing, *, at: datetime) -> str | None:
    """Say why somebody cannot take the place that was kept for them, or None."""
    status = standing.waits or WaitStatus.LEFT
    return why_not_take(status, offered_until=standing.kept_until, at=at) or why_not_come(
        shift, standing, at=at
    )


def why_not_fit(shift: Shift, standing: Standing, *, at: datetime) -> str | None:
    """Say why the shift is not for this person to choose, whether or not there is a place."""
    if wrong := why_not_come(shift, standing, at=at):
        return wrong
    task = shift.task
    if task.in_turn:
        return _("这件事一位一位地问，问到您的时候会告诉您")
    return why_no_skill(task, standing)


def why_no_skill(task: Task, standing: Standing) -> str | None:
    """Say which skill the task asks for that somebody does not say they have, or None."""
    if not task.skill or task.skill in standing.skills:
        return None
    skill = SKILLS.get(task.skill, task.skill)
    return _("这件事要会“%(skill)s”。会的话，先在“我的志愿资料”里勾上", skill=skill)


def why_not_come(shift: Shift, standing: Standing, *, at: datetime) -> str | None:
    """Say why this person cannot come to the shift, whoever signs them up, or None.

    Age and licence must fit the work (Volunteer Service Regulations 15, 16).
    """
    if shift.starts_at <= at:
        return _("这一班已经开始了")
    return why_unfit(shift, standing) or why_unknown(shift.task, standing)


def why_unknown(task: Task, standing: Standing) -> str | None:
    """Say why somebody whom no branch knows is not let into another's home, or None.

    Whoever comes reads the words and the address of the person served. Whom an officer enters,
    that officer knows.
    """
    if standing.is_known or not is_at_home(task):
        return None
    return _("这件事要到别人家里去，请先到您村的支部登记，支部认识您以后再报名")


def is_at_home(task: Task) -> bool:
    """Tell whether the task is done for one person, in their home."""
    return task.served_id is not None


def why_not_enter(shift: Shift, standing: Standing, *, at: datetime) -> str | None:
    """Say why an officer cannot enter this person, also while the shift is on, or None."""
    if shift.ends_at <= at:
        return _("这一班已经结束了")
    if wrong := why_unfit(shift, standing):
        return wrong
    has_place = shift.free > 0 or standing.waits is WaitStatus.OFFERED
    return None if has_place else _("名额已经满了")


def why_unfit(shift: Shift, standing: Standing) -> str | None:
    """Say what of the shift and the person does not go together, or None."""
    if shift.cancelled_at is not None:
        return _("这一班已经取消了")
    if standing.is_in:
        return _("已经报上这一班了")
    if standing.is_kin:
        return _("这是给自己或自家人办的事，不用报名")
    if wrong := why_not_up_to(shift.task, standing):
        return wrong
    if standing.overlapping:
        return _("那个时间已经报了“%(what)s”", what=standing.overlapping)
    return None


def why_not_up_to(task: Task, standing: Standing) -> str | None:
    """Say which age or licence the task asks for and the person has not, or None."""
    if not is_old_enough(standing.age, task.min_age):
        return why_too_young(standing.age, task.min_age)
    if task.licence and task.licence not in standing.licences:
        licence = LICENCES.get(task.licence, task.licence)
        return _("这件事要有%(licence)s，请先拿到支部登记", licence=licence)
    return None


def must_say_age(task: Task, standing: Standing) -> bool:
    """Tell whether somebody must say that they are old enough: nobody knows when they were born.

    Who waits has said so when they began to wait.
    """
    return standing.age is None and standing.waits is None and task.min_age <= AGE_UNASKED


def why_unsaid(task: Task, standing: Standing, *, of_age: bool) -> str | None:
    """Say what of their age somebody still has to say who signs up by themselves, or None."""
    if of_age or not must_say_age(task, standing):
        return None
    return _("这件事要满 %(age)s 岁：请勾上“我已满 %(age)s 岁”再点", age=task.min_age)


def is_old_enough(age: int | None, min_age: int) -> bool:
    """Tell whether somebody is old enough; only for the older tasks the age must be known.

    For the others who has told no date of birth says so when they sign up (`must_say_age`).
    """
    return min_age <= AGE_UNASKED if age is None else age >= min_age


def why_too_young(age: int | None, min_age: int) -> str:
    if age is None:
        return _("这件事要满 %(age)s 岁，请先在“我的志愿资料”里填出生日期", age=min_age)
    return _("这件事要满 %(age)s 岁", age=min_age)


def why_full(shift: Shift, standing: Standing, *, at: datetime) -> str | None:
    """Say why there is no place for somebody who comes by, or None; who waits comes first."""
    if not shift.free:
        return _("名额已经满了")
    if standing.is_waited_for and kept_until(at, starts_at=shift.starts_at) is not None:
        return _("有人在候补，名额先给他们")
    return None


def why_not_cancel(shift: Shift, *, is_here: bool = False, at: datetime) -> str | None:
    """Say why somebody cannot say any more that they do not come, or None."""
    if is_here:
        return _("已经签到了，先签退")
    if shift.starts_at <= at:
        return _("已经开始了，来不了请打电话给支部")
    return None


def why_not_take_out(shift: Shift, *, is_here: bool = False, at: datetime) -> str | None:
    """Say why an officer cannot take somebody out any more, or None."""
    if shift.ends_at <= at:
        return _("这一班已经结束了")
    return _("已经签到了，先签退") if is_here else None
