"""What villagers, officers and helpers are told about help; never what the villager wrote."""

from collections.abc import Iterable
from datetime import datetime

from core.accounts.telling import tell
from core.branches.models import OfficeRole
from core.clock import VILLAGE
from core.house import Event
from core.sponsorship.queries import leaders_of
from core.words import _l, speaking
from services.help.models import HelpRequest
from services.help.queries.desks import officers_of
from services.help.rules.words import KINDS

KIND = "求助"  # as people know it from their choices
TABLE = HelpRequest.__tablename__


def _event(name: str, title: str, text: str, *, urgent: bool = True) -> Event:
    return Event(name=f"help.{name}", kind=KIND, title=title, text=text, urgent=urgent)


EVENTS = (
    _event(
        "received",
        _l("收到您的求助：%(role)s"),
        _l("%(branch)s会尽快答复，每一步都会告诉您。不收钱。"),
        urgent=False,
    ),
    _event(
        "asked",
        _l("有人求助：%(role)s"),
        _l("在%(village)s。请今天答复：安排好，或者说明为什么办不了。"),
    ),
    _event(
        "arranged",
        _l("安排好了：%(role)s"),
        _l("%(branch)s%(name)s定在 %(when)s。有人答应来，会马上告诉您。"),
    ),
    _event(
        "moved",
        _l("改时间了：%(role)s"),
        _l("%(branch)s%(name)s改到 %(when)s。答应来的人也都告诉了。"),
    ),
    _event(
        "somebody_comes",
        _l("有人来帮您：%(role)s"),
        _l("%(name)s，%(when)s 来。办好了，再把确认码 %(code)s 告诉来的人。"),
    ),
    _event(
        "cannot_come",
        _l("%(name)s来不了了：%(role)s"),
        _l("原来说好 %(when)s 来。支部会再请人，有人来会告诉您。"),
    ),
    _event(
        "changed",
        _l("支部改了安排：%(role)s"),
        _l("原来说好 %(when)s 有人来，现在改了。支部会再告诉您。"),
    ),
    _event(
        "came_to_nothing",
        _l("这次没有办成：%(role)s"),
        _l("支部会再安排。要是人来过了，请在求助那一页说一声。"),
    ),
    _event(
        "lies_again",
        _l("没有人去成：%(role)s"),
        _l("在%(village)s的求助，到点没有人签到。请再安排，或者补录。"),
    ),
    _event(
        "unanswered",
        _l("下级支部还没答复求助：%(role)s"),
        _l("在%(village)s，%(branch)s过了当天还没有答复。请打电话问一问。"),
    ),
    _event(
        "moved_here",
        _l("求助转到了本支部：%(role)s"),
        _l("在%(village)s。原来的支部现在没有人办，请接着办。"),
    ),
    _event(
        "another_branch",
        _l("您的求助换了支部办：%(role)s"),
        _l("现在由%(branch)s接着办，有答复会告诉您。"),
    ),
    _event(
        "not_possible",
        _l("这次办不了：%(role)s"),
        _l("%(branch)s说：%(why)s"),
    ),
    _event(
        "thanked",
        _l("您帮过的乡亲评价了：%(role)s"),
        _l("说了什么，只有您和支部看得到。谢谢您。"),
        urgent=False,
    ),
)


def url_of(request: HelpRequest) -> str:
    """Return the page of the request."""
    return f"/help/{request.ref}"


def desk_of(request: HelpRequest) -> str:
    """Return the page of the request at its desk."""
    return f"/desk/{request.branch_id}/help/{request.id}"


def tell_villager(
    request: HelpRequest, event: str, *, at: datetime, about: str = "", **facts: str
) -> None:
    """Tell the person who is to be helped; the kind is said as the reader says it.

    Where no message reaches them an officer says so anew, face to face.
    """
    request.told_at = request.told_by = None
    known = {"branch": request.branch.name, **facts}
    _tell([request.person_id], request, event, url_of(request), at=at, about=about, **known)


def tell_desk(
    request: HelpRequest, event: str, *, at: datetime, about: str = "", but: int = 0
) -> None:
    """Tell the leaders of the branch, or all its officers where it has no leader.

    Who has done it themselves (`but`) knows.
    """
    told = leaders_of(request.branch_id, at=at) or officers_of(request.branch_id, at=at)
    village = request.unit.name
    _tell(told - {but}, request, event, desk_of(request), at=at, about=about, village=village)


def tell_above(request: HelpRequest, event: str, *, at: datetime) -> None:
    """Tell the secretary of the branch above; the request itself they may not read."""
    branch = request.branch
    if branch.parent_id is None:
        return
    told = officers_of(branch.parent_id, at=at, role=OfficeRole.SECRETARY)
    known = {"branch": branch.name, "village": request.unit.name}
    _tell(told, request, event, f"/branches/{branch.id}", at=at, **known)


def tell_helpers(people: Iterable[int], request: HelpRequest, event: str, *, at: datetime) -> None:
    """Tell those who came."""
    _tell(people, request, event, url_of(request), at=at)


def clock(moment: datetime) -> str:
    """Return a moment as a notice keeps it: as the village's clock shows it."""
    return moment.astimezone(VILLAGE).isoformat(timespec="minutes")


def _tell(
    people: Iterable[int],
    request: HelpRequest,
    event: str,
    url: str,
    *,
    at: datetime,
    about: str = "",
    **facts: str,
) -> None:
    with speaking("zh"):  # a key, said in the language of whoever reads it
        role = str(KINDS[request.kind].title)
    tell(
        people,
        f"help.{event}",
        about=f"{TABLE}:{request.id}{about}",
        url=url,
        facts={"role": role, **facts},
        at=at,
    )
