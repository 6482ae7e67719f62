"""My hours: the year as a picture, each time I was there, what I can do about it, and a copy."""

from datetime import date, datetime
from functools import partial
from typing import Any

from flask import Response, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from core.clock import now, village_day
from core.db import writing
from core.errors import Refused, refuse_if
from core.storage.exports import XLSX
from core.web.charts import bars_of
from core.web.forms import key_of, page
from core.web.guard import current_actor, needs
from core.words import _
from services.access import OWN_HOURS, VOLUNTEER
from services.hours.forms import CorrectionForm, ServedForm, StepForm
from services.hours.models import Attendance, AttendanceStatus, Confirmed, HoursRequest
from services.hours.operations import certifying, confirming, correcting
from services.hours.operations.trying import try_served_code
from services.hours.papers import write_hours
from services.hours.queries import attendances, ledger, proposals, remarks
from services.hours.queries.requests import find_request, list_my_requests
from services.hours.rules import words
from services.hours.rules.counting import Parts
from services.hours.views.blueprint import bp

FIRST_YEAR = 2000


@bp.get("/hours")
@needs(VOLUNTEER)
def home() -> ResponseReturnValue:
    return home_of(StepForm(formdata=None))


@bp.post("/hours/certificates/<int:asking_id>/withdraw")
@needs(OWN_HOURS, of=find_request)
def withdraw(asked: HoursRequest) -> ResponseReturnValue:
    """Take back what one has asked a branch for."""
    form, at = StepForm(), now()

    def do() -> str:
        certifying.withdraw(asked, by=current_actor(), at=at)
        return "withdrawn"

    if form.validate_on_submit():
        with form.refusals():
            with writing():
                form.once(do, at=at)
            flash(_("撤回了"))
            return redirect(url_for(".home"))
    return home_of(form)


def home_of(form: StepForm) -> ResponseReturnValue:
    """Show one's hours; a step that was refused says why."""
    person_id, today = current_actor().person, village_day(now())
    year = year_in(request.args.get("year"), today=today)
    given = request.args.get("after")
    found = attendances.list_mine(person_id, after=key_of(given) if given is not None else None)
    rows = found[: attendances.PAGE]
    whole = ledger.figure_of(person_id)
    since = (whole.first or today).year
    months = ledger.months_of(person_id, year)
    return page(
        "services/hours/home.html",
        form=form,
        rows=rows,
        next_id=rows[-1].id if len(found) > attendances.PAGE else None,
        year=year,
        years=range(today.year, since - 1, -1),
        figure=ledger.figure_of(person_id, first=date(year, 1, 1), last=date(year, 12, 31)),
        whole=whole,
        chart=bars_of([(str(number), each) for number, each in enumerate(months, 1)]),
        parts_of=parts_of,
        requests=list_my_requests(person_id),
        commendations=proposals.list_commendations_of(person_id),
        words=words,
    )


def year_in(given: str | None, *, today: date) -> int:
    """Return the year that is asked for, this one without; what cannot be is no page."""
    if given is None:
        return today.year
    if not (given.isascii() and given.isdigit() and FIRST_YEAR <= key_of(given) <= today.year):
        abort(404)
    return int(given)


def parts_of(parts: Parts) -> list[tuple[str, str]]:
    """Return the parts of a sum in words; together they are the total."""
    return [
        (_("自动记录"), words.spelt(parts.automatic)),
        (_("自动记录，电话核实"), words.spelt(parts.by_phone)),
        (_("人工补录"), words.spelt(parts.by_hand)),
    ]


@bp.get("/hours/export.xlsx")
@needs(VOLUNTEER)
def export() -> ResponseReturnValue:
    """Answer with all of one's own attendances as a table; nobody else's are ever in it."""
    made = write_hours(attendances.list_all_of(current_actor().person))
    answer = Response(made, mimetype=XLSX)
    answer.headers.set("Content-Disposition", "attachment", filename="hours.xlsx")
    answer.cache_control.private = True
    answer.cache_control.no_store = True
    return answer


@bp.get("/hours/<ref>")
@needs(OWN_HOURS, of=attendances.find_by_ref)
def show(attendance: Attendance) -> ResponseReturnValue:
    return show_one(attendance, at=now())


@bp.post("/hours/<ref>/code")
@needs(OWN_HOURS, of=attendances.find_by_ref, steps=True)
def confirm(attendance: Attendance) -> ResponseReturnValue:
    """Take the six digits of the person served; a wrong try is stored before it is answered."""
    form, at, actor = ServedForm(), now(), current_actor()
    if form.validate_on_submit():
        with form.refusals():
            refuse_if(confirming.why_not_confirm(attendance, Confirmed.CODE, by=actor, at=at))
            with writing():
                right = try_served_code(attendance.shift, form.typed.data)
            if not right:
                raise Refused(_("确认码不对，请再问一遍"), field="typed")
            with writing():
                form.once(partial(take, attendance, at), at=at)
            flash(_("确认好了，谢谢您"))
            return redirect(url_for(".show", ref=attendance.ref))
    return show_one(attendance, at=at, code_form=form)


def take(attendance: Attendance, at: datetime) -> str:
    """Confirm all that was done at the shift whose code was told."""
    shift = attendance.shift
    entries = confirming.confirm_all_of(shift, Confirmed.CODE, by=current_actor(), at=at)
    return str(sum(entry.minutes for entry in entries))


@bp.post("/hours/<ref>/correction")
@needs(OWN_HOURS, of=attendances.find_by_ref)
def correct(attendance: Attendance) -> ResponseReturnValue:
    form, at = CorrectionForm(), now()

    def do() -> str:
        return str(
            correcting.ask_correction(attendance, form.words.data, by=current_actor(), at=at).id
        )

    if form.validate_on_submit():
        with form.refusals():
            with writing():
                form.once(do, at=at)
            flash(_("告诉支部了，核实以后答复您"))
            return redirect(url_for(".show", ref=attendance.ref))
    return show_one(attendance, at=at, correction_form=form)


def show_one(attendance: Attendance, *, at: datetime, **forms: Any) -> ResponseReturnValue:
    """Show one attendance with all that was said of it, and what can be done about it."""
    actor, task = current_actor(), attendance.shift.task
    waits = attendance.status is AttendanceStatus.ENDED and task.served_id is not None
    no_code = (
        confirming.why_not_confirm(attendance, Confirmed.CODE, by=actor, at=at) if waits else None
    )
    no_correction = correcting.why_not_ask(attendance, by=actor)
    may_type = waits and no_code is None
    may_ask = no_correction is None
    entry = ledger.find_entry(attendance.id)
    return page(
        "services/hours/show.html",
        attendance=attendance,
        task=task,
        counted=entry.minutes if entry else None,
        objections=remarks.list_objections(attendance.id),
        corrections=remarks.list_corrections(attendance.id),
        form=next(iter(forms.values()), None),
        code_form=forms.get("code_form") or (ServedForm() if may_type else None),
        no_code=no_code,
        correction_form=forms.get("correction_form") or (CorrectionForm() if may_ask else None),
        words=words,
    )
