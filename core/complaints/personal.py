"""What complaints keep about a person, to copy out and to erase."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select, update

from core.complaints import rules
from core.complaints.models import Complaint, ComplaintStep
from core.complaints.operations import close_all_of
from core.db import db


class OwnComplaints:
    """What somebody complained of, and what they wrote in others' complaints."""

    def export(self, person_id: int) -> Mapping[str, Sequence[Mapping[str, Any]]]:
        made = select(Complaint).where(Complaint.person_id == person_id).order_by(Complaint.id)
        wrote = select(ComplaintStep).where(ComplaintStep.person_id == person_id)
        return {
            "complaints": [
                {
                    "ref": each.ref,
                    "about": each.about,
                    "text": each.text,
                    "status": each.status.value,
                    "made_at": each.made_at,
                    "closed_at": each.closed_at,
                }
                for each in db.session.scalars(made)
            ],
            "said_in_complaints": [
                {
                    "at": each.at,
                    "as": each.voice.value,
                    "what": str(rules.SAID.get(each.what, each.what)),
                    "text": each.text,
                }
                for each in db.session.scalars(wrote.order_by(ComplaintStep.id))
            ],
        }

    def erase(self, person_id: int, *, at: datetime) -> None:
        """Close what is open and blank what was complained of; answers stay with the case."""
        close_all_of(person_id, at=at)
        mine = select(Complaint.id).where(Complaint.person_id == person_id)
        db.session.execute(
            update(ComplaintStep)
            .where(ComplaintStep.complaint_id.in_(mine), ComplaintStep.person_id == person_id)
            .values(text="")
        )
        db.session.execute(
            update(Complaint).where(Complaint.person_id == person_id).values(text="")
        )
