"""What the two sides of paid work are told."""

from datetime import datetime

from core.accounts.telling import tell
from core.clock import VILLAGE
from core.house import Event
from core.money import Money
from core.words import _l, speaking
from services.paid_work.models import Deal
from services.paid_work.rules import PER

KIND = "帮工"  # as people know it from their choices
TABLE = Deal.__tablename__
MINE = "/volunteer/paid/mine"


def _event(name: str, title: str, text: str, *, urgent: bool = True) -> Event:
    return Event(name=f"paid_work.{name}", kind=KIND, title=title, text=text, urgent=urgent)


EVENTS = (
    _event(
        "asked",
        _l("%(name)s想来干活：%(title)s"),
        _l("%(when)s，%(wage)s%(role)s。请答复：请他来，还是不请。您答应了才算数。"),
    ),
    _event(
        "agreed",
        _l("说好了：%(title)s"),
        _l("%(when)s，%(wage)s%(role)s，工钱当面结。去不了的话，开始前在“我的帮工”里说一声。"),
    ),
    _event(
        "agreed_owner",
        _l("说好了，%(name)s来：%(title)s"),
        _l("%(when)s，%(wage)s%(role)s，工钱当面结。姓名和手机号在这一页。"),
        urgent=False,
    ),
    _event(
        "refused",
        _l("这次没有请您：%(title)s"),
        _l("主人家谢谢您。还有别的活，可以在“帮工”里看。"),
    ),
    _event(
        "enough",
        _l("人够了，这次没有轮到您：%(title)s"),
        _l("%(when)s 的活请到人了，谢谢您。还有别的活，可以在“帮工”里看。"),
    ),
    _event(
        "unanswered",
        _l("主人家没有答复：%(title)s"),
        _l("%(when)s 的活已经到时间了，不用去了，也不用等了。"),
    ),
    _event(
        "worker_withdrew",
        _l("%(name)s不来了：%(title)s"),
        _l("原来是 %(when)s。空出来的位置又挂出来了。"),
    ),
    _event(
        "withdrew",
        _l("您说了不去：%(title)s"),
        _l("原来是 %(when)s。已经告诉主人家了。"),
        urgent=False,
    ),
    _event(
        "owner_withdrew",
        _l("主人家不用人了：%(title)s"),
        _l("%(when)s 的活不用去了。"),
    ),
    _event(
        "withdrew_owner",
        _l("您说了不用%(name)s来：%(title)s"),
        _l("原来是 %(when)s。已经告诉他了。"),
        urgent=False,
    ),
    _event(
        "called_off",
        _l("主人家收回了：%(title)s"),
        _l("%(when)s 的活不用去了。"),
    ),
)


def tell_worker(deal: Deal, event: str, *, at: datetime) -> None:
    """Tell who has asked for the work."""
    _tell(deal.person_id, deal, event, MINE, at=at)


def tell_owner(deal: Deal, event: str, *, by_name: str, at: datetime) -> None:
    """Tell who answers for the work, and where to answer."""
    work = deal.work
    url = f"/volunteer/paid/{work.kind}/{work.ref}/answers"
    _tell(work.owner_id, deal, event, url, at=at, name=by_name)


def _tell(person_id: int, deal: Deal, event: str, url: str, *, at: datetime, **facts: str) -> None:
    with speaking("zh"):  # a key, said in the language of whoever reads it
        per = str(PER[deal.per])
    when = deal.starts_at.astimezone(VILLAGE).isoformat(timespec="minutes")
    known = {"title": deal.title, "when": when, "wage": f"{Money(deal.wage_fen)} ", "role": per}
    tell(
        [person_id],
        f"paid_work.{event}",
        about=f"{TABLE}:{deal.id}",
        url=url,
        facts={**known, **facts},
        at=at,
    )
