"""The address behind the QR of the person served: whoever did the work scans it there."""

from functools import partial

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from core.clock import now
from core.db import writing
from core.web.forms import page
from core.web.guard import current_actor, needs
from core.words import _
from services.access import VOLUNTEER
from services.hours.forms import StepForm
from services.hours.models import Confirmed
from services.hours.operations.confirming import confirm_all_of, why_not_confirm
from services.hours.queries.attendances import find_served, list_to_confirm
from services.hours.rules.words import spelt
from services.hours.views.blueprint import bp
from services.volunteering.models import Shift


@bp.route("/volunteer/served/<int:shift_id>/<code>", methods=["GET", "POST"])
@needs(VOLUNTEER, of=find_served)
def served(shift: Shift) -> ResponseReturnValue:
    """Confirm all that one has done at this shift for the person who shows its code."""
    form, at, actor = StepForm(), now(), current_actor()
    if form.validate_on_submit():
        with form.refusals():
            with writing():
                form.once(partial(take, shift), at=at)
            flash(_("确认好了，谢谢您"))
            return redirect(url_for("hours.home"))
    found = list_to_confirm(shift.id, actor.person)
    reasons = [why_not_confirm(each, Confirmed.QR, by=actor, at=at) for each in found[:1]]
    return page(
        "services/hours/served.html",
        task=shift.task,
        found=found,
        form=form,
        why_not=reasons[0] if reasons else None,
        spelt=spelt,
    )


def take(shift: Shift) -> str:
    entries = confirm_all_of(shift, Confirmed.QR, by=current_actor(), at=now())
    return str(sum(entry.minutes for entry in entries))
