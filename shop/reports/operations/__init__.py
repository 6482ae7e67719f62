"""Reporting a listing, and deciding what is to happen with it."""

from datetime import datetime

from core.access import Actor
from core.accounts.queries import take_turns
from core.accounts.telling import tell
from core.db import db
from core.errors import Refused, refuse_if
from core.history.operations import record
from core.transition import move
from core.words import _
from shop.catalog import operations as catalog
from shop.catalog.queries import find_listed
from shop.reports import queries, rules
from shop.reports.models import ListingReport, ReportReason

TABLE = ListingReport.__tablename__


def make(
    product_id: int, *, reason: ReportReason, text: str, by: Actor, at: datetime
) -> ListingReport:
    """Report a product that all may see; the clerks decide. One open report a person."""
    product = find_listed(product_id, at=at)
    if product is None:
        raise Refused(_("这样商品已经不在市集了"))
    take_turns(by.person)
    is_open = queries.find_open_of(product.id, by.person) is not None
    refuse_if(
        rules.why_not_report(by.person, responsible_id=product.responsible_id, is_open=is_open)
    )
    refuse_if(rules.why_not_another(queries.count_made(by.person, at=at)))
    report = ListingReport(
        product_id=product.id, person_id=by.person, reason=reason, text=text, made_at=at
    )
    db.session.add(report)
    db.session.flush()
    record("report", TABLE, report.id, by=by, at=at, became=reason.value)
    return report


def uphold(report: ListingReport, *, decision: str, by: Actor, at: datetime) -> None:
    """Take the product from the market, with a word to its producer and all who reported it."""
    others = [each for each in queries.list_open_of_product(report.product_id) if each != report]
    _check(report, by, *others)
    for each in (report, *others):
        _decide(each, "uphold", decision=decision, url="/market/", by=by, at=at)
    if report.product.blocked_at is None:
        catalog.block(report.product, why=decision, by=by, at=at)


def dismiss(report: ListingReport, *, decision: str, by: Actor, at: datetime) -> None:
    """Leave the product where it is, with a word to who reported it."""
    _check(report, by)
    url = f"/market/{report.product_id}"
    _decide(report, "dismiss", decision=decision, url=url, by=by, at=at)


def lift(report: ListingReport, *, by: Actor, at: datetime) -> None:
    """Let the product back on the market: what was wrong has been mended."""
    _check(report, by)
    catalog.unblock(report.product, by=by, at=at)


def _check(report: ListingReport, by: Actor, *others: ListingReport) -> None:
    refuse_if(
        rules.why_not_decide(
            by.person,
            responsible_id=report.product.responsible_id,
            reporters={each.person_id for each in (report, *others)},
        )
    )


def _decide(
    report: ListingReport, action: str, *, decision: str, url: str, by: Actor, at: datetime
) -> None:
    new = rules.REPORT.after(report.status, action)
    report.decision, report.decided_by, report.decided_at = decision, by.person, at
    db.session.flush()  # before the move: what is decided says when
    move(report, rules.REPORT, action, by=by, at=at)
    tell(
        [report.person_id],
        f"reports.{new.value}",
        about=f"{TABLE}:{report.id}",
        url=url,
        facts={"title": report.product.title, "decision": decision},
        at=at,
    )
