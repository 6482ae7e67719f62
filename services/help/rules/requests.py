"""What may be asked, arranged, taken back and said of the help, and until when it is answered."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from core.access import Actor
from core.clock import VILLAGE
from core.house import Business
from core.lifecycle import Lifecycle
from core.words import _
from services.help.models import DayPart, HelpKind, HelpStatus
from services.help.rules.stages import Facts

S = HelpStatus
OPEN = (S.ASKED, S.PLANNED)
TOLD_OF = (S.PLANNED, S.NOT_POSSIBLE)  # an answer that the villager is to hear of
MOST_OPEN = 5  # requests of a person
FARTHEST = timedelta(days=60)
LONGEST = {"place": 120, "words": 500, "phone": 20, "thanks": 300, "why": 200}
RISKY = frozenset({HelpKind.REPAIRS, HelpKind.HARVEST})  # an officer says whether it is dangerous
ANSWERED_BY = time(20)  # on the day on which it was asked

# A task that came to nothing lets the request wait again; one that was arranged anew stays there.
HELP = Lifecycle(
    {
        S.ASKED: {
            "arrange": S.PLANNED,
            "settle": S.DONE,
            "withdraw": S.WITHDRAWN,
            "decline": S.NOT_POSSIBLE,
        },
        S.PLANNED: {
            "arrange": S.PLANNED,
            "reopen": S.ASKED,
            "settle": S.DONE,
            "withdraw": S.WITHDRAWN,
            "decline": S.NOT_POSSIBLE,
        },
    }
)


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What a villager asks for; without a day it is meant as soon as somebody can."""

    kind: HelpKind
    unit_id: int
    day: date | None = None
    part: DayPart = DayPart.ANY
    place: str = ""
    words: str = ""
    phone: str = ""


def why_not_ask(open_now: int, *, at_desk: bool = False) -> str | None:
    """Say why somebody with so many open requests cannot ask for more, or None."""
    if open_now < MOST_OPEN:
        return None
    if at_desk:
        return _("本人有 %(most)s 件事还在办，办好一件再登记", most=MOST_OPEN)
    return _("您有 %(most)s 件事还在办，办好一件再求助；着急请打支部电话", most=MOST_OPEN)


def why_not_want(wish: Wish, *, villages: Collection[int], today: date) -> tuple[str, str] | None:
    """Say at which field why this cannot be asked for, or None."""
    if wish.unit_id not in villages:
        return "unit_id", _("请从列表里选")
    if wish.day is not None and wish.day < today:
        return "day", _("这一天已经过了")
    if wish.day is not None and wish.day > today + FARTHEST:
        return "day", _("最远可以约到 %(days)s 天以内", days=FARTHEST.days)
    for name in ("place", "words", "phone"):
        if len(getattr(wish, name)) > LONGEST[name]:
            return name, _("最多 %(most)s 个字", most=LONGEST[name])
    return None


def why_not_arrange(status: HelpStatus, facts: Facts, *, why_paid: str | None = None) -> str | None:
    """Say why the help cannot be arranged now, or None; `why_paid` says why it is paid work."""
    if status not in OPEN:
        return _why_over(status)
    if facts.is_live:
        return _("已经安排过了；要改时间、改内容，请到这件服务任务里改")
    if facts.is_done or facts.present:
        return _("已经办好了，不用再安排")
    return why_paid


def why_paid(
    kind: HelpKind, businesses: Sequence[Business], *, since: date, until: date | None = None
) -> str | None:
    """Say why the harvest of somebody who sells is paid short work on these days, or None.

    Volunteering serves no profit (Volunteer Service Regulations 39), so volunteers come only
    while hardship of the household is recorded. Without a last day it is asked whether there is
    any such day from the first on.
    """
    if kind is not HelpKind.HARVEST or not businesses:
        return None
    if any(_is_hard(each, since=since, until=until) for each in businesses):
        return None
    return _(
        "%(name)s是卖东西的，%(why)s，不派志愿者。请告诉本人：在“我的店”里点“请人手”，"
        "写上哪天、几个人、工钱多少，就挂到帮工里。农户有难处的，先在“有难处的农户”里登记",
        name=businesses[0].name,
        why=businesses[0].why_paid,
    )


