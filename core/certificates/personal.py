"""Somebody's certificates, to copy out and to let go."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import joinedload

from core.certificates.models import Certificate, Revocation
from core.certificates.queries import ERASED, reasons_of
from core.certificates.rules import in_words
from core.db import db


class OwnCertificates:
    """Somebody's certificates (PIPL 45, 47)."""

    def export(self, person_id: int) -> Mapping[str, Sequence[Mapping[str, Any]]]:
        mine = select(Certificate).where(Certificate.person_id == person_id)
        mine = mine.options(joinedload(Certificate.branch)).order_by(Certificate.id)
        found = db.session.scalars(mine).all()
        reasons = reasons_of([each.id for each in found])
        return {
            "certificates": [
                {
                    "number": each.number,
                    "kind": each.kind.value,
                    "holder": each.holder,
                    "content": "\n".join(in_words(each.content)),
                    "issued_on": each.issued_on,
                    "valid_until": each.valid_until,
                    "branch": each.branch.name,
                    "revoked_at": each.revoked_at,
                    "revoked_why": reasons.get(each.id, ""),
                }
                for each in found
            ]
        }

    def erase(self, person_id: int, *, at: datetime) -> None:  # noqa: ARG002
        """Forget whose they are and what they say; their numbers are known no more."""
        mine = update(Certificate).where(Certificate.person_id == person_id)
        db.session.execute(mine.values(holder=ERASED, content=[]))
        ids = select(Certificate.id).where(Certificate.person_id == person_id)
        why = update(Revocation).where(Revocation.certificate_id.in_(ids))
        db.session.execute(why.values(reason="-"))
