"""What a person sells with: their own, and what the household they live in lives from."""

from collections.abc import Sequence

from sqlalchemy import and_, or_, select

from core.db import db
from core.house import Business
from core.sponsorship.queries import housemates_of
from shop.hands import rules
from shop.hands.models import Hardship
from shop.producers.models import Producer, ProducerKind

OF_THE_HOUSE = (ProducerKind.HOUSEHOLD, ProducerKind.FAMILY_FARM)


def list_businesses(person_id: int) -> Sequence[Business]:
    """Return what the person answers for and what their household farms, with its hardship.

    Days of hardship stand only where they let volunteers come (`rules.why_paid`).
    """
    housemates = housemates_of([person_id])
    theirs = or_(
        Producer.responsible_id == person_id,
        and_(Producer.responsible_id.in_(housemates), Producer.kind.in_(OF_THE_HOUSE)),
    )
    query = (
        select(Producer.name, Producer.kind, Hardship.since, Hardship.until)
        .outerjoin(Hardship, (Hardship.producer_id == Producer.id) & Hardship.ended_at.is_(None))
        .where(theirs, Producer.closed_at.is_(None))
        .order_by(Producer.id)
    )
    found = []
    for name, kind, since, until in db.session.execute(query):
        counts = not rules.why_paid(kind, covered=since is not None)
        found.append(
            Business(
                name=name,
                why_paid=str(rules.PAID),
                hard_since=since if counts else None,
                hard_until=until if counts else None,
            )
        )
    return found
