"""What a cohort may be, when it may be changed, and why not."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from core.clock import VILLAGE, village_day
from core.words import _, dated
from training.learning.models import Cohort

MOST_SEATS = 500
FARTHEST = timedelta(days=366)  # that it begins from today, and that it lasts
LONGEST = {"words": 200, "why": 200}
MOST_TO_COME = 12  # of one course
REMINDED_FROM = 17  # the hour of the day before it begins
LOOKED_BACK = timedelta(days=14)  # for cohorts that have just closed, should nobody have looked
Wrong = tuple[str | None, str]  # the field and the reason


@dataclass(frozen=True, kw_only=True)
class Said:
    """What a teacher says of a cohort."""

    words: str = ""
    starts_on: date
    ends_on: date
    closes_on: date  # the last day to enrol
    seats: int
    least: int = 0


def is_over(cohort: Cohort, *, at: datetime) -> bool:
    """Tell whether its last day has gone by."""
    return cohort.ends_on < village_day(at)


def why_not_open(*, has_live: bool, open_reading: bool, to_come: int) -> str | None:
    """Say why no further cohort can be made of a course, or None."""
    if not has_live:
        return _("这门课还没发布，发布了再开班")
    if open_reading:
        return _("这门课谁都能直接看，不用开班")
    if to_come >= MOST_TO_COME:
        return _("已经排了 %(most)s 期，先办完一些", most=MOST_TO_COME)
    return None


def why_not_said(said: Said, *, at: datetime) -> Wrong | None:
    """Return (field, why) a cohort cannot be like this, or None."""
    today = village_day(at)
    last = today + FARTHEST
    wrong = (
        (said.starts_on < today, "starts_on", _("开课的日子已经过了")),
        (said.starts_on > last, "starts_on", _("最远到 %(day)s", day=dated(last))),
        (said.ends_on < said.starts_on, "ends_on", _("结束的日子在开课以前了")),
        (said.ends_on - said.starts_on > FARTHEST, "ends_on", _("一期最长一年")),
        (said.closes_on < today, "closes_on", _("报名截止的日子已经过了")),
        (said.closes_on > said.ends_on, "closes_on", _("报名要在结束以前截止")),
    )
    for is_so, field, why in wrong:
        if is_so:
            return field, why
    return why_not_seats(said.seats) or why_not_least(said.least, seats=said.seats)


def why_not_seats(seats: int) -> Wrong | None:
    if 1 <= seats <= MOST_SEATS:
        return None
    return "seats", _("名额写 1 到 %(most)s", most=MOST_SEATS)


def why_not_least(least: int, *, seats: int) -> Wrong | None:
    if 0 <= least <= seats:
        return None
    return "least", _("最少几人，写 0 到名额数")


def why_not_more(cohort: Cohort, seats: int, *, at: datetime) -> Wrong | None:
    """Return (field, why) a cohort that somebody is in cannot have so many seats, or None."""
    if wrong := why_not_change(cohort, at=at):
        return None, wrong
    if seats < cohort.seats:
        return "seats", _("已经有人报名，名额只能加，不能减")
    return why_not_seats(seats)


def why_not_change(cohort: Cohort, *, at: datetime) -> str | None:
    """Say why nothing of a cohort can be changed any more, or None."""
    if cohort.cancelled_at is not None:
        return _("这一期取消了")
    return _("这一期已经结束了") if is_over(cohort, at=at) else None


def why_not_rewrite(cohort: Cohort, *, is_waited_for: bool, at: datetime) -> str | None:
    """Say why a cohort cannot get other days, or None: people have chosen it for these."""
    if wrong := why_not_change(cohort, at=at):
        return wrong
    if cohort.taken or cohort.held or is_waited_for:
        return _("已经有人报名，日子不能改了。要改，先取消这一期，再开一期")
    return None


def is_short(cohort: Cohort, *, at: datetime) -> bool:
    """Tell whether enrolling is over and fewer have come than it needs: the teachers decide."""
    if cohort.cancelled_at is not None or is_over(cohort, at=at):
        return False
    return cohort.closes_on < village_day(at) and cohort.taken < cohort.least


def why_not_hold(cohort: Cohort, *, at: datetime) -> str | None:
    """Say why there is nothing to decide about holding the cohort all the same, or None."""
    if wrong := why_not_change(cohort, at=at):
        return wrong
    return None if is_short(cohort, at=at) else _("这一期不缺人，不用定")


def is_time_to_remind(cohort: Cohort, *, at: datetime) -> bool:
    """Tell whether it begins tomorrow, and it is late enough in the day to say so."""
    here = at.astimezone(VILLAGE)
    begins_tomorrow = cohort.starts_on == here.date() + timedelta(days=1)
    return cohort.cancelled_at is None and begins_tomorrow and here.hour >= REMINDED_FROM
