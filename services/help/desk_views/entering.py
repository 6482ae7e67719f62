"""What a villager says by phone or face to face is put down at the desk."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from wtforms.fields.choices import SelectChoice

from core.branches.models import Branch
from core.branches.operations import who_is_meant
from core.branches.queries import find_open_branch, villages_of
from core.clock import now, village_day
from core.db import writing
from core.web.forms import page
from core.web.guard import current_actor, needs
from core.words import _
from services.access import RUN_HELP
from services.help.desk_views.blueprint import bp
from services.help.forms import EnterForm
from services.help.operations import asking
from services.help.rules.requests import FARTHEST


@bp.route("/new", methods=["GET", "POST"])
@needs(RUN_HELP, of=find_open_branch)
def enter(branch: Branch) -> ResponseReturnValue:
    """Put a request down for a villager of the branch."""
    at, by, villages = now(), current_actor(), villages_of(branch.id)
    form = EnterForm()
    form.unit_id.choices = [SelectChoice(each.id, each.name) for each in villages]

    def do() -> str:
        villager = who_is_meant(branch.id, form.who.data)
        made = asking.enter(form.wish, villager, branch, by=by, at=at)
        return url_for(".show", branch_id=made.branch_id, request_id=made.id)

    if villages and form.validate_on_submit():
        with form.refusals():
            with writing():
                where = form.once(do, at=at)
            flash(_("登记好了，可以接着安排"))
            return redirect(where)
    today = village_day(at)
    return page(
        "services/help/desk/enter.html",
        branch=branch,
        form=form,
        villages=villages,
        first_day=today,
        last_day=today + FARTHEST,
    )
