"""Entering hours by hand, with a reason."""

from datetime import datetime

from flask import flash, redirect
from flask.typing import ResponseReturnValue
from wtforms.fields.choices import SelectChoice

from core.clock import VILLAGE, now
from core.db import writing
from core.web.forms import page
from core.web.guard import current_actor, needs
from core.words import _
from services.access import ORGANISE
from services.hours.desk_views.blueprint import bp
from services.hours.desk_views.shift import page_of
from services.hours.forms import HandForm
from services.hours.operations import by_hand
from services.hours.queries.attendances import find_shift_of, roll_of
from services.volunteering.models import Shift


@bp.route("/shifts/<int:shift_id>/hand", methods=["GET", "POST"])
@needs(ORGANISE, of=find_shift_of)
def enter(shift: Shift) -> ResponseReturnValue:
    form, at = HandForm(), now()
    form.who.choices = [SelectChoice(each.person_id, each.name) for each in roll_of(shift.id)]

    def do() -> str:
        starts_at, ends_at = form.moments
        said = by_hand.Entered(
            person_id=form.who.data or 0, starts_at=starts_at, ends_at=ends_at, why=form.why.data
        )
        return by_hand.enter(shift, said, by=current_actor(), at=at).ref

    if form.validate_on_submit():
        with form.refusals():
            with writing():
                form.once(do, at=at)
            flash(_("补录好了，告诉了本人，等确认"))
            return redirect(page_of(shift))
    if not form.is_submitted():
        form.starts.data, form.ends.data = in_village(shift.starts_at), in_village(shift.ends_at)
    return page("services/hours/desk/hand.html", shift=shift, form=form, back=page_of(shift))


def in_village(moment: datetime) -> datetime:
    """Return the moment as the village's clock shows it."""
    return moment.astimezone(VILLAGE).replace(tzinfo=None)
