"""One attendance at a desk: confirmed by asking, what was said of it answered, taken back."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

from flask import abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from core.accounts.models import Person
from core.clock import now
from core.db import db, writing
from core.web.forms import Form, page
from core.web.guard import current_actor, needs
from core.words import _
from services.access import CONFIRM_HOURS
from services.hours.desk_views.blueprint import bp
from services.hours.forms import AnswerForm, ReplyForm, StepForm, VoidForm
from services.hours.models import AttendanceStatus, Confirmed
from services.hours.operations import confirming, correcting, objecting
from services.hours.queries import cases, ledger, remarks
from services.hours.queries.cases import Case
from services.hours.rules import words
from services.hours.rules.confirming import why_not_void


def find_case(branch_id: int, attendance_id: int) -> Case | None:
    """Return the attendance as it lies at this desk now, or None."""
    return cases.find_at_desk(branch_id, attendance_id, at=now())


@bp.get("/hours/<int:attendance_id>")
@needs(CONFIRM_HOURS, of=find_case)
def show(case: Case) -> ResponseReturnValue:
    return show_one(case)


@bp.post("/hours/<int:attendance_id>/confirm")
@needs(CONFIRM_HOURS, of=find_case)
def confirm(case: Case) -> ResponseReturnValue:
    def do(at: datetime) -> None:
        confirming.confirm(case.attendance, Confirmed.PHONE, by=current_actor(), at=at)

    return take(case, "step_form", StepForm(), do, _("核实好了，时长记上了"))


@bp.post("/hours/<int:attendance_id>/void")
@needs(CONFIRM_HOURS, of=find_case)
def void(case: Case) -> ResponseReturnValue:
    form = VoidForm()

    def do(at: datetime) -> None:
        refuse_above(case)
        correcting.void(case.attendance, form.why.data, by=current_actor(), at=at)

    return take(case, "void_form", form, do, _("作废了，并告诉了本人"))


@bp.post("/hours/<int:attendance_id>/answer")
@needs(CONFIRM_HOURS, of=find_case)
def answer(case: Case) -> ResponseReturnValue:
    form = AnswerForm()
    objection = remarks.find_open_objection(case.id) or abort(404)

    def do(at: datetime) -> None:
        upheld, said = form.upheld.data == "yes", form.words.data
        objecting.answer(objection, upheld=upheld, words=said, by=current_actor(), at=at)

    return take(case, "answer_form", form, do, _("答复好了，双方都收到了消息"))


@bp.post("/hours/<int:attendance_id>/reply")
@needs(CONFIRM_HOURS, of=find_case)
def reply(case: Case) -> ResponseReturnValue:
    form = ReplyForm()
    correction = remarks.find_open_correction(case.id) or abort(404)

    def do(at: datetime) -> None:
        refuse_above(case)
        said = form.reply.data
        correcting.answer_correction(correction, said, by=current_actor(), at=at)

    return take(case, "reply_form", form, do, _("答复好了，本人收到了消息"))


def puts_right(case: Case) -> bool:
    """Tell whether records are put right at this desk: the branch's own does it.

    Those above only confirm and answer, unless the branch has nobody but the volunteer.
    """
    return case.desk_id == case.known.branch_id or case.is_alone


def refuse_above(case: Case) -> None:
    if not puts_right(case):
        abort(404)


def take(
    case: Case, name: str, form: Form, do: Callable[[datetime], None], said: str
) -> ResponseReturnValue:
    """Do it once for each form; where it cannot be done, show the attendance with why."""
    at = now()
    if form.validate_on_submit():
        with form.refusals():
            with writing():
                form.once(partial(done, do, at), at=at)
            flash(said)
            return redirect(after(case))
    return show_one(case, **{name: form})


def done(do: Callable[[datetime], None], at: datetime) -> str:
    do(at)
    return "done"


def after(case: Case) -> str:
    """Return the page of the attendance; what has come up from below has gone from this desk."""
    if case.desk_id == case.known.branch_id:
        return url_for("hours_desk.show", branch_id=case.desk_id, attendance_id=case.id)
    return url_for("hours_desk.home", branch_id=case.desk_id)


def show_one(case: Case, **forms: Any) -> ResponseReturnValue:
    actor, at = current_actor(), now()
    attendance, known = case.attendance, case.known
    may_put_right = puts_right(case)
    waits = attendance.status is AttendanceStatus.ENDED
    no_asking = confirming.why_not_in(case, Confirmed.PHONE, by=actor, at=at) if waits else ""
    objection = remarks.find_open_objection(case.id)
    no_answer = objecting.why_not_answer(case, objection, by=actor) if objection else ""
    correction = remarks.find_open_correction(case.id) if may_put_right else None
    no_reply = _("自己的记录要由别人更正") if actor.person == known.person_id else None
    no_void = why_not_void(attendance.status, attendance.person_id, by=actor)
    served_id = known.served_id if no_asking is None else None
    entry = ledger.find_entry(case.id)
    sent = next(iter(forms.values()), None)
    return page(
        "services/hours/desk/attendance.html",
        case=case,
        attendance=attendance,
        served=db.session.get(Person, served_id) if served_id else None,
        counted=entry.minutes if entry else None,
        form=sent,
        step_form=forms.get("step_form") or (StepForm() if no_asking is None else None),
        no_asking=no_asking,
        objections=remarks.list_objections(case.id),
        no_words=objecting.why_not_read_words(case, by=actor),
        no_answer=no_answer,
        answer_form=forms.get("answer_form") or (AnswerForm() if no_answer is None else None),
        corrections=remarks.list_corrections(case.id),
        no_reply=no_reply if correction else None,
        reply_form=forms.get("reply_form")
        or (ReplyForm() if correction and no_reply is None else None),
        void_form=forms.get("void_form")
        or (VoidForm() if may_put_right and no_void is None else None),
        is_own=case.desk_id == known.branch_id,
        words=words,
    )
