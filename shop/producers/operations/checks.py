"""What a branch does with the papers of a producer it has verified."""

from datetime import datetime

from sqlalchemy import update

from core.access import Actor
from core.db import db
from core.history.operations import record
from shop.producers.models import Producer


def compare(producer: Producer, *, by: Actor, at: datetime) -> None:
    """Put down that papers and facts were compared, and agree (E-commerce law 27)."""
    db.session.execute(update(Producer).where(Producer.id == producer.id).values(checked_at=at))
    record("compare_papers", Producer.__tablename__, producer.id, by=by, at=at)
