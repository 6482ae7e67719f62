"""A complaint and a report under way in the demo world, from `demo/trouble.toml`."""

import tomllib
from collections.abc import Mapping
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import select

from core.complaints import operations as complaints
from core.db import db
from shop.catalog.demo import find_titled
from shop.producers.demo import Steps, days, find_somebody
from shop.producers.rules import KIND
from shop.reports import operations
from shop.reports.models import ListingReport, ReportReason

TROUBLE = Path(__file__).parent / "demo" / "trouble.toml"


def steps(at: datetime) -> Steps:
    """Yield when somebody complained and reported; nothing where somebody has already."""
    if db.session.scalar(select(ListingReport.id).limit(1)):
        return
    told = tomllib.loads(TROUBLE.read_text("utf-8"))
    for what, act in (("complaint", complain), ("report", report)):
        then = at - days(told[what]["days"])
        yield then, partial(act, told[what], then)


def complain(facts: Mapping[str, Any], then: datetime) -> None:
    """Complain of a verified product; the steward answers first."""
    product, by = find_titled(facts["product"]), find_somebody(facts["by"], then)
    complaints.make(
        KIND, product.producer_id, listing=product.id, text=facts["text"], by=by, at=then
    )


def report(facts: Mapping[str, Any], then: datetime) -> None:
    """Report a listing to the operator."""
    product, by = find_titled(facts["product"]), find_somebody(facts["by"], then)
    reason = ReportReason(facts["reason"])
    operations.make(product.id, reason=reason, text=facts["text"], by=by, at=then)
