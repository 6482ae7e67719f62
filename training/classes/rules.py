"""When a class can be planned, changed, checked in to and countersigned, and why not."""

import hashlib
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from core.clock import VILLAGE, village_day
from core.words import _, _l, dated
from training.courses.models import LessonKind
from training.learning.models import Class, ClassWay, Cohort, EnrolmentStatus
from training.learning.rules.cohorts import why_not_change as why_not_cohort

EARLY = timedelta(minutes=30)  # before it begins one can check in
BY_HAND_WITHIN = timedelta(days=14)  # after it has ended
LEAST_MINUTES, MOST_HOURS = 10, 12
MOST_OF_COHORT = 60
MOST_SHOWN = 3  # lessons that one screen class completes
LEAST_ASKED = 3  # spot questions, or as many as there are people
MOST_ASKED = 60
REMINDED_FROM = 17  # the hour of the day before
MOST_OF_PERSON, MOST_OF_CLASS = 5, 50  # wrong digits
WINDOW = 600  # seconds for which four digits stand; those before are taken as long again
LONGEST = {"place": 120, "link": 300, "why": 200, "question": 100}
LINK = re.compile(r"https://[^\s/]+\.[^\s/]+(/\S*)?")
SHOWABLE = frozenset({LessonKind.TEXT, LessonKind.VIDEO, LessonKind.AUDIO})
WAYS: Mapping[ClassWay, str] = {
    ClassWay.PLACE: _l("当面上"),
    ClassWay.ONLINE: _l("网上"),
    ClassWay.SCREEN: _l("村里放课，大家一起看"),
}
Wrong = tuple[str | None, str]  # the field and the reason


@dataclass(frozen=True, kw_only=True)
class Said:
    """What a teacher says of a class."""

    way: ClassWay
    lesson_key: int | None
    starts_at: datetime
    ends_at: datetime
    place: str = ""
    link: str = ""
    wants_tutor: bool = False


def said_of(held: Class) -> Said:
    """Return what the class is now, as a teacher would say it."""
    return Said(**{name: getattr(held, name) for name in Said.__annotations__})


def mark_of(held: Class) -> str:
    """Return by which sign it is known from what an editor began: the same facts, the same sign."""
    facts = [
        each.astimezone(UTC).isoformat() if isinstance(each, datetime) else each
        for each in vars(said_of(held)).values()
    ]
    return hashlib.sha256(repr(facts).encode()).hexdigest()[:16]


def why_not_over(held: Class, said: Said, *, seen: str) -> str | None:
    """Say why what was filled in from what was `seen` is not put over what is now, or None."""
    if mark_of(held) == seen or said_of(held) == said:
        return None
    return _("您填的时候，另一位老师改过这次课。下面是现在的安排和您填的，对照好再点一次“改好”")


def code_of(class_id: int) -> str:
    """Return under which name the codes of a class are made."""
    return f"training.class:{class_id}"


def digits_name(class_id: int, *, at: datetime, ago: int = 0) -> str:
    """Return under which name the four digits of now, or of so many windows ago, are made."""
    return f"training.class.digits:{class_id}:{int(at.timestamp() // WINDOW) - ago}"


def why_not_plan(cohort: Cohort, *, planned: int, at: datetime) -> str | None:
    """Say why no further class can be planned for a cohort, or None."""
    if wrong := why_not_cohort(cohort, at=at):
        return wrong
    if planned >= MOST_OF_COHORT:
        return _("一期最多排 %(most)s 次", most=MOST_OF_COHORT)
    return None


def why_not_said(
    said: Said, cohort: Cohort, *, lesson_keys: Collection[int], at: datetime
) -> Wrong | None:
    """Return (field, why) a class cannot be like this, or None; the keys are of class lessons."""
    return _why_not_when(said, cohort, at=at) or _why_not_where(said, lesson_keys)


def _why_not_when(said: Said, cohort: Cohort, *, at: datetime) -> Wrong | None:
    length = said.ends_at - said.starts_at
    day = village_day(said.starts_at)
    if said.starts_at <= at:
        return "starts", _("开始的时间已经过了")
    if not cohort.starts_on <= day <= cohort.ends_on:
        first, last = dated(cohort.starts_on), dated(cohort.ends_on)
        return "starts", _("这一期从 %(first)s 到 %(last)s", first=first, last=last)
    if length < timedelta(minutes=LEAST_MINUTES):
        return "ends", _("结束要比开始晚，至少 %(least)s 分钟", least=LEAST_MINUTES)
    if length > timedelta(hours=MOST_HOURS):
        return "ends", _("一次最长 %(most)s 个小时", most=MOST_HOURS)
    return None


