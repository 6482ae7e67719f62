"""Certificates of the demo world: one that is valid, and one that two officers have revoked."""

from datetime import datetime, timedelta

from sqlalchemy import select

from core.access import Actor
from core.accounts.models import Person
from core.branches.actors import find_actor
from core.branches.models import Branch
from core.certificates import operations
from core.certificates.models import Certificate, CertificateKind
from core.clock import village_day
from core.db import db
from core.words import _l

BRANCH, SECRETARY, DEPUTY = "桃源村党支部", "周建国", "李秀英"
SENTENCE = _l("从 %(since)s 到 %(until)s，参加志愿服务 %(hours)s 小时。")
# Of whom, how many days ago it was issued, and for how many hours of the half year before.
ISSUED = (("王小满", 60, "36"), ("吴德顺", 58, "96"))
REVOKED = "吴德顺"
HALF_A_YEAR, LASTS = timedelta(days=182), timedelta(days=365)


def fill(at: datetime) -> None:
    """Issue the certificates inside the open `writing()`; nothing where there are any."""
    if db.session.scalar(select(Certificate.id).limit(1)):
        return
    branch = db.session.scalars(select(Branch).where(Branch.name == BRANCH)).one()
    for name, days, hours in ISSUED:
        then = at - timedelta(days=days)
        facts = {
            "since": village_day(then - HALF_A_YEAR).isoformat(),
            "until": village_day(then).isoformat(),
            "hours": hours,
        }
        made = operations.issue(
            CertificateKind.SERVICE_HOURS,
            person_id=find_person(name),
            content=[(str(SENTENCE), facts)],
            source=f"demo:{name}",
            branch=branch,
            valid_until=village_day(then + LASTS),
            by=find_somebody(SECRETARY, then),
            at=then,
        )
        if name == REVOKED:
            revoke(made, then + timedelta(days=3))


def revoke(certificate: Certificate, then: datetime) -> None:
    """Let one officer ask and another confirm on the next day."""
    by = find_somebody(DEPUTY, then)
    asked = operations.ask_revocation(
        certificate, reason="有一次服务算了两遍，改好后重新开", by=by, at=then
    )
    then += timedelta(days=1)
    operations.confirm_revocation(asked, by=find_somebody(SECRETARY, then), at=then)


def find_person(name: str) -> int:
    return db.session.scalars(select(Person.id).where(Person.name == name)).one()


def find_somebody(name: str, at: datetime) -> Actor:
    """Return the demo person of this name with the offices held then; LookupError without."""
    actor = find_actor(find_person(name), at=at)
    if actor is None:
        raise LookupError(name)
    return actor