def _is_hard(business: Business, *, since: date, until: date | None) -> bool:
    first, last = business.hard_since, business.hard_until
    if first is None or last is None:
        return False
    return last >= since if until is None else first <= since and until <= last


def why_not_tell(status: HelpStatus, *, is_told: bool) -> str | None:
    """Say why an officer does not put down that the answer was told face to face, or None."""
    if status not in TOLD_OF:
        return _("还没有答复，没有要告诉的") if status is S.ASKED else _why_over(status)
    return _("已经记下告诉本人了") if is_told else None


def why_not_decline(status: HelpStatus, facts: Facts) -> str | None:
    """Say why one cannot answer any more that it is not possible, or None."""
    if status not in OPEN:
        return _why_over(status)
    if facts.been or facts.present:
        return _("已经有人来办过了")
    return _("已经到时间了，人可能在路上；请先打电话问清楚") if facts.is_on else None


def why_not_withdraw(status: HelpStatus, facts: Facts) -> str | None:
    """Say why the villager cannot take the request back any more, or None."""
    if status not in OPEN:
        return _why_over(status)
    if facts.is_done:
        return _("已经办好了，不用撤回")
    if facts.present:
        return _("人已经到了，不用的话请当面说")
    if facts.is_on:
        return _("已经到时间了，人可能在路上；不用的话请打支部电话")
    return None


def why_not_mark(
    status: HelpStatus, facts: Facts, *, mark: int | None, helpers: Collection[int], by: Actor
) -> str | None:
    """Say why nothing is said of how it was done, or None: once, by the person served."""
    if mark is not None:
        return _("已经评价过了，谢谢您")
    if status in {S.WITHDRAWN, S.NOT_POSSIBLE}:
        return _("这次没有办，不用评价")
    if by.id in helpers:
        return _("是您去办的，要由本人评价")
    return None if status is S.DONE else why_not_done(facts)


def why_not_done(facts: Facts) -> str | None:
    """Say why nobody can say yet that it is done, or None.

    Where somebody was to come and it is over, the villager knows it even if nobody checked in.
    """
    if facts.present:
        return _("还在办，办好以后再评价")
    if facts.is_live and facts.been:
        return _("后面还有人要来，都办好以后再评价")
    over = not facts.is_live and (facts.been or facts.was_on)
    return None if over else _("办好以后再评价")


def why_not_print(status: HelpStatus, facts: Facts, *, helpers: Collection[int], by: Actor) -> str:
    """Say why this officer prints no slip with the code of the person served, or an empty text.

    The code tells that it was done: whoever does it does not print it for themselves.
    """
    if status is S.NOT_POSSIBLE:
        return ""
    if by.id in helpers:
        return _("是您去办的，条子要请别的委员打印")
    if status is not S.PLANNED or facts.task_id is None:
        return _("安排好了才有条子")
    if facts.shift is None:
        return _("这一次的时间过了，再安排了才有条子")
    return ""


def due_of(asked_at: datetime) -> datetime:
    """Return by when it is to be answered: the evening of the day, after that of the next."""
    asked = asked_at.astimezone(VILLAGE)
    evening = datetime.combine(asked.date(), ANSWERED_BY, VILLAGE)
    return evening if asked < evening else evening + timedelta(days=1)


def last_evening(at: datetime) -> datetime:
    """Return the last evening by which answers were due; what was asked before it is overdue."""
    return due_of(at) - timedelta(days=1)


def _why_over(status: HelpStatus) -> str:
    over = {
        S.DONE: _("已经办好了"),
        S.WITHDRAWN: _("求助已经撤回了"),
        S.NOT_POSSIBLE: _("已经答复这次办不了"),
    }
    return over[status]
