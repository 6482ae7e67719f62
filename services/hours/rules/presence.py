"""When one can check in and out, and how many minutes that makes."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from core.words import _

EARLY = timedelta(minutes=30)  # before a shift begins
LATE = timedelta(minutes=60)  # after it has ended
LONGEST = timedelta(hours=16)
LEAST = timedelta(minutes=1)
BY_HAND_WITHIN = timedelta(days=30)  # after a shift has ended


class Planned(Protocol):
    """What a shift says of its time."""

    @property
    def starts_at(self) -> datetime: ...
    @property
    def ends_at(self) -> datetime: ...
    @property
    def cancelled_at(self) -> datetime | None: ...


@dataclass(frozen=True, kw_only=True)
class Elsewhere:
    """Where somebody is by what stands already: at the shift itself or at another.

    `is_open` while they have not checked out there, `is_late` when they cannot any more.
    """

    title: str
    is_here: bool
    is_open: bool
    is_late: bool = False


def minutes_between(starts_at: datetime, ends_at: datetime) -> int:
    """Return the whole minutes, begun ones left out."""
    return int((ends_at - starts_at).total_seconds()) // 60


def why_not_check_in(
    shift: Planned,
    *,
    is_signed_up: bool,
    elsewhere: Elsewhere | None,
    by_organiser: bool = False,
    at: datetime,
) -> str | None:
    """Say why nobody checks in now, or None; `elsewhere` is where this person is at that time."""
    if shift.cancelled_at is not None:
        return _("这个班次取消了")
    if not is_signed_up:
        return _("没有报名这个班次，先报名再签到")
    if at < shift.starts_at - EARLY:
        return _("还早，开始前 30 分钟起可以签到")
    if at > shift.ends_at:
        return _("这个班次已经结束，不能再签到了。来过的，请负责人补录")
    return _why_elsewhere(elsewhere, by_organiser=by_organiser) if elsewhere else None


def _why_elsewhere(elsewhere: Elsewhere, *, by_organiser: bool) -> str:
    title = elsewhere.title
    if not elsewhere.is_open:
        return _("这段时间已经记在“%(title)s”，不能重复记", title=title)
    if elsewhere.is_here:
        return _("已经在“%(title)s”签到了，不用再签", title=title)
    if by_organiser:
        return _("本人在“%(title)s”还没有签退，那里签退了（过时的，作废了）再点名", title=title)
    if elsewhere.is_late:
        return _(
            "您在“%(title)s”还没有签退，现在签不了了。请“%(title)s”的负责人作废、补录，再来签到",
            title=title,
        )
    return _("您在“%(title)s”还没有签退，先去签退", title=title)


def why_not_call(person_id: int, *, by: int) -> str | None:
    """Say why this organiser does not call this person on the roll, or None."""
    if person_id == by:
        return _("自己的签到签退不能自己点名。请扫屏幕上的二维码，或请别的委员点名")
    return None


def why_not_check_out(
    starts_at: datetime, shift: Planned, *, by_organiser: bool, at: datetime
) -> str | None:
    """Say why nobody checks out now who came at this moment, or None.

    Long after the end nobody does, or hours would count in which nobody was there.
    """
    if at < starts_at + LEAST:
        return _("刚签到不到一分钟，稍等一下再签退")
    if at > starts_at + LONGEST:
        return _("签到已经超过 16 小时，不能再签退。请负责人问清楚以后补录")
    if at <= shift.ends_at + LATE:
        return None
    if by_organiser:
        return _("结束已经超过一小时，不能再签退。请作废这一次，问清楚以后照实补录")
    return _("结束已经超过一小时，不能再签退。请负责人问清楚以后补录")


def is_forgotten(starts_at: datetime, *, at: datetime) -> bool:
    """Tell whether somebody who came then has forgotten to check out."""
    return at >= starts_at + LONGEST


def why_not_enter(
    shift: Planned, starts_at: datetime, ends_at: datetime, *, at: datetime
) -> tuple[str, str] | None:
    """Return (field, why such hours cannot be entered by hand for this shift), or None."""
    if at > shift.ends_at + BY_HAND_WITHIN:
        return "", _("结束超过 30 天，不能再补录了")
    if not shift.starts_at - EARLY <= starts_at <= shift.ends_at:
        return "starts", _("到的时间应该在班次的时间里，最早是开始前 30 分钟")
    if ends_at < starts_at + LEAST:
        return "ends", _("走的时间应该在到的时间以后")
    if ends_at > at:
        return "ends", _("走的时间还没有到")
    if ends_at > starts_at + LONGEST:
        return "ends", _("一次最多 16 小时")
    return None


def why_not_enter_for(
    person_id: int, *, is_signed_up: bool, elsewhere: str | None, by: int
) -> str | None:
    """Say why these hours of this person cannot be entered by hand by this officer, or None."""
    if person_id == by:
        return _("自己的时长要请别的委员补录")
    if not is_signed_up:
        return _("这个人没有报名这个班次")
    if elsewhere is not None:
        return _("这段时间已经记在“%(title)s”，不能重复记", title=elsewhere)
    return None
