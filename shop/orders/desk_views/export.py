"""A producer's orders as a sheet, by month or from one day to another."""

from datetime import date
from itertools import chain

from flask import Response
from flask.typing import ResponseReturnValue

from core.clock import now, village_day
from core.db import writing
from core.storage.exports import XLSX, write_xlsx
from core.web.forms import page
from core.web.guard import current_actor, needs
from core.words import _
from shop.access import RUN_PRODUCER
from shop.orders.desk_views.blueprint import bp
from shop.orders.forms.exporting import ExportForm
from shop.orders.operations.exporting import note_export
from shop.orders.queries.exporting import count_placed, each_placed
from shop.orders.rules.exporting import heading, months_before, row_of
from shop.producers.models import Producer
from shop.producers.queries import find_open


@bp.route("/export", methods=["GET", "POST"])
@needs(RUN_PRODUCER, of=find_open)
def export(producer: Producer) -> ResponseReturnValue:
    """Offer months and days; a POST takes the sheet away."""
    at = now()
    today = village_day(at)
    form = ExportForm(begins=today.replace(day=1), until=today)
    if form.validate_on_submit():
        begins, until = form.begins.data, form.until.data
        with form.refusals():
            with writing():
                note_export(producer, begins=begins, until=until, by=current_actor(), at=at)
            return sheet_of(producer, begins, until)
    months = months_before(today)
    counted = zip(months, count_placed(producer.id, months), strict=True)
    return page(
        "shop/orders/desk/export.html",
        producer=producer,
        form=form,
        months=[(*month, count) for month, count in counted if count],
    )


def sheet_of(producer: Producer, begins: date, until: date) -> Response:
    """Answer with the sheet, which nobody on the way may keep."""
    rows = chain([heading()], map(row_of, each_placed(producer.id, begins, until)))
    answer = Response(write_xlsx(rows, title=_("订单")), mimetype=XLSX)
    name = f"orders-{begins.isoformat()}-{until.isoformat()}.xlsx"
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    answer.headers["Cache-Control"] = "no-store"
    return answer
