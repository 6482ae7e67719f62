"""A shift on the organiser's screen: the QR of this minute, the four digits, and the roll."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from core.clock import now
from core.db import writing
from core.web.forms import page
from core.web.guard import current_actor, needs
from core.web.links import qr_of, whole
from core.words import _
from services.access import ORGANISE
from services.hours.desk_views.blueprint import bp
from services.hours.forms import AddForm, StepForm
from services.hours.models import Attendance, Check
from services.hours.operations import checking
from services.hours.queries.attendances import Coming, find_coming, find_shift_of, roll_of
from services.hours.rules import codes, presence, words
from services.volunteering.models import Shift

Step = Callable[..., Attendance]


@bp.get("/shifts/<int:shift_id>")
@needs(ORGANISE, of=find_shift_of)
def shift(shift: Shift) -> ResponseReturnValue:
    return show(shift, StepForm(formdata=None), at=now())


@bp.post("/shifts/<int:shift_id>/in/<int:person_id>")
@needs(ORGANISE, of=find_coming)
def check_in(coming: Coming) -> ResponseReturnValue:
    return take(coming, checking.check_in, _("签到好了"))


@bp.post("/shifts/<int:shift_id>/out/<int:person_id>")
@needs(ORGANISE, of=find_coming)
def check_out(coming: Coming) -> ResponseReturnValue:
    return take(coming, checking.check_out_of, _("签退好了"))


def take(coming: Coming, step: Step, said: str) -> ResponseReturnValue:
    """Check somebody in or out at this moment, and show the roll again."""
    form, at = StepForm(), now()
    if form.validate_on_submit():
        with form.refusals():
            with writing():
                form.once(partial(taken, coming, step, at), at=at)
            flash(said)
            return redirect(page_of(coming.shift))
    return show(coming.shift, form, at=at)


def taken(coming: Coming, step: Step, at: datetime) -> str:
    by = current_actor()
    return step(coming.shift, coming.person_id, Check.ORGANISER, by=by, at=at).ref


def page_of(shift: Shift) -> str:
    return url_for("hours_desk.shift", branch_id=shift.branch_id, shift_id=shift.id)


def show(
    shift: Shift, form: StepForm | AddForm, *, add: AddForm | None = None, at: datetime
) -> ResponseReturnValue:
    code = codes.minute_code(shift.id, at=at)
    address = whole(url_for("hours.here", shift_id=shift.id, code=code))
    too_early, over = at < shift.starts_at - presence.EARLY, at > shift.ends_at + presence.LATE
    return page(
        "services/hours/desk/shift.html",
        shift=shift,
        form=form,
        roll=roll_of(shift.id),
        add=add or AddForm(formdata=None),
        can_change=shift.cancelled_at is None and at < shift.ends_at,
        qr=qr_of(address),
        typed_at=whole(url_for("hours.digits", shift_id=shift.id)),
        digits=codes.digits_of(shift.id),
        shows_code=not (too_early or over or shift.cancelled_at),
        too_early=too_early,
        late=over,
        me=current_actor().id,
        words=words,
    )
