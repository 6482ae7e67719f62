"""The calls of somebody's producers and what was recorded of the household (PIPL 45, 47)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import joinedload

from core.db import db
from shop.hands.models import Hardship, HardshipKind, Wanted
from shop.hands.operations import recall
from shop.hands.rules import ERASED
from shop.producers.models import Producer


class OwnHands:
    """What the room keeps about who answers for a producer."""

    def export(self, person_id: int) -> Mapping[str, Sequence[Mapping[str, Any]]]:
        mine = select(Producer.id).where(Producer.responsible_id == person_id)
        calls = select(Wanted).where(Wanted.producer_id.in_(mine)).order_by(Wanted.id)
        kept = select(Hardship).where(Hardship.producer_id.in_(mine)).order_by(Hardship.id)
        kept = kept.options(joinedload(Hardship.branch))
        return {
            "hands": [
                {
                    "producer": each.producer_id,
                    "title": each.title,
                    "words": each.words,
                    "place": each.place,
                    "starts_at": each.starts_at,
                    "ends_at": each.ends_at,
                    "hands": each.hands,
                    "filled": each.filled,
                    "wage_fen": each.wage_fen,
                    "per": each.per,
                    "asked_at": each.asked_at,
                    "closed_at": each.closed_at,
                }
                for each in db.session.scalars(calls)
            ],
            "hardships": [
                {
                    "producer": each.producer_id,
                    "branch": each.branch.name,
                    "kind": each.kind.value,
                    "words": each.words,
                    "since": each.since,
                    "until": each.until,
                    "recorded_at": each.recorded_at,
                    "ended_at": each.ended_at,
                    "end_why": each.end_why,
                }
                for each in db.session.scalars(kept)
            ],
        }

    def erase(self, person_id: int, *, at: datetime) -> None:
        """Take back what is open, end what stands, and forget words, place and kind."""
        mine = select(Producer.id).where(Producer.responsible_id == person_id)
        calls = update(Wanted).where(Wanted.producer_id.in_(mine))
        db.session.execute(calls.where(Wanted.closed_at.is_(None)).values(closed_at=at))
        db.session.execute(calls.values(title="-", words="", place=""))
        kept = update(Hardship).where(Hardship.producer_id.in_(mine))
        standing = kept.where(Hardship.ended_at.is_(None))
        db.session.execute(standing.values(ended_at=at, end_why=ERASED))
        ended = kept.where(Hardship.end_why != ERASED)
        db.session.execute(ended.values(end_why="-"))
        recall()
        db.session.execute(kept.values(words="-", kind=HardshipKind.EMERGENCY))
