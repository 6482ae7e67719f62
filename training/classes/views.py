"""A class as its learners see it: when and where, checking in, and a file for the calendar."""

from datetime import datetime
from functools import partial

from flask import Blueprint, Response, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from core.clock import now
from core.db import writing
from core.errors import Refused, refuse_if
from core.me.calendars import as_file
from core.presence.rules import why_not_minute_code
from core.site.queries import facts
from core.web.forms import Form, page
from core.web.guard import current_actor, needs
from core.words import _
from training.access import ATTEND, OWN_ENROLMENT
from training.classes import rules
from training.classes.forms import DigitsForm, StepForm
from training.classes.models import AttendedHow
from training.classes.operations.attending import check_in, why_not_again
from training.classes.operations.trying import try_digits
from training.classes.papers import entry
from training.classes.queries.classes import Attending, find_attending
from training.classes.queries.roll import find_there
from training.learning.queries.cohorts import HAS_SEAT

bp = Blueprint("attending", __name__, url_prefix="/learn/classes")


def find_here(class_id: int, code: str = "") -> Attending | None:
    """Return the class as whoever asks stands to it."""
    return find_attending(class_id, person_id=current_actor().person, code=code)


def find_mine(class_id: int) -> Attending | None:
    """Return the class where the person is in its cohort."""
    found = find_here(class_id)
    return found if found and found.status in HAS_SEAT else None


@bp.get("/<int:class_id>")
@needs(OWN_ENROLMENT, of=find_mine)
def show(mine: Attending) -> ResponseReturnValue:
    """Show when and where it is, and to the learner whether it counts."""
    held, at, actor = mine.held, now(), current_actor()
    there = None
    if mine.enrolment is not None and not actor.is_proxy:
        there = find_there(held.id, mine.enrolment.id)
    return page(
        "training/classes/show.html",
        held=held,
        way=rules.WAYS[held.way],
        there=there,
        may_check_in=there is None
        and not actor.is_proxy
        and rules.why_not_check_in(held, mine.status, by=actor.person, at=at) is None,
        is_over=held.ends_at <= at,
    )


@bp.get("/<int:class_id>/class.ics")
@needs(OWN_ENROLMENT, of=find_mine)
def calendar(mine: Attending) -> ResponseReturnValue:
    """Give it to the phone's calendar."""
    name = _("%(site)s：我的安排", site=facts()["site_name"])
    answer = Response(as_file(name, [entry(mine.held)], at=now()), mimetype="text/calendar")
    answer.headers["Content-Disposition"] = "attachment; filename=class.ics"
    return answer


@bp.route("/<int:class_id>/here/<code>", methods=["GET", "POST"])
@needs(ATTEND, of=find_here)
def here(found: Attending) -> ResponseReturnValue:
    """Show the one button of whoever has scanned the QR, who may have signed in meanwhile."""
    form, at = StepForm(), now()
    wrong = why_not_minute_code(rules.code_of(found.held.id), found.code, at=at)
    if form.validate_on_submit():
        with form.refusals():
            refuse_if(wrong)
            with writing():
                where = form.once(partial(take, found, AttendedHow.QR, at), at=at)
            return done(where)
    return shown(found, form, wrong=wrong, at=at)


@bp.route("/<int:class_id>/here", methods=["GET", "POST"])
@needs(ATTEND, of=find_here, steps=True)
def digits(found: Attending) -> ResponseReturnValue:
    """Take the four digits; a wrong try is stored before it is answered."""
    form, at, by = DigitsForm(), now(), current_actor()
    if form.validate_on_submit():
        with form.refusals():
            refuse_if(rules.why_not_check_in(found.held, found.status, by=by.person, at=at))
            refuse_if(why_not_again(found))
            with writing():
                right = try_digits(found.held, form.digits.data, by=by, at=at)
            if not right:
                raise Refused(_("四位码不对，请再看一眼"), field="digits")
            with writing():
                where = form.once(partial(take, found, AttendedHow.CODE, at), at=at)
            return done(where)
    return shown(found, form, wrong=None, at=at)


def take(found: Attending, how: AttendedHow, at: datetime) -> str:
    """Check in, at this moment of the server; return where to go on."""
    check_in(found, how, by=current_actor(), at=at)
    return url_for("attending.show", class_id=found.held.id)


def done(where: str) -> ResponseReturnValue:
    flash(_("签到好了，这次课算上了"))
    return redirect(where)


def shown(found: Attending, form: Form, *, wrong: str | None, at: datetime) -> ResponseReturnValue:
    """Show the form; to who is not in the cohort nothing of the class but that."""
    held, enrolment = found.held, found.enrolment
    hindered = rules.why_not_check_in(held, found.status, by=current_actor().person, at=at)
    there = find_there(held.id, enrolment.id) if enrolment else None
    is_mine = found.status in HAS_SEAT
    return page(
        "training/classes/here.html",
        held=held if is_mine else None,
        class_id=held.id,
        form=form,
        wrong=wrong,
        hindered=hindered,
        is_done=there is not None and there.counted_at is not None,
        by_code=not found.code,
    )
