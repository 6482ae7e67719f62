"""What people hear of a case: that there is something to look at, and nothing else."""

from collections.abc import Iterable
from datetime import datetime

from core.accounts import telling
from core.house import Event
from core.words import _l
from services.cases.models import Case

KIND = "预约"  # the same as of appointments: the inbox does not tell one from the other
TABLE = Case.__tablename__


def _event(name: str, title: str, text: str, *, must: bool = False) -> Event:
    return Event(name=f"cases.{name}", kind=KIND, title=title, text=text, urgent=True, must=must)


# One title for all that a client hears: whoever sees the phone reads of an appointment at most.
NEWS = _l("您的预约有消息")
TEXT = _l("编号 %(number)s。登录以后点开。")
EVENTS = (
    _event("in_hand", _l("有一项预约的事等您看"), TEXT),
    _event("withdrawn", _l("一项预约的事不用看了"), TEXT),
    _event("handed", NEWS, TEXT),
    _event("opened", NEWS, TEXT),
    _event("closed", NEWS, TEXT),
    _event("returned", NEWS, _l("编号 %(number)s。要您看一眼、再选一次，登录以后点开。")),
    _event("glass_asked", NEWS, _l("编号 %(number)s。很要紧，请登录看。"), must=True),
    _event("glass_broken", NEWS, _l("编号 %(number)s。很要紧，请马上登录看。"), must=True),
    _event("glass_wanted", _l("有一份申请等您看"), _l("一天里没有人看就作废。登录以后点开。")),
)


def tell_others(people: Iterable[int], breaking_id: int, *, at: datetime) -> None:
    """Tell those who may agree that somebody has asked; not of which case."""
    telling.tell(
        people,
        "cases.glass_wanted",
        about=f"case_glass:{breaking_id}",
        url="/practice/glass",
        facts={},
        at=at,
    )


def tell_in_hand(case: Case, event: str, *, at: datetime) -> None:
    """Tell whoever has it: the practitioner, or until then the contact clerk."""
    practitioner = case.practitioner
    person_id = practitioner.person_id if practitioner else case.contact_id
    if person_id is not None:
        tell([person_id], case, event, about=str(person_id), at=at)


def tell(people: Iterable[int], case: Case, event: str, *, about: str = "", at: datetime) -> None:
    since = case.handed_at or case.submitted_at  # what is handed in again is told again
    telling.tell(
        people,
        f"cases.{event}",
        about=f"{TABLE}:{case.id}:{event}:{about}:{since}",
        url=f"/appointments/cases/{case.number}",
        facts={"number": case.number},
        at=at,
    )
