"""What paid work keeps about a person, to copy out and to erase (PIPL 45, 47)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import contains_eager

from core.access import SYSTEM
from core.db import db
from services.paid_work.models import Deal, PaidWork
from services.paid_work.operations import end, lock
from services.paid_work.operations.events import tell_owner, tell_worker
from services.paid_work.rules import LIVE


class OwnDeals:
    """Which paid work somebody has asked for, and whom they have taken on."""

    def export(self, person_id: int) -> Mapping[str, Sequence[Mapping[str, Any]]]:
        mine = select(Deal).where(Deal.person_id == person_id).order_by(Deal.id)
        return {
            "paid_work": [
                {
                    "title": each.title,
                    "place": each.place,
                    "starts_at": each.starts_at,
                    "ends_at": each.ends_at,
                    "wage_fen": each.wage_fen,
                    "per": each.per,
                    "status": each.status.value,
                    "asked_at": each.asked_at,
                    "agreed_at": each.agreed_at,
                    "ended_at": each.ended_at,
                }
                for each in db.session.scalars(mine)
            ],
        }

    def erase(self, person_id: int, *, at: datetime) -> None:
        """End what is to come on either side; the other one hears of it, what is past stays."""
        either = or_(Deal.person_id == person_id, PaidWork.owner_id == person_id)
        query = select(Deal).join(Deal.work).where(either, Deal.status.in_(LIVE))
        query = query.where(Deal.starts_at > at).options(contains_eager(Deal.work))
        for deal in db.session.scalars(query.order_by(Deal.work_id, Deal.id)).all():
            work = lock(deal)
            end(deal, work, by=SYSTEM, at=at)
            if deal.person_id == person_id:
                tell_owner(deal, "worker_withdrew", by_name=deal.person.name, at=at)
            else:
                tell_worker(deal, "called_off", at=at)
