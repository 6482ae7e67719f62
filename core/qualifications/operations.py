"""What officers do with the qualifications of people."""

from dataclasses import asdict, dataclass
from datetime import date, datetime

from sqlalchemy import update

from core.access import Actor
from core.accounts.codes import changed
from core.accounts.models import Person
from core.accounts.telling import tell
from core.branches.models import Branch
from core.cache.operations import bump
from core.clock import village_day
from core.db import db
from core.errors import Refused, refuse_if
from core.history.operations import record as note
from core.qualifications import rules
from core.qualifications.models import Qualification, QualificationKind, Source
from core.qualifications.queries import find_standing, list_on, list_running_out
from core.words import _

TABLE = Qualification.__tablename__
MINE = "/me/qualifications"
GRANTED = {
    QualificationKind.FOOD_SELLER: "qualifications.may_sell_food",
    QualificationKind.HOMESTAY_HOST: "qualifications.may_host",
}
RUNS_OUT = {
    Source.PAPER: "qualifications.runs_out",
    Source.COURSE: "qualifications.runs_out_course",
}


@dataclass(frozen=True, kw_only=True)
class Certificate:
    """What stands on the paper."""

    kind: QualificationKind
    number: str
    issuer: str
    valid_from: date
    valid_until: date | None


def record(
    branch: Branch, person: Person, paper: Certificate, *, by: Actor, at: datetime
) -> Qualification:
    """Put down a paper certificate that an officer has seen; the right begins at once."""
    refuse_if(rules.why_not_record(person.id, by=by.id), field="who")
    if wrong := rules.why_not_valid(paper.valid_from, paper.valid_until, today=village_day(at)):
        raise Refused(wrong[1], field=wrong[0])
    if find_standing(paper.kind, paper.number) is not None:
        raise Refused(_("这个编号已经登记过，一张证书只能登记一次"), field="number")
    made = Qualification(
        person_id=person.id,
        source=Source.PAPER,
        branch_id=branch.id,
        recorded_by=by.person,
        recorded_at=at,
        **asdict(paper),
    )
    db.session.add(made)
    db.session.flush()
    note(
        "record_qualification",
        TABLE,
        made.id,
        by=by,
        at=at,
        became=f"{paper.kind.value} {paper.number}",
    )
    bump()
    _tell(made, "qualifications.recorded", at=at, branch=branch.name)
    return made


def grant(
    branch: Branch,
    person_id: int,
    kind: QualificationKind,
    *,
    number: str,
    valid_until: date | None,
    by: Actor,
    at: datetime,
) -> Qualification:
    """Give the right that a course leads to, by its certificate's number; it begins at once.

    Given once for each certificate: the second time it is the same one.
    """
    if (known := find_standing(kind, number)) is not None:
        return known
    made = Qualification(
        person_id=person_id,
        kind=kind,
        source=Source.COURSE,
        number=number,
        issuer=branch.name,
        branch_id=branch.id,
        valid_from=village_day(at),
        valid_until=valid_until,
        recorded_at=at,
    )
    db.session.add(made)
    db.session.flush()
    said = f"{kind.value} {number}"
    note("grant_qualification", TABLE, made.id, by=by, at=at, became=said)
    bump()
    _tell(made, GRANTED[kind], url=rules.OPENS[kind], at=at)
    return made


def revoke_on(number: str, *, reason: str, by: Actor, at: datetime) -> int:
    """Take away what stands on a course's certificate that two have revoked; return how many."""
    standing = list_on(number)
    for each in standing:
        _revoke(each, reason=reason, by=by, at=at)
    return len(standing)


def revoke(qualification: Qualification, *, reason: str, by: Actor, at: datetime) -> None:
    """Take the right away, from the next request on; the holder hears why."""
    if not reason:
        raise Refused(_("请写明原因，本人要看"), field="reason")
    refuse_if(rules.why_not_revoke(qualification.source))
    _revoke(qualification, reason=reason, by=by, at=at)


def _revoke(qualification: Qualification, *, reason: str, by: Actor, at: datetime) -> None:
    step = update(Qualification).where(
        Qualification.id == qualification.id, Qualification.revoked_at.is_(None)
    )
    values = {"revoked_at": at, "revoked_by": by.person, "revoked_why": reason}
    if not changed(step.values(**values)):
        raise Refused(_("这项资格已经撤销了"))
    number = f"{qualification.kind.value} {qualification.number}"
    note("revoke_qualification", TABLE, qualification.id, by=by, at=at, was=number, became=reason)
    bump()
    branch = qualification.branch.name if qualification.branch else ""
    _tell(qualification, "qualifications.revoked", at=at, branch=branch, reason=reason)


def remind(*, at: datetime) -> int:
    """Tell, once for each, whose last day comes within thirty days; return how many."""
    today = village_day(at)
    due = list_running_out(first=today, last=today + rules.REMINDED)
    return sum(_tell(each, RUNS_OUT[each.source], at=at) for each in due)


def _tell(
    qualification: Qualification, event: str, *, url: str = MINE, at: datetime, **facts: str
) -> int:
    """Tell the holder, once about each thing that happens to it."""
    facts["role"] = str(rules.KINDS[qualification.kind])
    if qualification.valid_until:
        facts["until"] = str(qualification.valid_until)
    about = f"{TABLE}:{qualification.id}"
    return tell([qualification.person_id], event, about=about, url=url, facts=facts, at=at)
