"""Reports as clerks find them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from core.db import db
from shop.catalog.models import Product
from shop.reports.models import ListingReport, ReportStatus
from shop.reports.rules import A_DAY

PAGE = 20
WHOLE = (
    joinedload(ListingReport.product).joinedload(Product.producer),
    joinedload(ListingReport.person),
)


def find_report(report_id: int) -> ListingReport | None:
    """Return the report with product, producer and who made it, else None."""
    query = select(ListingReport).where(ListingReport.id == report_id)
    return db.session.scalar(query.options(*WHOLE))


def find_open_of(product_id: int, person_id: int) -> ListingReport | None:
    """Return this person's report of the product that nobody has decided yet."""
    return db.session.scalar(
        select(ListingReport).where(
            ListingReport.product_id == product_id,
            ListingReport.person_id == person_id,
            ListingReport.status == ReportStatus.OPEN,
        )
    )


def count_made(person_id: int, *, at: datetime) -> int:
    """Count what this person has reported within a day."""
    made = select(func.count()).where(
        ListingReport.person_id == person_id, ListingReport.made_at > at - A_DAY
    )
    return db.session.scalar(made) or 0


def list_open(*, limit: int = PAGE + 1, after: int | None = None) -> Sequence[ListingReport]:
    """Return what waits, what has waited longest first; `after` is the last one seen."""
    query = _with_status(ReportStatus.OPEN)
    if after is not None:
        query = query.where(ListingReport.id > after)
    return db.session.scalars(query.order_by(ListingReport.id).limit(limit)).all()


def count_open() -> int:
    """Count what waits."""
    waiting = select(func.count()).where(ListingReport.status == ReportStatus.OPEN)
    return db.session.scalar(waiting) or 0


def list_open_of_product(product_id: int) -> Sequence[ListingReport]:
    """Return all reports of this product that nobody has decided yet."""
    query = _with_status(ReportStatus.OPEN).where(ListingReport.product_id == product_id)
    return db.session.scalars(query.order_by(ListingReport.id)).all()


def list_decided(*, before: int | None = None, limit: int = PAGE + 1) -> Sequence[ListingReport]:
    """Return what was decided, the newest report first; `before` is the last one seen."""
    query = _with_status(ReportStatus.UPHELD, ReportStatus.DISMISSED)
    if before is not None:
        query = query.where(ListingReport.id < before)
    return db.session.scalars(query.order_by(ListingReport.id.desc()).limit(limit)).all()


def _with_status(*statuses: ReportStatus) -> Any:
    return select(ListingReport).where(ListingReport.status.in_(statuses)).options(*WHOLE)
