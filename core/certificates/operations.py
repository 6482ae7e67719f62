"""Issuing certificates, and revoking them by two."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import select, update

from core.access import Actor
from core.accounts.codes import changed
from core.accounts.queries import get_person
from core.accounts.telling import tell
from core.branches.models import Branch
from core.certificates import rules
from core.certificates.models import Certificate, CertificateKind, Revocation
from core.certificates.queries import find_desk, find_issued, find_open, list_seconds
from core.clock import village_day
from core.db import db, insert_or
from core.errors import Refused, refuse_if
from core.history.operations import record
from core.qualifications.operations import revoke_on
from core.words import _, speaking

TABLE = Certificate.__tablename__
MINE = "/me/certificates"


def issue(
    kind: CertificateKind,
    *,
    person_id: int,
    content: Sequence[Sequence[Any]],
    source: str,
    branch: Branch,
    valid_until: date | None,
    by: Actor,
    at: datetime,
) -> Certificate:
    """Issue a certificate for what `source` names; the same source gives the same one again.

    `content` are sentences, each `[key of the catalogue, facts]`, that everybody may read: nothing
    about anybody but the holder, and no name. Raise KeyError where a fact is missing.
    """
    with speaking("zh"):  # the keys themselves, also of words that are said when shown
        said = [[str(sentence), dict(facts)] for sentence, facts in content]
    rules.in_words(said)
    values = {
        "kind": kind,
        "person_id": person_id,
        "holder": get_person(person_id).name,
        "content": said,
        "source": source,
        "issued_on": village_day(at),
        "issued_at": at,
        "issued_by": by.person,
        "branch_id": branch.id,
        "valid_until": valid_until,
    }
    while (made := _insert(values)) is None:
        if (found := find_issued(source)) is not None:
            return found
    record("issue_certificate", TABLE, made.id, by=by, at=at, became=made.number)
    _tell(made, [person_id], "certificates.issued", at=at, branch=branch.name)
    return made


def _insert(values: dict[str, Any]) -> Certificate | None:
    """Return the new row, or None where source or number are taken."""
    new = insert_or(Certificate).values(number=rules.new_number(), **values)
    made = db.session.scalar(new.on_conflict_do_nothing().returning(Certificate.id))
    return db.session.get(Certificate, made) if made is not None else None


def ask_revocation(certificate: Certificate, *, reason: str, by: Actor, at: datetime) -> Revocation:
    """Ask for a certificate to be revoked; it stands until somebody else says so, too."""
    _lock(certificate)
    refuse_if(
        rules.why_not_ask(
            is_revoked=certificate.revoked_at is not None,
            is_open=find_open(certificate.id) is not None,
            by=by.id,
            holder=certificate.person_id,
            seconds=list_seconds(certificate, asked_by=by.id, at=at),
        )
    )
    asked = Revocation(certificate_id=certificate.id, reason=reason, asked_by=by.id, asked_at=at)
    db.session.add(asked)
    db.session.flush()
    record("ask_revocation", TABLE, certificate.id, by=by, at=at, became=reason)
    seconds = list_seconds(certificate, asked_by=by.id, at=at)
    facts = {"branch": certificate.branch.name}
    _tell(certificate, sorted(seconds), "certificates.asked", at=at, **facts)
    return asked


def take_back_revocation(asked: Revocation, *, by: Actor, at: datetime) -> None:
    """Let the certificate stand, as nobody asks any more; the holder never knows."""
    _lock(asked.certificate)
    refuse_if(rules.why_not_take_back(by.id, asked_by=asked.asked_by))
    _close(asked, "take_back_revocation", by=by, at=at, confirmed=False)


def confirm_revocation(asked: Revocation, *, by: Actor, at: datetime) -> None:
    """Say the second word: the certificate is revoked from the next request on.

    The right that stands on it goes with it, in the same transaction.
    """
    certificate = _answer(asked, "confirm_revocation", confirmed=True, by=by, at=at)
    revoked = update(Certificate).where(Certificate.id == certificate.id)
    db.session.execute(revoked.values(revoked_at=at))
    revoke_on(certificate.number, reason=asked.reason, by=by, at=at)
    facts = {"branch": certificate.branch.name, "reason": asked.reason}
    _tell(certificate, [certificate.person_id], "certificates.revoked", at=at, **facts)
    _tell(certificate, [asked.asked_by], "certificates.confirmed", at=at)


def drop_revocation(asked: Revocation, *, by: Actor, at: datetime) -> None:
    """Let the certificate stand; who asked hears of it, the holder never knows."""
    certificate = _answer(asked, "drop_revocation", confirmed=False, by=by, at=at)
    _tell(certificate, [asked.asked_by], "certificates.dropped", at=at)


def _answer(
    asked: Revocation, action: str, *, confirmed: bool, by: Actor, at: datetime
) -> Certificate:
    """Close what was asked, once: of two who answer at the same moment the second is refused."""
    certificate = asked.certificate
    _lock(certificate)
    refuse_if(
        rules.why_not_answer(
            by.id,
            asked_by=asked.asked_by,
            holder=certificate.person_id,
            seconds=list_seconds(certificate, asked_by=asked.asked_by, at=at),
        )
    )
    _close(asked, action, by=by, at=at, confirmed=confirmed, answered_by=by.id)
    return certificate


def _close(asked: Revocation, action: str, *, by: Actor, at: datetime, **values: Any) -> None:
    step = update(Revocation).where(Revocation.id == asked.id, Revocation.answered_at.is_(None))
    if not changed(step.values(answered_at=at, **values)):
        raise Refused(_("别人刚刚已经定了，请刷新后再看"))
    record(action, TABLE, asked.certificate_id, by=by, at=at)


def _lock(certificate: Certificate) -> None:
    """Read the certificate anew, and let nobody else decide about it meanwhile."""
    mine = select(Certificate).where(Certificate.id == certificate.id)
    db.session.scalar(
        mine.with_for_update(of=Certificate).execution_options(populate_existing=True)
    )


def page_of(certificate: Certificate) -> str:
    """Return the address of the certificate at the desk that looks after it."""
    desk = find_desk(certificate.branch) or certificate.branch
    return f"/desk/{desk.id}/certificates/{certificate.id}"


def _tell(
    certificate: Certificate, people: list[int], event: str, *, at: datetime, **facts: str
) -> None:
    """Tell people what happened to the certificate, once about each time."""
    with speaking("zh"):  # a key, said in the language of whoever reads it
        facts["role"] = str(rules.KINDS[certificate.kind])
    facts["number"] = certificate.number
    url = MINE if certificate.person_id in people else page_of(certificate)
    about = f"{TABLE}:{certificate.id}:{at.isoformat()}"
    tell(people, event, about=about, url=url, facts=facts, at=at)
