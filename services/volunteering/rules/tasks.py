"""What may become a volunteer task, and what may be done with it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from core.hooks import Need
from core.lifecycle import Lifecycle
from core.words import _, _l
from services.volunteering.models import TaskStatus
from services.volunteering.rules.times import Times, weekly
from services.volunteering.rules.words import LICENCES, SKILLS

LONGEST = {"title": 40, "words": 500, "place": 120, "risks": 200, "insurance": 120}
LONGEST_WHY = 200
YOUNGEST, OLDEST, OF_AGE = 14, 99, 18
USUAL_AGE = 16
MOST_HANDS = 500
MOST_WEEKS = 12
MOST_SHIFTS = 60  # that are still to come, of one task
HOUR = timedelta(hours=1)
LONGEST_SHIFT = 12 * HOUR
FARTHEST = timedelta(days=90)
OVER_AFTER = timedelta(hours=2)  # the last shift: until then people check out
# What an officer says who sees no risk, as it is kept; what is usual in a home and in a field.
NO_RISKS = "没有特别的风险"
HOME_RISKS = _l("路上注意安全，别的没有特别的风险")
FIELD_RISKS = _l("地里路不平、太阳晒，带水，量力而行")
MISSING_SOON = timedelta(days=2)  # before a shift that lacks hands waits at the desk

TASK = Lifecycle(
    {TaskStatus.OPEN: {"cancel_task": TaskStatus.CANCELLED, "end_task": TaskStatus.ENDED}}
)

Wrong = tuple[str, str]  # the field, and what is wrong with it


@dataclass(frozen=True, kw_only=True)
class Said:
    """What a task says of itself: facts and risks (Volunteer Service Regulations 12)."""

    title: str
    place: str
    words: str = ""
    unit_id: int | None = None  # the village
    private: bool = False
    skill: str = ""
    licence: str = ""
    min_age: int = USUAL_AGE
    risks: str = ""
    dangerous: bool = False
    insurance: str = ""
    in_turn: bool = False


@dataclass(frozen=True, kw_only=True)
class Plan(Said):
    """A task to be made, with the first of its shifts and for how many weeks it repeats."""

    first_start: datetime
    first_end: datetime
    capacity: int = 1
    repeats: int = 1


def shifts_of(plan: Plan) -> list[Times]:
    """Return from when until when each shift of the plan is."""
    return weekly((plan.first_start, plan.first_end), plan.repeats)


def why_not_make(plan: Plan, *, at: datetime) -> Wrong | None:
    """Say at which field why this cannot become a task, or None."""
    if wrong := why_not_say(plan) or why_not_count(plan.capacity):
        return wrong
    if wrong := why_not_be_then((plan.first_start, plan.first_end), at=at):
        return wrong
    if not 1 <= plan.repeats <= MOST_WEEKS:
        return "repeats", _("最多连排 %(most)s 周", most=MOST_WEEKS)
    last_start, _last_end = shifts_of(plan)[-1]
    if last_start > at + FARTHEST:
        return "repeats", _("排到后面超过 %(days)s 天了，请减少几周", days=FARTHEST.days)
    return None


def why_not_say(said: Said) -> Wrong | None:
    """Say at which field why a task cannot say this, or None.

    Every task says its risks, also that there is none (Volunteer Service Regulations 12). Dangerous
    work is for adults, says them truly, and names the insurance that is bought before (16, 17).
    """
    if wrong := why_missing(said):
        return wrong
    for name, most in LONGEST.items():
        if len(getattr(said, name)) > most:
            return name, _("最多 %(most)s 个字", most=most)
    for name, known in (("skill", SKILLS), ("licence", LICENCES)):
        if getattr(said, name) not in {"", *known}:
            return name, _("请从列表里选")
    if not YOUNGEST <= said.min_age <= OLDEST:
        return "min_age", _("年龄写 %(least)s 到 %(most)s 岁", least=YOUNGEST, most=OLDEST)
    return why_not_dare(said)


def why_missing(said: Said) -> Wrong | None:
    """Say at which field a task says too little, or None."""
    missing = {
        "title": _("请写要做什么"),
        "place": _("请写在哪里"),
        "risks": _("请写有什么风险；没有的话，勾上“没有特别的风险”"),
    }
    for name, wrong in missing.items():
        if not getattr(said, name) and not (name == "risks" and said.dangerous):
            return name, wrong
    return None


def why_not_dare(said: Said) -> Wrong | None:
    """Say at which field what dangerous work still lacks, or None."""
    if not said.dangerous:
        return None
    if said.risks in {"", NO_RISKS, str(HOME_RISKS)}:
        return "risks", _("危险的活要把风险写清楚")
    if not said.insurance:
        return "insurance", _("危险的活要先买好意外保险，写明保的是什么")
    if said.min_age < OF_AGE:
        return "min_age", _("危险的活要年满 18 岁")
    return None


def why_not_count(capacity: int) -> Wrong | None:
    """Say why a shift cannot have so many places, or None."""
    if 1 <= capacity <= MOST_HANDS:
        return None
    return "capacity", _("人数写 1 到 %(most)s", most=MOST_HANDS)


def why_not_be_then(times: Times, *, at: datetime) -> Wrong | None:
    """Say at which field why no shift can be then, or None."""
    start, end = times
    if start <= at:
        return "begins", _("开始的时间已经过了")
    if end <= start:
        return "ends", _("结束要晚于开始")
    if end - start > LONGEST_SHIFT:
        return "ends", _("一班最多 %(hours)s 小时，长的活请分成几班", hours=LONGEST_SHIFT // HOUR)
    if start > at + FARTHEST:
        return "day", _("最远排到 %(days)s 天以内", days=FARTHEST.days)
    return None


def why_not_from(need: Need | None, *, at: datetime) -> str | None:
    """Say why a need cannot become a volunteer task, or None.

    What a seller needs does only where its household is in hardship; `why_paid` says why not
    (Volunteer Service Regulations 25, 39: volunteering makes nobody's profit).
    """
    if need is None:
        return _("这个需求已经收回了")
    if need.why_paid:
        return need.why_paid
    if need.starts_at <= at:
        return _("这个需求的时间已经过了")
    if need.filled >= need.hands:
        return _("这个需求人手已经够了")
    return None


def why_not_change(status: TaskStatus) -> str | None:
    """Say why nothing of a task can be changed any more, or None."""
    if status is TaskStatus.CANCELLED:
        return _("这件事已经取消了")
    return _("这件事已经结束了") if status is TaskStatus.ENDED else None


def why_not_add(times: Times, *, starts: Collection[datetime], at: datetime) -> Wrong | None:
    """Say at which field why a shift cannot be added; `starts`: when those to come begin."""
    if wrong := why_not_be_then(times, at=at):
        return wrong
    if times[0] in starts:
        return "begins", _("这个时间已经有一班了")
    if len(starts) >= MOST_SHIFTS:
        return "day", _("还没开始的班次最多 %(most)s 个", most=MOST_SHIFTS)
    return None


def why_not_call_off(
    *,
    starts_at: datetime,
    cancelled_at: datetime | None,
    is_present: bool = False,
    at: datetime,
) -> str | None:
    """Say why a shift cannot be cancelled, or None; `is_present`: somebody is there already."""
    if cancelled_at is not None:
        return _("这一班已经取消了")
    if starts_at <= at:
        return _("这一班已经开始了，不能取消")
    return why_not_leave_behind(is_present=is_present)


def why_not_leave_behind(*, is_present: bool) -> str | None:
    """Say why nothing is cancelled at which somebody is already, or None."""
    return _("有人已经签到，先请他们签退") if is_present else None


def why_not_move(*, starts_at: datetime, cancelled_at: datetime | None, at: datetime) -> str | None:
    """Say why a shift cannot be moved to another time, or None."""
    if cancelled_at is not None:
        return _("这一班已经取消了")
    return _("这一班已经开始了，不能改时间") if starts_at <= at else None


def why_not_move_to(
    times: Times, *, now: Times, others: Collection[datetime], at: datetime
) -> Wrong | None:
    """Say at which field why a shift cannot be then; `others`: when those to come begin."""
    if wrong := why_not_be_then(times, at=at):
        return wrong
    if times == now:
        return "begins", _("时间没有变")
    return ("begins", _("这个时间已经有一班了")) if times[0] in others else None


def is_for_all(status: TaskStatus, *, private: bool) -> bool:
    """Tell whether everybody may read the task; what was done in somebody's home is over then."""
    return status is TaskStatus.OPEN or not private


def written(said: Said) -> str:
    """Return all that a task says, to compare two versions line by line."""
    marks = {
        said.skill: SKILLS.get(said.skill, ""),
        said.licence: LICENCES.get(said.licence, ""),
        "private": _("在别人家里") if said.private else "",
        "dangerous": _("危险的活") if said.dangerous else "",
        "in_turn": _("一位一位地问") if said.in_turn else "",
    }
    lines = (
        said.title,
        said.words,
        said.place,
        _("%(age)s 岁以上", age=said.min_age),
        said.risks,
        said.insurance,
        *(str(words) for words in marks.values()),
    )
    return "\n".join(line for line in lines if line)
