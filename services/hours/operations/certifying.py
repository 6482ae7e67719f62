"""Certificates of hours: asked for, issued with the ledger's own figures, taken back, declined."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import update

from core.access import Actor
from core.accounts.codes import changed
from core.accounts.queries import take_turns
from core.branches.models import Branch
from core.certificates.models import Certificate, CertificateKind
from core.certificates.operations import issue
from core.clock import village_day
from core.db import db
from core.errors import Refused, refuse_if
from core.history.operations import record
from core.words import _, _l, speaking
from services.hours.models import HoursRequest
from services.hours.operations import events
from services.hours.queries import ledger
from services.hours.queries.judges import find_desk
from services.hours.queries.ledger import Figure, figure_of
from services.hours.queries.requests import IS_OPEN, find_open_request
from services.hours.rules.kinds import kinds_in
from services.hours.rules.words import HOUR, why_not_decline, why_not_issue

TABLE = HoursRequest.__tablename__
# What a certificate says, as keys of the catalogue; the parts make up the total.
SAYS = (
    _l(
        "%(since)s至%(until)s，参加志愿服务 %(count)s 次，"
        "共 %(hours)s 小时 %(left)s 分，合 %(total)s 分钟"
    ),
    _l("签到签退自动记录，由服务对象或代办的人确认，或公示后没有异议：%(automatic)s 分钟"),
    _l("签到签退自动记录，由支部打电话或当面核实：%(by_phone)s 分钟"),
    _l("事后人工补录：%(by_hand)s 分钟"),
)
DONE = _l("做了什么：%(what)s，%(count)s 次")


def ask(branch: Branch, *, first: date, last: date, by: Actor, at: datetime) -> HoursRequest:
    """Ask the branch for a certificate of what it has recorded of oneself in this time."""
    if first > last:
        raise Refused(_("结束日期不能早于开始日期"), field="last")
    if last > village_day(at):
        raise Refused(_("结束日期最晚是今天"), field="last")
    take_turns(by.person)
    if find_open_request(branch.id, by.person) is not None:
        raise Refused(_("您已经向这个支部申请了，开好会告诉您"))
    figure = figure_of(by.person, branch_id=branch.id, first=first, last=last)
    if not figure.parts.total:
        raise Refused(_("这段时间没有确认过的时长，开不了证明"), field="first")
    made = HoursRequest(
        person_id=by.person, branch_id=branch.id, first=first, last=last, asked_at=at
    )
    db.session.add(made)
    db.session.flush()
    record("ask_certificate", TABLE, made.id, by=by, at=at)
    desk = find_desk(branch, by.person, at=at)
    events.tell_asked(made, branch_id=desk, at=at)
    return made


def issue_asked(request: HoursRequest, *, by: Actor, at: datetime) -> Certificate:
    """Issue the certificate with what stands in the ledger now; tapped twice it is the same."""
    take_turns(request.person_id)
    db.session.refresh(request)
    if request.ended_at is not None:
        raise Refused(_("这份申请已经撤回，或者答复过了"))
    branch_id, first, last = request.branch_id, request.first, request.last
    figure = figure_of(request.person_id, branch_id=branch_id, first=first, last=last)
    services = ledger.kinds_of(request.person_id, branch_id, first=first, last=last)
    refuse_if(why_not_issue(request.person_id, figure.parts.total, by=by.person))
    made = issue(
        CertificateKind.SERVICE_HOURS,
        person_id=request.person_id,
        content=content_of(figure, services, since=first, until=last),
        source=f"{TABLE}:{request.id}",
        branch=request.branch,
        valid_until=None,
        by=by,
        at=at,
    )
    open_now = update(HoursRequest).where(
        HoursRequest.id == request.id, HoursRequest.issued_at.is_(None)
    )
    if changed(open_now.values(issued_at=at, certificate_id=made.id)):
        record("issue_certificate", TABLE, request.id, by=by, at=at, became=made.number)
    return made


def withdraw(request: HoursRequest, *, by: Actor, at: datetime) -> None:
    """Take back what one has asked for."""
    take_turns(request.person_id)
    if request.person_id != by.person:
        raise Refused(_("只有本人能撤回"))
    _end(request, "withdraw_request", by=by, at=at)


def decline(request: HoursRequest, why: str, *, by: Actor, at: datetime) -> None:
    """Say why there is no certificate; whoever asked is told."""
    if not why:
        raise Refused(_("请写明原因，本人要看"), field="why")
    take_turns(request.person_id)
    refuse_if(why_not_decline(request.person_id, by=by.person))
    _end(request, "decline_request", why, by=by, at=at)
    events.tell_declined(request, why=why, at=at)


def _end(request: HoursRequest, action: str, why: str = "", *, by: Actor, at: datetime) -> None:
    """End a request without a certificate, once."""
    step = update(HoursRequest).where(HoursRequest.id == request.id, IS_OPEN)
    if not changed(step.values(ended_at=at, ended_by=by.person, end_why=why)):
        raise Refused(_("已经开好了，或者已经答复过了"))
    record(action, TABLE, request.id, by=by, at=at, became=why or None)


def content_of(
    figure: Figure, services: Sequence[tuple[str, str, bool, int]], *, since: date, until: date
) -> Sequence[tuple[str, dict[str, Any]]]:
    """Return what it says: from when to when, the total, its parts, and what was done how often."""
    parts = figure.parts
    hours, left = divmod(parts.total, HOUR)
    facts: Sequence[dict[str, Any]] = (
        {
            "since": since.isoformat(),
            "until": until.isoformat(),
            "count": figure.served,
            "hours": hours,
            "left": left,
            "total": parts.total,
        },
        {"automatic": parts.automatic},
        {"by_phone": parts.by_phone},
        {"by_hand": parts.by_hand},
    )
    with speaking("zh"):  # keys, said in the language of whoever reads
        sums = [(str(key), each) for key, each in zip(SAYS, facts, strict=True)]
        done = [(str(DONE), {"what": what, "count": count}) for what, count in kinds_in(services)]
        return [*sums, *done]
