"""What branches keep about a person, to copy out and to erase."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select, update

from core.access import SYSTEM
from core.branches import rules
from core.branches.models import Membership, MembershipStatus, OfficeTerm, Resident, Unit
from core.branches.operations.offices import end_all
from core.branches.operations.people import leave_village
from core.branches.queries.members import live_membership
from core.db import db
from core.transition import move


class OwnPlace:
    """Where somebody lives, belongs, and has held office (PIPL 45, 47)."""

    def export(self, person_id: int) -> Mapping[str, Sequence[Mapping[str, Any]]]:
        lives = select(Resident).where(Resident.person_id == person_id)
        belongs = select(Membership).where(Membership.person_id == person_id)
        held = select(OfficeTerm).where(OfficeTerm.person_id == person_id)
        return {
            "residence": [
                {
                    "village": each.unit.name,
                    "household": each.household.number if each.household else "",
                    "entered_at": each.entered_at,
                }
                for each in db.session.scalars(lives)
            ],
            "memberships": [
                {
                    "branch": each.branch.name,
                    "status": each.status.value,
                    "asked_at": each.asked_at,
                    "answered_at": each.answered_at,
                }
                for each in db.session.scalars(belongs.order_by(Membership.id))
            ],
            "offices": [
                {
                    "branch": each.branch.name,
                    "role": each.role.value,
                    "since": each.since,
                    "until": each.until,
                    "ended_at": each.ended_at,
                }
                for each in db.session.scalars(held.order_by(OfficeTerm.id))
            ],
        }

    def erase(self, person_id: int, *, at: datetime) -> None:
        """End what is live and forget the household; who held which office stays on record."""
        held = select(OfficeTerm).where(
            OfficeTerm.person_id == person_id, OfficeTerm.ended_at.is_(None)
        )
        end_all(db.session.scalars(held).all(), by=SYSTEM, at=at)
        if (membership := live_membership(person_id)) is not None:
            confirmed = membership.status is MembershipStatus.CONFIRMED
            action = "end_membership" if confirmed else "take_back_asking"
            move(membership, rules.MEMBERSHIP, action, by=SYSTEM, at=at)
            membership.answered_at = at
        lives = db.session.scalar(select(Resident).where(Resident.person_id == person_id))
        if lives is not None:
            leave_village(lives, by=SYSTEM, at=at)
        db.session.execute(
            update(Unit)
            .where(Unit.legal_representative_id == person_id)
            .values(legal_representative_id=None)
        )
