"""Reporting a listing, and the operator's desk for what was reported."""

from collections.abc import Iterator
from datetime import datetime
from functools import partial

from flask import Blueprint, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from core.access import Actor
from core.clock import now
from core.db import writing
from core.house import MenuEntry, WaitingItem
from core.web.forms import key_of, page
from core.web.guard import current_actor, needs
from core.words import _, _l
from shop.access import MODERATE, REPORT
from shop.catalog.queries import find_listed
from shop.reports import operations, queries, rules
from shop.reports.forms import DecideForm, ReportForm
from shop.reports.models import ListingReport, ReportReason

bp = Blueprint("reports", __name__)
WAITING_SHOWN = 20  # reports by name; how many more there are is said in a line


def is_clerk(actor: Actor | None) -> bool:
    """Tell whether this visitor works for the operator."""
    return actor is not None and actor.is_clerk


MENU = (
    MenuEntry(
        place="operate",
        title=_l("举报"),
        endpoint="reports.home",
        order=20,
        icon="flag",
        when=is_clerk,
    ),
)


@bp.route("/market/<int:product_id>/report", methods=["GET", "POST"])
@needs(REPORT)
def make(product_id: int) -> ResponseReturnValue:
    form, at, by = ReportForm(), now(), current_actor()
    product = find_listed(product_id, at=at) or abort(404)

    def do() -> str:
        operations.make(
            product_id, reason=ReportReason(form.reason.data), text=form.text.data, by=by, at=at
        )
        return url_for("market.product", product_id=product_id)

    if form.validate_on_submit():
        with form.refusals():
            with writing():
                url = form.once(do, at=at)
            flash(_("收到了，运营方三天内处理，会告诉您结果"))
            return redirect(url)
    return page(
        "shop/reports/make.html",
        product=product,
        form=form,
        why_not=rules.why_not_report(
            by.person,
            responsible_id=product.responsible_id,
            is_open=queries.find_open_of(product.id, by.person) is not None,
        ),
    )


@bp.get("/operate/reports/")
@needs(MODERATE)
def home() -> ResponseReturnValue:
    """Show what waits, what has waited longest first, then what was decided."""
    given = request.args.get("before")
    before = key_of(given) if given is not None else None
    waits = [] if before else queries.list_open()
    decided = queries.list_decided(before=before)
    return page(
        "shop/reports/home.html",
        waiting=waits[: queries.PAGE],
        waiting_in_all=queries.count_open(),
        decided=decided[: queries.PAGE],
        next_id=decided[queries.PAGE - 1].id if len(decided) > queries.PAGE else None,
        REASONS=rules.REASONS,
        STATUSES=rules.STATUSES,
    )


@bp.route("/operate/reports/<int:report_id>", methods=["GET", "POST"])
@needs(MODERATE, of=queries.find_report)
def show(report: ListingReport) -> ResponseReturnValue:
    """Show one report with the thing itself, and take the decision."""
    form, by = DecideForm(), current_actor()
    if form.validate_on_submit():
        with form.refusals():
            with writing():
                form.once(partial(decided, report, form), at=now())
            flash(_("处理好了，已经告诉举报人"))
            return redirect(url_for(".home"))
    product = report.product
    others = [each for each in queries.list_open_of_product(product.id) if each != report]
    return page(
        "shop/reports/show.html",
        report=report,
        product=product,
        producer=product.producer,
        form=form,
        others=others,
        is_listed=find_listed(product.id, at=now()) is not None,
        why_not=rules.why_not_decide(
            by.person,
            responsible_id=product.producer.responsible_id,
            reporters={each.person_id for each in (report, *others)},
        ),
        REASONS=rules.REASONS,
        STATUSES=rules.STATUSES,
        LIFECYCLE=rules.REPORT,
    )


def decided(report: ListingReport, form: DecideForm) -> str:
    decide = operations.uphold if form.verdict.data == "uphold" else operations.dismiss
    decide(report, decision=form.decision.data, by=current_actor(), at=now())
    return str(report.id)


@bp.post("/operate/reports/<int:report_id>/lift")
@needs(MODERATE, of=queries.find_report)
def lift(report: ListingReport) -> ResponseReturnValue:
    report_id = report.id
    with writing():
        operations.lift(report, by=current_actor(), at=now())
    flash(_("恢复了，已经告诉商家"))
    return redirect(url_for(".show", report_id=report_id))


def operating(actor: Actor, at: datetime) -> Iterator[WaitingItem]:  # noqa: ARG001
    """Yield reports that wait for a clerk; of very many the rest in one line."""
    if not actor.is_clerk:
        return
    waits = queries.list_open(limit=WAITING_SHOWN + 1)
    for report in waits[:WAITING_SHOWN]:
        yield WaitingItem(
            what=_(
                "有人举报“%(title)s”：%(reason)s",
                title=report.product.title,
                reason=rules.REASONS[report.reason],
            ),
            since=report.made_at,
            due=report.made_at + rules.DECIDE_WITHIN,
            url=url_for("reports.show", report_id=report.id),
        )
    if len(waits) > WAITING_SHOWN:
        rest = waits[WAITING_SHOWN]
        yield WaitingItem(
            what=_("还有 %(count)s 件举报", count=queries.count_open() - WAITING_SHOWN),
            since=rest.made_at,
            due=rest.made_at + rules.DECIDE_WITHIN,
            url=url_for("reports.home"),
        )
