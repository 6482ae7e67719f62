"""My times for the calendar of a phone: the address that it reads, and taking another one."""

from flask import Blueprint, Response, abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from core.accounts.forms import EmptyForm
from core.clock import now
from core.db import writing
from core.me import access, calendars
from core.me.blueprint import bp
from core.web.guard import current_actor, machine, needs
from core.words import _

outside = Blueprint("calendar", __name__, url_prefix="/calendar")


@outside.get("/<token>.ics")
@machine
def feed(token: str) -> ResponseReturnValue:
    """Tell a calendar what is in mine; whoever has the address need not sign in."""
    person = calendars.find_person(token)
    if person is None:
        abort(404)
    answer = Response(calendars.written(person, at=now()), content_type="text/calendar")
    answer.headers["Cache-Control"] = "no-store"
    return answer


@bp.post("/calendar/renew")
@needs(access.CHANGE)
def renew_calendar() -> ResponseReturnValue:
    form, by, at = EmptyForm(), current_actor(), now()

    def do() -> str:
        calendars.renew(by.person, at=at)
        return url_for(".settings")

    if not form.validate_on_submit():
        return redirect(url_for(".settings"))
    with writing():
        where = form.once(do, at=at)
    flash(_("换好了。旧的地址不能用了，请在手机日历里换成新的"))
    return redirect(f"{where}#calendar")
