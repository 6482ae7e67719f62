"""What volunteers are told about their shifts, and officers about places that stay empty."""

from collections.abc import Iterable
from datetime import datetime

from core.accounts.telling import tell
from core.clock import VILLAGE
from core.house import Event
from core.waitlists.models import Wait
from core.words import _l
from services.volunteering.models import Shift, Signup, Turn

KIND = "志愿服务"  # as people know it from their choices
MINE = "/volunteer/mine"


def _event(name: str, title: str, text: str, *, urgent: bool = True) -> Event:
    return Event(name=f"volunteering.{name}", kind=KIND, title=title, text=text, urgent=urgent)


EVENTS = (
    _event(
        "signed_up",
        _l("报上了：%(what)s"),
        _l("%(when)s 开始。去不了的话，开始前在“我的班次”里点“来不了”。"),
        urgent=False,
    ),
    _event(
        "entered",
        _l("支部给您报了名：%(what)s"),
        _l("%(when)s 开始。去不了的话，在“我的班次”里点“来不了”就行。"),
    ),
    _event(
        "taken_out",
        _l("这一班您不用去了：%(what)s"),
        _l("支部改了 %(when)s 那一班的名单。有疑问请打电话到支部办公室。"),
    ),
    _event(
        "place_kept",
        _l("有名额了，给您留着：%(what)s"),
        _l("%(starts)s 的那一班。要去请在 %(when)s 前点“我要去”，过了就轮到下一位。"),
    ),
    _event(
        "place_lapsed",
        _l("名额给了下一位：%(what)s"),
        _l("给您留的时间过了。还想去的话，可以再排候补。"),
        urgent=False,
    ),
    _event(
        "called_off",
        _l("这一班取消了：%(what)s"),
        _l("%(when)s 的那一班不用去了。原因：%(why)s"),
    ),
    _event(
        "moved",
        _l("改时间了：%(what)s"),
        _l("改到 %(when)s 开始。去不了的话，在“我的班次”里点“来不了”。"),
    ),
    _event(
        "moved_onto_another",
        _l("改时间了，和别的班撞了：%(what)s"),
        _l("改到 %(when)s 开始，您那时还报了“%(title)s”。请在“我的班次”里把去不了的点“来不了”。"),
    ),
    _event(
        "no_longer_fits",
        _l("这一班您去不了了：%(what)s"),
        _l("%(when)s 的那一班，您不用去了。原因：%(why)s"),
    ),
    _event(
        "soon",
        _l("别忘了：%(what)s"),
        _l("%(when)s 开始。去不了请现在就点“来不了”，好让别人补上。"),
    ),
    _event(
        "asked",
        _l("想请您帮个忙：%(what)s"),
        _l("%(starts)s 开始。请在 %(when)s 前回一声。去不去都行，没人会知道您怎么答的。"),
    ),
    _event(
        "no_need",
        _l("已经有人去了：%(what)s"),
        _l("%(when)s 的那一次不用您跑了，谢谢您。"),
        urgent=False,
    ),
    _event(
        "nobody_left",
        _l("还缺人：%(what)s"),
        _l("%(when)s 的那一班，能请的人都请过了，还缺 %(count)s 位。请看看怎么办。"),
    ),
    _event(
        "too_late",
        _l("还缺人：%(what)s"),
        _l("%(when)s 的那一班，时间太近，来不及一位一位问了，还缺 %(count)s 位。请看看怎么办。"),
    ),
)


def clock(moment: datetime) -> str:
    """Return a moment as a notice keeps it: as the village's clock shows it."""
    return moment.astimezone(VILLAGE).isoformat(timespec="minutes")


def tell_of_signup(event: str, signup: Signup, *, at: datetime) -> None:
    """Tell whose place it is what became of it."""
    about = f"{Signup.__tablename__}:{signup.id}"
    _tell([signup.person_id], event, signup.shift, about=about, at=at)


def tell_of_wait(event: str, wait: Wait, shift: Shift, *, at: datetime) -> None:
    """Tell somebody that a place is kept for them until a moment, or that it went on."""
    until = clock(wait.offered_until or at)
    about = f"{Wait.__tablename__}:{wait.id}"
    facts = {"when": until, "starts": clock(shift.starts_at)}
    _tell([wait.person_id], event, shift, about=about, at=at, **facts)


def tell_asked(turn: Turn, *, at: datetime) -> None:
    """Ask a volunteer, with the moment up to which the answer counts."""
    facts = {"when": clock(turn.until), "starts": clock(turn.shift.starts_at)}
    about = f"{Turn.__tablename__}:{turn.id}"
    _tell([turn.person_id], "asked", turn.shift, about=about, at=at, **facts)


def tell_no_need(turn: Turn, *, at: datetime) -> None:
    about = f"{Turn.__tablename__}:{turn.id}"
    _tell([turn.person_id], "no_need", turn.shift, about=about, at=at)


def tell_called_off(people: Iterable[int], shift: Shift, *, why: str, at: datetime) -> None:
    _tell(people, "called_off", shift, about=f"{Shift.__tablename__}:{shift.id}", at=at, why=why)


def tell_moved(people: Iterable[int], shift: Shift, *, at: datetime) -> None:
    """Tell all who were to come or wait that the shift begins at another time now."""
    _tell(people, "moved", shift, about=_this_start(shift), at=at)


def tell_moved_onto(person_id: int, shift: Shift, *, other: str, at: datetime) -> None:
    """Tell somebody that the shift is now at the time of another that they have signed up for."""
    about = _this_start(shift)
    _tell([person_id], "moved_onto_another", shift, about=about, at=at, title=other)


def tell_no_longer_fits(row: Signup | Wait, shift: Shift, *, why: str, at: datetime) -> None:
    """Tell somebody that they are taken out of a shift, or of its line, and why."""
    about = f"{type(row).__tablename__}:{row.id}"
    _tell([row.person_id], "no_longer_fits", shift, about=about, at=at, why=why)


def tell_soon(people: Iterable[int], shift: Shift, *, at: datetime) -> int:
    """Remind who is to come, once for each start of a shift; return how many were reminded now."""
    return _tell(people, "soon", shift, about=_this_start(shift), at=at)


def tell_lacking(
    event: str, officers: Iterable[int], shift: Shift, *, count: int, at: datetime
) -> None:
    """Tell the officers of the branch once that nobody else is asked about a shift, and why."""
    tell(
        officers,
        f"volunteering.{event}",
        about=_this_start(shift),
        url=f"/desk/{shift.branch_id}/tasks/{shift.task_id}",
        facts={"what": shift.task.title, "when": clock(shift.starts_at), "count": str(count)},
        at=at,
    )


def _this_start(shift: Shift) -> str:
    return f"{Shift.__tablename__}:{shift.id}:{clock(shift.starts_at)}"


def _tell(
    people: Iterable[int],
    event: str,
    shift: Shift,
    *,
    about: str,
    at: datetime,
    **facts: str,
) -> int:
    said = {"what": shift.task.title, "when": clock(shift.starts_at), **facts}
    return tell(people, f"volunteering.{event}", about=about, url=MINE, facts=said, at=at)
