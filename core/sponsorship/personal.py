"""What verifications keep about a person, to copy out and to erase."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, or_, select, update

from core.access import SYSTEM
from core.db import db
from core.sponsorship import rules
from core.sponsorship.models import NameConsent, Sponsorship, Visit, Visitor
from core.sponsorship.operations.moving import take
from core.sponsorship.operations.stewards import note_stewardless


class OwnVerifications:
    """What somebody asked for, stands by, saw and decided, and the word on the name."""

    def export(self, person_id: int) -> Mapping[str, Sequence[Mapping[str, Any]]]:
        mine = or_(Sponsorship.asked_by == person_id, Sponsorship.steward_id == person_id)
        went = (
            select(Visitor, Visit)
            .join(Visit, Visit.id == Visitor.visit_id)
            .where(Visitor.person_id == person_id)
            .order_by(Visitor.id)
        )
        consents = select(NameConsent).where(NameConsent.person_id == person_id)
        return {
            "verifications": [
                {
                    "kind": each.kind,
                    "ref": each.ref,
                    "branch": each.branch.name,
                    "status": each.status.value,
                    "asked_by_me": each.asked_by == person_id,
                    "steward": each.steward_id == person_id,
                    "asked_at": each.asked_at,
                    "note": each.note if each.asked_by == person_id else "",
                    "valid_until": each.valid_until,
                }
                for each in db.session.scalars(
                    select(Sponsorship).where(mine).order_by(Sponsorship.id)
                )
            ],
            "visits": [
                {
                    "verification": visit.sponsorship_id,
                    "day": visit.day,
                    "decided": visitor.decided,
                    "kinship": visitor.kinship.value,
                    "declared_at": visitor.declared_at,
                }
                for visitor, visit in db.session.execute(went)
            ],
            "name_consent": [
                {"given_at": each.given_at, "withdrawn_at": each.withdrawn_at}
                for each in db.session.scalars(consents)
            ],
        }

    def erase(self, person_id: int, *, at: datetime) -> None:
        """Take back what is asked for and leave places to others; who went where stays."""
        asked = select(Sponsorship).where(
            Sponsorship.asked_by == person_id, Sponsorship.status.in_(rules.UNDER_WAY)
        )
        for sponsorship in db.session.scalars(asked).all():
            take(sponsorship, "withdraw", by=SYSTEM, at=at)
        db.session.execute(
            update(Sponsorship).where(Sponsorship.asked_by == person_id).values(note="")
        )
        db.session.execute(delete(NameConsent).where(NameConsent.person_id == person_id))
        note_stewardless(at=at)
