"""What somebody has reported, to copy out and to erase."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select, update

from core.db import db
from shop.reports.models import ListingReport


class OwnReports:
    """Somebody's reports of listings (PIPL 45, 47)."""

    def export(self, person_id: int) -> Mapping[str, Sequence[Mapping[str, Any]]]:
        made = select(ListingReport).where(ListingReport.person_id == person_id)
        return {
            "reports": [
                {
                    "product": each.product_id,
                    "reason": each.reason.value,
                    "text": each.text,
                    "made_at": each.made_at,
                    "status": each.status.value,
                    "decision": each.decision,
                    "decided_at": each.decided_at,
                }
                for each in db.session.scalars(made.order_by(ListingReport.id))
            ]
        }

    def erase(self, person_id: int, *, at: datetime) -> None:  # noqa: ARG002
        """Blank the words; the reason stays, so that a clerk can still look into it."""
        mine = update(ListingReport).where(ListingReport.person_id == person_id)
        db.session.execute(mine.values(text=""))
