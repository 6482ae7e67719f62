"""A producer's products as the steward sees them: what stands under, what waits."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import and_, func, or_, select

from core.db import db
from core.hooks import Listing
from core.sponsorship.models import Sponsorship, SponsorshipStatus
from shop.catalog.models import Product

STANDING = SponsorshipStatus.ACTIVE, SponsorshipStatus.SUSPENDED
OFFERED = and_(
    Product.is_on,
    Product.removed_at.is_(None),
    Product.blocked_at.is_(None),
)
UNDER = Sponsorship.status.in_(STANDING)


def list_listings(producer_id: int) -> list[Listing]:
    """Return all that is switched on, what waits first, then what was changed, then the rest."""
    query = (
        select(
            Product.id,
            Product.title,
            Product.sponsorship_id,
            Product.put_under_at,
            Product.listed_at,
            Product.changed_at,
            UNDER.label("stands"),
        )
        .outerjoin(Sponsorship, Sponsorship.id == Product.sponsorship_id)
        .where(Product.producer_id == producer_id, OFFERED)
        .order_by(Product.id)
    )
    found = []
    for row in db.session.execute(query):
        stands = bool(row.stands)
        found.append(
            Listing(
                ref=row.id,
                title=row.title,
                url=f"/market/{row.id}",
                desk_path=f"producers/{producer_id}/products/{row.id}",
                sponsorship_id=row.sponsorship_id if stands else None,
                since=row.put_under_at if stands else row.listed_at,
                changed=stands and row.changed_at > row.put_under_at,
            )
        )
    return sorted(found, key=lambda each: (each.sponsorship_id is not None, not each.changed))


def count_waiting(producer_ids: Iterable[int]) -> dict[int, tuple[int, datetime]]:
    """Return how many products wait to be put under, and since when, by producer."""
    query = (
        select(Product.producer_id, func.count(), func.min(Product.listed_at))
        .outerjoin(Sponsorship, Sponsorship.id == Product.sponsorship_id)
        .where(Product.producer_id.in_(set(producer_ids)), OFFERED)
        .where(or_(Product.sponsorship_id.is_(None), ~UNDER))
        .group_by(Product.producer_id)
    )
    return {row[0]: (row[1], row[2]) for row in db.session.execute(query)}
