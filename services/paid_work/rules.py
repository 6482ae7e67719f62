"""Who may ask for paid work, who agrees to it, and until when each side may still say no."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from core.access import Actor
from core.hooks import Need
from core.lifecycle import Lifecycle
from core.words import _, _l
from services.paid_work.models import Deal, DealStatus

D = DealStatus
LIVE = (D.ASKED, D.AGREED)
MOST_TIMES = 3  # that somebody asks for the same work and then does not go
KNOWN_FOR = timedelta(days=1)  # after the end the two sides still see each other's number
LONGEST = {"title": 60, "place": 120}
LEAST_AGE = 16  # Labour Law 15: nobody younger is taken on

# Both sides' consent: the worker's by asking, the owner's by agreeing (no hours are recorded).
DEAL = Lifecycle(
    {
        D.ASKED: {"agree": D.AGREED, "refuse": D.REFUSED, "withdraw": D.WITHDRAWN},
        D.AGREED: {"withdraw": D.WITHDRAWN},
    }
)
STATUSES: Mapping[DealStatus, str] = {
    D.ASKED: _l("等主人家答复"),
    D.AGREED: _l("说好了"),
    D.REFUSED: _l("这次没有请"),
    D.WITHDRAWN: _l("不去了"),
}
PER: Mapping[str, str] = {"day": _l("一天"), "hour": _l("一小时")}


def is_offered(need: Need | None) -> bool:
    """Tell whether a need is offered to the public as paid work: it has a wage, and must have."""
    return need is not None and bool(need.why_paid) and need.wage is not None


def why_not_offered(need: Need | None, *, at: datetime) -> str | None:
    """Say why nobody can be taken on for this need now, or None."""
    if need is None or not is_offered(need):
        return _("主人家已经收回了，不用人了")
    if need.starts_at <= at:
        return _("已经开始了")
    return _("人已经够了") if need.filled >= need.hands else None


@dataclass(frozen=True, kw_only=True)
class Asker:
    """What is known of who asks: what they have asked of this work, and their age on its day."""

    mine: Sequence[DealStatus] = ()
    age: int | None = None
    busy_with: str = ""  # what they have agreed to do for a wage at that time

    @property
    def must_say_age(self) -> bool:
        """Whether they must say that they are old enough: nobody knows when they were born."""
        return self.age is None


def why_not_ask(need: Need | None, asker: Asker, *, by: Actor, at: datetime) -> str | None:
    """Say why this person cannot ask for the work, or None."""
    if need is not None and by.person == need.owner_id:
        return _("这是您自己家的活")
    if by.is_proxy:
        return _("帮工要本人自己答应，不能代办")
    if asker.age is not None and asker.age < LEAST_AGE:
        return _("未满 16 岁不能来做工")
    return _why_not_again(asker.mine) or why_not_offered(need, at=at) or _why_busy(asker.busy_with)


def why_unsaid(asker: Asker, *, of_age: bool) -> str | None:
    """Say what of their age who asks still has to say, or None."""
    if of_age or not asker.must_say_age:
        return None
    return _("做工要满 16 岁：请勾上“我已满 16 岁”再点")


def _why_busy(title: str) -> str | None:
    return _("那个时间您已经说好去干“%(title)s”", title=title) if title else None


def why_not_agree(need: Need | None, *, is_busy: bool = False) -> str | None:
    """Say why the owner can take nobody on now, or not this one, or None."""
    if need is None:
        return _("这次请人已经收回了")
    if not is_offered(need):
        return _("这次请人现在不能按帮工来办：没有工钱，或者这家店的核验没有了")
    if need.filled >= need.hands:
        return _("人已经够了")
    return _("这个人那个时间已经和别家说好了") if is_busy else None


def _why_not_again(mine: Sequence[DealStatus]) -> str | None:
    """Say why somebody who has asked before cannot ask once more, or None."""
    said = {
        D.AGREED: _("已经说好了，到时候去就行"),
        D.ASKED: _("已经问了，等主人家答复"),
        D.REFUSED: _("主人家已经答复过，这次没有请您"),
    }
    for status, words in said.items():
        if status in mine:
            return words
    if mine.count(D.WITHDRAWN) >= MOST_TIMES:
        return _("这个活已经说过几次又不去了，要去请直接找主人家")
    return None


def why_not_answer(status: DealStatus, starts_at: datetime, *, at: datetime) -> str | None:
    """Say why the owner can no longer answer somebody who asked, or None."""
    if status is not D.ASKED:
        return _why_over(status)
    return _("已经开始了") if starts_at <= at else None


def why_not_withdraw(status: DealStatus, starts_at: datetime, *, at: datetime) -> str | None:
    """Say why a side can no longer say that it comes to nothing, or None: until the start."""
    if status not in LIVE:
        return _why_over(status)
    if starts_at <= at:
        return _("已经到时间了，有事请打电话商量")
    return None


def knows_number(deal: Deal, *, at: datetime) -> bool:
    """Tell whether the two sides see each other's number at this moment."""
    return deal.status is D.AGREED and at <= deal.ends_at + KNOWN_FOR


def status_in_words(deal: Deal, *, at: datetime) -> str:
    """Say how a deal stands; what nobody has answered until the start came to nothing."""
    if deal.status is D.ASKED and deal.starts_at <= at:
        return _("没有答复")
    if deal.is_passed_over:
        is_late = deal.ended_at is not None and deal.ended_at >= deal.starts_at
        return _("没有答复") if is_late else _("人够了")
    if deal.status is D.AGREED and deal.ends_at <= at:
        return _("做完了")
    return str(STATUSES[deal.status])


def _why_over(status: DealStatus) -> str:
    over = {
        D.AGREED: _("已经说好了"),
        D.REFUSED: _("已经答复这次不请"),
        D.WITHDRAWN: _("已经说了不去"),
    }
    return over[status]
