"""The person served says of what was done that it is true, or that it is not."""

from dataclasses import dataclass

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from core.clock import now
from core.db import writing
from core.web.forms import page
from core.web.guard import current_actor, needs
from core.words import _
from services.access import OWN_HELP
from services.help.forms import NotTrueForm
from services.help.queries.facts import find_presence
from services.help.queries.requests import Case, find_case
from services.help.rules.words import KINDS
from services.help.views.blueprint import bp
from services.hours.models import Attendance
from services.hours.operations.confirming import confirm_tapped
from services.hours.operations.objecting import object_to as object_to_hours
from services.hours.operations.objecting import why_not_object
from services.hours.rules.words import spelt


@dataclass(frozen=True)
class Presence:
    """Somebody's presence for a request."""

    case: Case
    attendance: Attendance

    @property
    def id(self) -> int:
        return self.attendance.id

    @property
    def person_id(self) -> int:
        return self.case.person_id


def find(ref: str, attendance_ref: str) -> Presence | None:
    """Return the presence if it was for this request, else None."""
    case = find_case(ref)
    attendance = find_presence(case.id, attendance_ref) if case else None
    return Presence(case, attendance) if case and attendance else None


@bp.post("/<ref>/there/<attendance_ref>/confirm")
@needs(OWN_HELP, of=find)
def confirm(presence: Presence) -> ResponseReturnValue:
    ref = presence.case.request.ref
    with writing():
        confirm_tapped(presence.attendance, by=current_actor(), at=now())
    flash(_("确认好了，谢谢您"))
    return redirect(url_for(".show", ref=ref))


@bp.route("/<ref>/there/<attendance_ref>/object", methods=["GET", "POST"])
@needs(OWN_HELP, of=find)
def object_to(presence: Presence) -> ResponseReturnValue:
    """Say what is not true of it; the branch asks, and nothing counts meanwhile."""
    form, at, actor = NotTrueForm(), now(), current_actor()
    case, attendance = presence.case, presence.attendance
    ref = case.request.ref

    def do() -> str:
        return str(object_to_hours(attendance, form.words.data, by=actor, at=at).id)

    if form.validate_on_submit():
        with form.refusals():
            with writing():
                form.once(do, at=at)
            flash(_("收到了。支部问清楚以后告诉您"))
            return redirect(url_for(".show", ref=ref))
    return page(
        "services/help/object.html",
        form=form,
        kind=KINDS[case.request.kind],
        back_to=url_for(".show", ref=ref),
        who=attendance.person.name,
        since=attendance.starts_at,
        long=spelt(attendance.minutes),
        why_not=why_not_object(attendance, by=actor, at=at),
    )
