"""What the market keeps about somebody who sells, to copy out and to erase."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update

from core.access import Actor
from core.db import db
from core.words import _, speaking
from shop.producers.models import Paper, Producer, ProducerPicture
from shop.producers.operations.producers import close
from shop.producers.queries.producers import list_of


class OwnProducers:
    """Somebody's producers and their papers (PIPL 45, 47)."""

    def export(self, person_id: int) -> Mapping[str, Sequence[Mapping[str, Any]]]:
        mine = select(Producer).where(Producer.responsible_id == person_id).order_by(Producer.id)
        papers = (
            select(Paper)
            .join(Paper.producer)
            .where(Producer.responsible_id == person_id)
            .order_by(Paper.id)
        )
        return {
            "producers": [
                {
                    "producer": each.id,
                    "kind": each.kind.value,
                    "name": each.name,
                    "credit_code": each.credit_code,
                    "address": each.address,
                    "phone": each.phone,
                    "classes": each.classes,
                    "story": each.story,
                    "away_from": each.away_from,
                    "away_until": each.away_until,
                    "away_note": each.away_note,
                    "applied_at": each.applied_at,
                    "closed_at": each.closed_at,
                }
                for each in db.session.scalars(mine)
            ],
            "producer_papers": [
                {
                    "producer": each.producer_id,
                    "kind": each.kind.value,
                    "number": each.number,
                    "issuer": each.issuer,
                    "valid_from": each.valid_from,
                    "valid_until": each.valid_until,
                    "entered_at": each.entered_at,
                    "removed_at": each.removed_at,
                }
                for each in db.session.scalars(papers)
            ],
        }

    def erase(self, person_id: int, *, at: datetime) -> None:
        """Close what is open, and forget who it was: name, code, address, number, papers."""
        by = Actor(id=person_id, person=person_id, name="")
        for producer in list_of(person_id):
            close(producer, by=by, at=at)
        ids = select(Producer.id).where(Producer.responsible_id == person_id)
        db.session.execute(delete(ProducerPicture).where(ProducerPicture.producer_id.in_(ids)))
        papers = update(Paper).where(Paper.producer_id.in_(ids))
        db.session.execute(papers.where(Paper.removed_at.is_(None)).values(removed_at=at))
        db.session.execute(papers.values(number="-", issuer=""))
        with speaking("zh"):
            name = _("已关的店")
        db.session.execute(
            update(Producer)
            .where(Producer.responsible_id == person_id)
            .values(name=name, credit_code="", address="", phone="", story="", away_note="")
        )
