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
from core.qualifications.queries import find_standing, list_running_out
from core.words import _

TABLE = Qualification.__tablename__
MINE = "/me/qualifications"


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


def revoke(qualification: Qualification, *, reason: str, by: Actor, at: datetime) -> None:
    """Take the right away, from the next request on; the holder hears why."""
    if not reason:
        raise Refused(_("请写明原因，本人要看"), field="reason")
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
    return sum(_tell(each, "qualifications.runs_out", at=at) for each in due)


def _tell(qualification: Qualification, event: str, *, at: datetime, **facts: str) -> int:
    """Tell the holder, once about each thing that happens to it."""
    facts["role"] = str(rules.KINDS[qualification.kind])
    if qualification.valid_until:
        facts["until"] = str(qualification.valid_until)
    about = f"{TABLE}:{qualification.id}"
    return tell([qualification.person_id], event, about=about, url=MINE, facts=facts, at=at)
