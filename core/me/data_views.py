"""A copy of all that is kept about me, and the way out."""

from flask import Response, flash, redirect, request, session
from flask.typing import ResponseReturnValue

from core.accounts.queries import has_grant
from core.accounts.rules import why_not_close
from core.clock import now, village_day
from core.db import writing
from core.me import access, operations
from core.me.blueprint import bp
from core.me.forms import CloseForm
from core.web.forms import page
from core.web.guard import current_actor, needs
from core.words import _


@bp.route("/data", methods=["GET", "POST"])
@needs(access.CHANGE, fresh=True)
def data() -> ResponseReturnValue:
    """Say what the copy holds; a POST takes it away."""
    if request.method == "GET":
        return page("core/me/data.html")
    actor, at = current_actor(), now()
    with writing():
        operations.note_export(by=actor, at=at)
    tables = operations.data_of(actor.person)
    answer = Response(operations.packed(tables), mimetype="application/zip")
    name = f"xingcun-{village_day(at).isoformat()}.zip"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


@bp.route("/close", methods=["GET", "POST"])
@needs(access.CHANGE, fresh=True)
def close() -> ResponseReturnValue:
    actor = current_actor()
    form = CloseForm()
    if form.validate_on_submit():
        with form.refusals():
            with writing():
                operations.close_account(by=actor, at=now())
            session.clear()
            flash(_("账号已注销，您的资料已删除"))
            return redirect("/")
    why_not = why_not_close(staff=has_grant(actor.person), in_office=bool(actor.offices))
    return page("core/me/close.html", form=form, why_not=why_not)
