"""A branch's public notice of hours, and objecting to a line of it."""

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from core.branches.queries import find_open_branch
from core.clock import now, village_day
from core.db import writing
from core.web.forms import key_of, page
from core.web.guard import current_actor, needs, public
from core.words import _
from services.access import OBJECT
from services.hours.forms import ObjectionForm
from services.hours.operations import objecting
from services.hours.queries import notices
from services.hours.queries.attendances import find_by_ref
from services.hours.queries.notices import Shown
from services.hours.rules.words import spelt
from services.hours.views.blueprint import bp


@bp.get("/hours/notice/<int:branch_id>")
@public
def notice(branch_id: int) -> ResponseReturnValue:
    """Show masked names for seven days; made anew each time: who agrees no more is gone at once."""
    branch = find_open_branch(branch_id)
    if branch is None:
        abort(404)
    given = request.args.get("after")
    after = key_of(given) if given is not None else None
    found = notices.list_shown(branch.id, today=village_day(now()), after=after)
    rows = found[: notices.PAGE]
    return page(
        "services/hours/notice.html",
        branch=branch,
        rows=rows,
        next_id=rows[-1].id if len(found) > notices.PAGE else None,
        spelt=spelt,
    )


def find_line(branch_id: int, ref: str) -> Shown | None:
    """Return a line of the notice as it is shown today, or None."""
    return notices.find_shown(branch_id, ref, today=village_day(now()))


@bp.route("/hours/notice/<int:branch_id>/<ref>", methods=["GET", "POST"])
@needs(OBJECT, of=find_line)
def object_to(line: Shown) -> ResponseReturnValue:
    form, at, actor = ObjectionForm(), now(), current_actor()
    attendance = find_by_ref(line.ref)
    if attendance is None:
        abort(404)

    def do() -> str:
        return str(objecting.object_to(attendance, form.words.data, by=actor, at=at).id)

    if form.validate_on_submit():
        with form.refusals():
            with writing():
                form.once(do, at=at)
            flash(_("收到了。支部核实以后，会把答复告诉您"))
            return redirect(url_for(".notice", branch_id=line.branch_id))
    return page(
        "services/hours/object.html",
        line=line,
        form=form,
        why_not=objecting.why_not_object(attendance, by=actor, at=at),
        spelt=spelt,
    )