def _why_not_where(said: Said, lesson_keys: Collection[int]) -> Wrong | None:
    if said.way is ClassWay.SCREEN:
        if said.lesson_key is not None:
            return "lesson", _("村里放课算放的那几课，这里选“不算上课，放课看”")
    elif said.lesson_key not in lesson_keys:
        return "lesson", _("请选是哪一课；没有可选的，先在课程里加一课“上课”")
    if said.way is ClassWay.ONLINE:
        return None if LINK.fullmatch(said.link) else ("link", _("请写网址，以 https:// 开头"))
    if said.link:
        return "link", _("不在网上上的课，不用写网址")
    return None if said.place else ("place", _("请写在哪里上"))


def why_not_change(held: Class, *, present: int, at: datetime) -> str | None:
    """Say why a class cannot be moved or cancelled any more, or None.

    Who has checked in before it begins has it done: it is not another class afterwards.
    """
    if held.cancelled_at is not None:
        return _("这次课取消了")
    if held.starts_at <= at:
        return _("这次课已经开始，不能改了")
    return _("已经有人签到了，不能改了") if present else None


def why_not_check_in(
    held: Class, status: EnrolmentStatus | None, *, by: int | None = None, at: datetime
) -> str | None:
    """Say why somebody who stands so to the course does not check in now, or None.

    Whoever has the codes on their own screen is entered by another.
    """
    if by is not None and (by in held.teacher_ids or by == held.tutor_id):
        return _("这次课的码在您手里，请另一位老师给您点名")
    if held.cancelled_at is not None:
        return _("这次课取消了")
    if status is None:
        return _("您没有报这一期，先报名再来签到")
    if status is EnrolmentStatus.OUT:
        return _("您已经退出这门课了")
    if held.way is ClassWay.SCREEN:
        return _("这次课由老师点名，不用签到")
    return _why_not_now(held, at=at)


def _why_not_now(held: Class, *, at: datetime) -> str | None:
    if at < held.starts_at - EARLY:
        return _("还早，开始前 30 分钟起可以签到")
    if at > held.ends_at:
        return _("这次课已经结束，不能再签到了。来过的，请老师补记")
    return None


def shows_codes(held: Class, *, at: datetime) -> bool:
    """Tell whether one can check in by a code now."""
    return why_not_check_in(held, EnrolmentStatus.IN, at=at) is None


def why_not_enter(held: Class, *, at: datetime) -> str | None:
    """Say why nobody is entered from the roll now, or None."""
    if held.cancelled_at is not None:
        return _("这次课取消了")
    if at < held.starts_at:
        return _("还没有开始，开始了再点名")
    if at > held.ends_at + BY_HAND_WITHIN:
        return _("结束超过 14 天，不能再补记了")
    return None


def why_not_countersign(
    held: Class, *, entered_by: Collection[int], people: Collection[int], by: int
) -> str | None:
    """Say why this person does not countersign what these have entered of these people, or None."""
    if held.cancelled_at is not None:
        return _("这次课取消了")
    if by in entered_by:
        return _("您自己点的名，或者您记的放课和提问，要请另一位老师或支部的人核对")
    if by in people:
        return _("您自己的到课，要请别人核对")
    return None


def why_not_screen(held: Class, *, shown: int, asked: int, present: int) -> str | None:
    """Say why a screen class cannot be countersigned yet, or None; others always can."""
    if held.way is not ClassWay.SCREEN:
        return None
    if not shown:
        return _("还没有记放了哪几课，请点名的老师先记上")
    least = min(LEAST_ASKED, present)
    if asked < least:
        return _("随堂至少要问 %(least)s 个问题，请点名的老师先记上", least=least)
    return None


def why_not_show(held: Class, minutes: Collection[int], *, is_counted: bool) -> str | None:
    """Say why these lessons, each so long, are not what was shown at the class, or None."""
    if held.way is not ClassWay.SCREEN:
        return _("只有村里放课才记放了哪几课")
    if is_counted:
        return _("已经核对过了，放的课不能再改")
    if not minutes:
        return _("请选放了哪几课")
    if len(minutes) > MOST_SHOWN:
        return _("一次放课最多算 %(most)s 课", most=MOST_SHOWN)
    lasted = int((held.ends_at - held.starts_at).total_seconds()) // 60
    if sum(minutes) > lasted:
        return _(
            "这几课一共 %(sum)s 分钟，这次课只有 %(lasted)s 分钟", sum=sum(minutes), lasted=lasted
        )
    return None


def why_not_ask(held: Class, *, asked: int) -> str | None:
    """Say why no further spot question is noted, or None."""
    if held.way is not ClassWay.SCREEN:
        return _("只有村里放课才记随堂问题")
    return _("最多记 %(most)s 个问题", most=MOST_ASKED) if asked >= MOST_ASKED else None


def is_time_to_remind(held: Class, *, at: datetime) -> bool:
    """Tell whether it is on the next day, and late enough in this one to say so."""
    here = at.astimezone(VILLAGE)
    is_tomorrow = village_day(held.starts_at) == here.date() + timedelta(days=1)
    return held.cancelled_at is None and is_tomorrow and here.hour >= REMINDED_FROM
