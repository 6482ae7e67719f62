"""What a branch reads of the school: how many of its people were trained, and what lapses soon."""

from datetime import date

from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue

from core.access import Actor
from core.branches.access import READ_PERSON
from core.branches.models import Branch
from core.branches.queries import find_open_branch
from core.branches.rules import LEAST_SHOWN
from core.clock import now, village_day
from core.db import writing
from core.house import MenuEntry
from core.qualifications.rules import KINDS
from core.storage.exports import XLSX
from core.web.charts import bars_of
from core.web.forms import key_of, page
from core.web.guard import current_actor, needs
from core.words import _l, dated
from training.courses.rules import SUBJECTS
from training.figures import operations, papers, rules
from training.figures.queries import branch as queries

bp = Blueprint("school_figures", __name__, url_prefix="/desk/<int:branch_id>/school")


def in_office(actor: Actor | None) -> bool:
    """Tell whether there is somebody who reads a branch's numbers."""
    return actor is not None and READ_PERSON.granted(actor)


MENU = (
    MenuEntry(
        place="desk",
        title=_l("学堂"),
        endpoint="school_figures.home",
        order=46,
        icon="mortarboard",
        when=in_office,
    ),
)


@bp.get("")
@needs(READ_PERSON, of=find_open_branch)
def home(branch: Branch) -> ResponseReturnValue:
    """Show the months that are over, and whose qualification is to be renewed."""
    given = request.args.get("after")
    after = key_of(given) if given is not None else None
    today = village_day(now())
    months = rules.months_before(today)
    trained = rules.to_show(queries.count_trained(branch.id, months))
    by_month = rules.by_month(trained)
    totals = [rules.total_of(each) for each in by_month]
    names = [dated(each, "yMMM") for each in months[:-1]]
    found = queries.list_lapsing(branch.id, today=today, after=after)
    rows = found[: queries.PAGE]
    return page(
        "training/figures/branch.html",
        branch=branch,
        subjects=[SUBJECTS[each] for each in trained],
        months=[
            (name, cells, total)
            for name, cells, total in zip(names, by_month, totals, strict=False)
            if total is not None
        ],
        chart=bars_of([(n, total or 0) for n, total in zip(names, totals, strict=False)]),
        sums=[rules.total_of(each) for each in trained.values()],
        least=LEAST_SHOWN,
        rows=rows,
        kinds=KINDS,
        days=rules.SOON.days,
        further=after is not None,
        next_id=rows[-1].id if len(found) > queries.PAGE else None,
    )


@bp.post("/export-trained")
@needs(READ_PERSON, of=find_open_branch)
def export_trained(branch: Branch) -> ResponseReturnValue:
    """Answer with the months as a sheet: the numbers that the page shows, and no others."""
    today = village_day(now())
    months = rules.months_before(today)
    trained = rules.to_show(queries.count_trained(branch.id, months))
    return _sheet(papers.trained_as_xlsx(months[:-1], trained), f"trained-{branch.id}", today)


@bp.post("/export-lapsing")
@needs(READ_PERSON, of=find_open_branch)
def export_lapsing(branch: Branch) -> ResponseReturnValue:
    """Answer with all whose qualification lapses soon; it names people, so it is noted."""
    at = now()
    today = village_day(at)
    with writing():
        operations.note_lapsing_export(branch, by=current_actor(), at=at)
    found = queries.list_lapsing(branch.id, today=today, limit=None)
    return _sheet(papers.lapsing_as_xlsx(found), f"lapsing-{branch.id}", today)


def _sheet(data: bytes, name: str, day: date) -> Response:
    """Return a sheet as a download that nobody on the way may keep."""
    answer = Response(data, mimetype=XLSX)
    answer.headers.set("Content-Disposition", "attachment", filename=f"{name}-{day}.xlsx")
    answer.headers["Cache-Control"] = "no-store"
    return answer
