"""Certificates of hours: asked for by the volunteer, issued from the ledger's own figures."""

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
from services.hours.queries.desk import find_open_request
from services.hours.queries.ledger import Figure, figure_of
from services.hours.rules.words import HOUR, why_not_issue

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
    events.tell_asked(made, at=at)
    return made


def issue_asked(request: HoursRequest, *, by: Actor, at: datetime) -> Certificate:
    """Issue the certificate with what stands in the ledger now; tapped twice it is the same."""
    take_turns(request.person_id)
    figure = figure_of(
        request.person_id, branch_id=request.branch_id, first=request.first, last=request.last
    )
    refuse_if(why_not_issue(request.person_id, figure.parts.total, by=by.person))
    made = issue(
        CertificateKind.SERVICE_HOURS,
        person_id=request.person_id,
        content=content_of(figure, since=request.first, until=request.last),
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


def content_of(figure: Figure, *, since: date, until: date) -> Sequence[tuple[str, dict[str, Any]]]:
    """Return what the certificate says: from when to when, the total, and its parts."""
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
        return [(str(key), each) for key, each in zip(SAYS, facts, strict=True)]
