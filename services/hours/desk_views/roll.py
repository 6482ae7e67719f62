"""Who is on the roll of a shift: somebody put down by an officer, until it ends, or taken off."""

from flask import flash, redirect
from flask.typing import ResponseReturnValue

from core.branches.operations import who_is_meant
from core.clock import now
from core.db import writing
from core.errors import Refused
from core.web.guard import current_actor, needs
from core.words import _
from services.access import ORGANISE
from services.hours.desk_views.blueprint import bp
from services.hours.desk_views.shift import page_of, show
from services.hours.forms import AddForm, StepForm
from services.hours.queries.attendances import Coming, find_coming, find_shift_of
from services.volunteering.models import Shift
from services.volunteering.operations import signups
from services.volunteering.queries.signups import find_signup


@bp.post("/shifts/<int:shift_id>/add")
@needs(ORGANISE, of=find_shift_of)
def add(shift: Shift) -> ResponseReturnValue:
    """Sign somebody up who is there, or has said so by phone."""
    form, at = AddForm(), now()

    def do() -> str:
        person = who_is_meant(shift.branch_id, form.who.data)
        return str(signups.enter(shift, person.id, by=current_actor(), at=at).id)

    if form.validate_on_submit():
        with form.refusals():
            with writing():
                form.once(do, at=at)
            flash(_("加上了，并告诉了本人"))
            return redirect(page_of(shift))
    return show(shift, form, add=form, at=at)


@bp.post("/shifts/<int:shift_id>/take-out/<int:person_id>")
@needs(ORGANISE, of=find_coming)
def take_out(coming: Coming) -> ResponseReturnValue:
    """Take somebody off the roll who does not come."""
    form, at, shift = StepForm(), now(), coming.shift

    def do() -> str:
        signup = find_signup(shift.id, coming.person_id)
        if signup is None:
            raise Refused(_("名单里已经没有这个人了"))
        signups.take_out(signup, by=current_actor(), at=at)
        return str(signup.id)

    if form.validate_on_submit():
        with form.refusals():
            with writing():
                form.once(do, at=at)
            flash(_("拿掉了，并告诉了本人"))
            return redirect(page_of(shift))
    return show(shift, form, at=at)
