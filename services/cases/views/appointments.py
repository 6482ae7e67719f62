"""One's own appointments: the list, another time, giving it back, reminders, the calendar."""

from datetime import datetime, timedelta
from functools import partial

from flask import Response, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from core.accounts.forms import EmptyForm
from core.clock import now, village_day
from core.db import writing
from core.errors import Refused
from core.me.calendars import as_file
from core.site.queries import facts
from core.waitlists.queries import list_of as list_waits
from core.web.forms import key_of, page
from core.web.guard import current_actor, needs
from core.words import _
from services.access import BOOK, OWN_APPOINTMENT
from services.cases.forms.booking import MoveForm
from services.cases.operations import handling
from services.cases.queries.practice import desk_of
from services.cases.views.blueprint import appointments as bp
from services.cases.views.booking import shown
from services.cases.views.showing import by_day, facts_of, find_own
from services.clinics.models import Appointment
from services.clinics.operations import booking, practising, waiting
from services.clinics.papers import entry
from services.clinics.queries import appointments as queries
from services.clinics.queries.offered import list_named
from services.clinics.queries.slots import plan_of
from services.clinics.rules.wishes import read_slot, slot_of
from services.clinics.rules.words import colour_of, status_of
from services.volunteering.rules.times import in_words

PAGE = 20
DAYS_SHOWN = 7  # free days on one page of the form


@bp.get("/")
@needs(BOOK)
def home() -> ResponseReturnValue:
    """Show one's own; who acts for somebody sees only what they have booked for them."""
    actor, given, at = current_actor(), request.args.get("after"), now()
    after = key_of(given) if given is not None else None
    made_by = actor.id if actor.is_proxy else None
    found = queries.list_of(actor.person, made_by=made_by, after=after, limit=PAGE + 1)
    rows = found[:PAGE]
    waits = [] if actor.is_proxy else list_waits(waiting.KIND, person_id=actor.person)
    services = list_named({wait.ref for wait, _place in waits}) if waits else {}
    return page(
        "services/cases/appointments/home.html",
        rows=[
            (
                in_words(each.starts_at, each.ends_at),
                url_for(".show", ref=each.ref),
                each.service.practitioner.person.name,
                status_of(each, at=at),
                colour_of(each.status),
            )
            for each in rows
            if not queries.has_lapsed(each, at=at)
        ],
        waits=[(services[wait.ref], place) for wait, place in waits if wait.ref in services],
        receives=not actor.is_proxy and desk_of(actor.person).is_anybodys,
        further=after is not None,
        next_id=rows[-1].id if len(found) > PAGE else None,
    )


@bp.route("/<ref>/move", methods=["GET", "POST"])
@needs(OWN_APPOINTMENT, of=find_own)
def move(appointment: Appointment) -> ResponseReturnValue:
    """Move it to another free time of the same service."""
    form, at = MoveForm(), now()
    if form.validate_on_submit():
        with form.refusals():
            with writing():
                form.once(partial(do_move, appointment, form.start.data, at), at=at)
            flash(_("改好了"))
            return redirect(url_for(".show", ref=appointment.ref))
    service, today = appointment.service, village_day(at)
    last = today + timedelta(days=service.horizon_days)
    plan = plan_of([service], today, last)
    free = [
        each
        for number in range((last - today).days + 1)
        for each in plan.free(service, today + timedelta(days=number), at=at)
    ]
    begins = read_slot(request.args.get("from", ""))
    later = [each for each in free if begins is None or each >= begins]
    days = by_day(later, DAYS_SHOWN + 1)
    return page(
        "services/cases/appointments/move.html",
        form=form,
        days=[(day, [(slot_of(m), time_of(m), True) for m in ms]) for day, ms in days[:DAYS_SHOWN]],
        more=slot_of(days[DAYS_SHOWN][1][0]) if len(days) > DAYS_SHOWN else "",
        further=begins is not None,
        **facts_of(appointment, at=at),
    )


def time_of(moment: datetime) -> str:
    slot = slot_of(moment)
    return f"{slot[8:10]}:{slot[10:]}"


def do_move(appointment: Appointment, start: str, at: datetime) -> str:
    starts_at = read_slot(start)
    if starts_at is None:
        raise Refused(_("请从列出来的时间里选"), field="start")
    booking.reschedule(appointment, starts_at, by=current_actor(), at=at)
    return appointment.ref


@bp.post("/<ref>/cancel")
@needs(OWN_APPOINTMENT, of=find_own)
def cancel(appointment: Appointment) -> ResponseReturnValue:
    """Give the time back; what was said to a counsellor for it is taken back with it."""
    form, at, by = EmptyForm(), now(), current_actor()

    def do() -> str:
        booking.cancel(appointment, by=by, at=at)
        handling.take_back_with(appointment, at=at)
        return appointment.ref

    if form.validate_on_submit():
        with form.refusals():
            with writing():
                form.once(do, at=at)
            flash(_("取消了，时间放给别人"))
            return redirect(url_for(".home"))
    return shown(appointment, at=at, form=form)


@bp.post("/<ref>/reminders")
@needs(OWN_APPOINTMENT, of=find_own)
def remind(appointment: Appointment) -> ResponseReturnValue:
    on = request.form.get("on") == "1"
    with writing():
        booking.remind(appointment, on=on, by=current_actor(), at=now())
    flash(_("到时候会提醒您") if on else _("不提醒了"))
    return redirect(url_for(".show", ref=appointment.ref))


@bp.post("/<ref>/nobody-came")
@needs(OWN_APPOINTMENT, of=find_own)
def miss(appointment: Appointment) -> ResponseReturnValue:
    """Say that whoever one has booked has not come."""
    with writing():
        practising.fail(appointment, by=current_actor(), at=now())
    flash(_("记下了，对不起让您白跑一趟"))
    return redirect(url_for(".show", ref=appointment.ref))


@bp.get("/<ref>/calendar.ics")
@needs(OWN_APPOINTMENT, of=find_own)
def calendar(appointment: Appointment) -> ResponseReturnValue:
    """Give it to the phone's calendar, in neutral words."""
    name = _("%(site)s：我的安排", site=facts()["site_name"])
    answer = Response(as_file(name, [entry(appointment)], at=now()), mimetype="text/calendar")
    answer.headers["Content-Disposition"] = "attachment; filename=appointment.ics"
    return answer
