"""Checking in and out at the place: by the address behind the shift's QR, or by four digits."""

from datetime import datetime
from functools import partial

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from core.access import Actor
from core.clock import now
from core.db import writing
from core.errors import Refused, refuse_if
from core.web.forms import page
from core.web.guard import current_actor, needs
from core.words import _
from services.access import VOLUNTEER
from services.hours.forms import IN, OUT, DigitsForm, HereForm
from services.hours.models import Attendance, AttendanceStatus, Check
from services.hours.operations import checking
from services.hours.operations.trying import try_digits
from services.hours.queries.attendances import Here, find_here, find_meanwhile, find_open
from services.hours.rules import codes, presence
from services.hours.views.blueprint import bp
from services.volunteering.models import Shift


@bp.route("/volunteer/here/<int:shift_id>/<code>", methods=["GET", "POST"])
@needs(VOLUNTEER, of=find_here)
def here(found: Here) -> ResponseReturnValue:
    """Show the one button of whoever has scanned the QR, who may have signed in meanwhile."""
    form, at = HereForm(), now()
    wrong = codes.why_not_minute_code(found.shift.id, found.code, at=at)
    if form.validate_on_submit():
        with form.refusals():
            refuse_if(wrong)
            with writing():
                where = form.once(partial(take, found.shift, form, Check.QR, at), at=at)
            return done(form, where)
    return show(found, form, wrong=wrong, at=at)


@bp.route("/volunteer/here/<int:shift_id>", methods=["GET", "POST"])
@needs(VOLUNTEER, of=find_here, steps=True)
def digits(found: Here) -> ResponseReturnValue:
    """Take the four digits; a wrong try is stored before it is answered."""
    form, at, actor = DigitsForm(), now(), current_actor()
    if form.validate_on_submit():
        with form.refusals():
            refuse_if(why_not(found.shift, form, actor, at=at))
            with writing():
                right = try_digits(found.shift, form.digits.data, by=actor, at=at)
            if not right:
                raise Refused(_("四位码不对，请再看一眼"), field="digits")
            with writing():
                where = form.once(partial(take, found.shift, form, Check.CODE, at), at=at)
            return done(form, where)
    return show(found, form, wrong=None, at=at)


def take(shift: Shift, form: HereForm, how: Check, at: datetime) -> str:
    """Check in or out, at this moment of the server; return where to go on."""
    by = current_actor()
    if form.what.data == IN:
        checking.check_in(shift, by.person, how, by=by, at=at)
        return url_for("hours.digits", shift_id=shift.id)
    ended = checking.check_out_of(shift, by.person, how, by=by, at=at)
    return url_for("hours.show", ref=ended.ref)


def why_not(shift: Shift, form: HereForm, by: Actor, *, at: datetime) -> str | None:
    """Say before any code is tried why it would open nothing."""
    if form.what.data == IN:
        return checking.why_not_check_in(shift, by.person, at=at)
    return why_not_out(find_open(shift.id, by.person), shift, at=at)


def why_not_out(there: Attendance | None, shift: Shift, *, at: datetime) -> str | None:
    if there is None:
        return _("现在没有签到，不用签退")
    return presence.why_not_check_out(there.starts_at, shift, by_organiser=False, at=at)


def done(form: HereForm, where: str) -> ResponseReturnValue:
    flash(_("签到好了，辛苦您。走的时候别忘了签退") if form.what.data == IN else _("签退好了"))
    return redirect(where)


def open_elsewhere(person_id: int, *, at: datetime) -> Shift | None:
    """Return the shift at which this person has not checked out, while they still can."""
    there = find_meanwhile(person_id, at)
    if there is None or there.status is not AttendanceStatus.OPEN:
        return None
    return there.shift if at <= there.shift.ends_at + presence.LATE else None


def show(found: Here, form: HereForm, *, wrong: str | None, at: datetime) -> ResponseReturnValue:
    shift, actor = found.shift, current_actor()
    there = find_open(shift.id, actor.person)
    still_at = None
    if there is not None:
        hindered = why_not_out(there, shift, at=at)
    else:
        hindered = checking.why_not_check_in(shift, actor.person, at=at)
        still_at = open_elsewhere(actor.person, at=at) if hindered else None
    if not form.what.data:
        form.what.data = OUT if there else IN
    return page(
        "services/hours/here.html",
        shift=shift,
        there=there,
        form=form,
        wrong=wrong,
        hindered=hindered,
        still_at=still_at,
        by_code=not found.code,
        is_out=there is not None,
    )
