"""What somebody has shown to be able to do, to copy out and to erase."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import update

from core.db import db
from core.qualifications.models import Qualification
from core.qualifications.queries import list_of
from core.words import _, speaking


class OwnQualifications:
    """Somebody's qualifications (PIPL 45, 47)."""

    def export(self, person_id: int) -> Mapping[str, Sequence[Mapping[str, Any]]]:
        return {
            "qualifications": [
                {
                    "kind": each.kind.value,
                    "number": each.number,
                    "issuer": each.issuer,
                    "valid_from": each.valid_from,
                    "valid_until": each.valid_until,
                    "source": each.source.value,
                    "branch": each.branch.name if each.branch else "",
                    "recorded_at": each.recorded_at,
                    "revoked_at": each.revoked_at,
                    "revoked_why": each.revoked_why,
                }
                for each in list_of(person_id)
            ]
        }

    def erase(self, person_id: int, *, at: datetime) -> None:
        """End what still stands, and forget which paper it was."""
        mine = update(Qualification).where(Qualification.person_id == person_id)
        standing = mine.where(Qualification.revoked_at.is_(None))
        with speaking("zh"):
            why = _("本人注销了账号")
        db.session.execute(standing.values(revoked_at=at, revoked_by=person_id, revoked_why=why))
        db.session.execute(mine.values(number="", issuer=""))
