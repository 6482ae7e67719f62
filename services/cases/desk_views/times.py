"""One appointment: who comes and when; answering it, saying how it was, opening a file."""

from collections.abc import Callable
from datetime import datetime

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from core.accounts.forms import EmptyForm
from core.clock import now
from core.db import writing
from core.web.forms import Form, page
from core.web.guard import current_actor, needs
from core.words import _
from services.access import PRACTISE
from services.cases import rules as cases
from services.cases.desk_views.blueprint import bp
from services.cases.forms.practice import WhyForm
from services.cases.models import Case
from services.cases.operations import handling
from services.cases.queries import find_of_appointment
from services.clinics.models import Appointment, AppointmentStatus
from services.clinics.operations import booking, practising
from services.clinics.queries.appointments import find_by_ref
from services.clinics.rules import appointments as rules
from services.clinics.rules.setting_up import WAYS
from services.volunteering.rules.times import in_words


def find_received(ref: str) -> Appointment | None:
    """Return the appointment; what is only held while a form is filled in is none yet."""
    found = find_by_ref(ref)
    return None if found is None or found.status is AppointmentStatus.HELD else found


@bp.get("/<ref>")
@needs(PRACTISE, of=find_received)
def show(appointment: Appointment) -> ResponseReturnValue:
    return shown(appointment, at=now())


def shown(
    appointment: Appointment, *, at: datetime, form: Form | None = None
) -> ResponseReturnValue:
    """Show the appointment with what can be done and why not."""
    why_no_answer = rules.why_not_answer(appointment.status, appointment.kept_until, at=at)
    case, is_mine = file_of(appointment)
    return page(
        "services/cases/practice/show.html",
        appointment=appointment,
        when=in_words(appointment.starts_at, appointment.ends_at),
        who=cases.who_comes(appointment),
        phone=cases.number_of(appointment),
        way=WAYS[appointment.way],
        is_asked=appointment.status is AppointmentStatus.ASKED,
        is_live=appointment.status in rules.LIVE,
        is_group=appointment.session_id is not None,
        why_no_answer=why_no_answer,
        why_no_finish=rules.why_not_close(appointment.status, appointment.starts_at, at=at),
        why_no_miss=rules.why_not_miss(appointment.status, appointment.starts_at, at=at),
        why_no_move=why_not_reschedule(appointment, at=at),
        why_no_cancel=why_not_cancel(appointment, at=at),
        case=case if is_mine else None,
        why_no_file=_("材料已经转交给别人了")
        if case is not None and not is_mine
        else cases.why_not_open_for(appointment, by=current_actor(), at=at),
        form=form,
        why_form=form if isinstance(form, WhyForm) else WhyForm(formdata=None),
        key=EmptyForm(formdata=None).form_key.data,
    )


def file_of(appointment: Appointment) -> tuple[Case | None, bool]:
    """Return the file of this appointment, and whether it lies with who reads this."""
    case = find_of_appointment(appointment.id)
    is_mine = case is not None and case.practitioner_person_id == current_actor().person
    return case, is_mine


def why_not_reschedule(appointment: Appointment, *, at: datetime) -> str | None:
    """Say why the practitioner does not move it, or None."""
    return rules.why_not_reschedule(
        appointment.status,
        appointment.starts_at,
        in_group=appointment.session_id is not None,
        change_hours=appointment.service.change_hours,
        by_practitioner=True,
        at=at,
    )


def why_not_cancel(appointment: Appointment, *, at: datetime) -> str | None:
    return rules.why_not_move(
        appointment.status,
        appointment.starts_at,
        change_hours=appointment.service.change_hours,
        by_practitioner=True,
        at=at,
    )


@bp.post("/<ref>/accept")
@needs(PRACTISE, of=find_received)
def accept(appointment: Appointment) -> ResponseReturnValue:
    return push(appointment, practising.accept, _("答应了，对方已经知道"))


@bp.post("/<ref>/finish")
@needs(PRACTISE, of=find_received)
def finish(appointment: Appointment) -> ResponseReturnValue:
    return push(appointment, practising.finish, _("记下了，接待过了"))


@bp.post("/<ref>/missed")
@needs(PRACTISE, of=find_received)
def miss(appointment: Appointment) -> ResponseReturnValue:
    return push(appointment, practising.miss, _("记下了，对方没有来"))


def push(appointment: Appointment, step: Callable[..., None], said: str) -> ResponseReturnValue:
    """Take one step that needs no words."""
    form, at = EmptyForm(), now()
    if form.validate_on_submit():
        with form.refusals():
            with writing():
                step(appointment, by=current_actor(), at=at)
            flash(said)
            return redirect(url_for(".show", ref=appointment.ref))
    return shown(appointment, at=at, form=form)


@bp.post("/<ref>/decline")
@needs(PRACTISE, of=find_received)
def decline(appointment: Appointment) -> ResponseReturnValue:
    form, at = WhyForm(), now()
    if form.validate_on_submit():
        with form.refusals():
            with writing():
                practising.decline(appointment, form.why.data, by=current_actor(), at=at)
            flash(_("回绝了，对方能看到原因"))
            return redirect(url_for(".show", ref=appointment.ref))
    return shown(appointment, at=at, form=form)


@bp.post("/<ref>/cancel")
@needs(PRACTISE, of=find_received)
def cancel(appointment: Appointment) -> ResponseReturnValue:
    form, at = WhyForm(), now()
    if form.validate_on_submit():
        with form.refusals():
            with writing():
                said = {"why": form.why.data, "by": current_actor(), "at": at}
                booking.cancel(appointment, by_practitioner=True, **said)
            flash(_("取消了，对方能看到原因"))
            return redirect(url_for(".show", ref=appointment.ref))
    return shown(appointment, at=at, form=form)


@bp.post("/<ref>/file")
@needs(PRACTISE, of=find_received)
def open_file(appointment: Appointment) -> ResponseReturnValue:
    """Open a file for who came with nothing handed in, and lead to it."""
    form, at = EmptyForm(), now()

    def do() -> str:
        case = handling.open_for(appointment, by=current_actor(), at=at)
        return url_for(".case", number=case.number)

    if form.validate_on_submit():
        with form.refusals():
            with writing():
                where = form.once(do, at=at)
            flash(_("建好了"))
            return redirect(where)
    return shown(appointment, at=at, form=form)
