"""Moving an appointment to another free time of the same service, with a reason."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from core.clock import VILLAGE, now, village_day
from core.db import writing
from core.web.forms import page
from core.web.guard import current_actor, needs
from core.words import _, dated
from services.access import PRACTISE
from services.cases.desk_views.blueprint import bp
from services.cases.desk_views.days import DAY, FARTHEST, read_day
from services.cases.desk_views.times import find_received, why_not_reschedule
from services.cases.forms.practice import MoveForm
from services.clinics.models import Appointment, Service
from services.clinics.operations import booking
from services.clinics.queries.slots import plan_of
from services.volunteering.rules.times import in_words

AT_ONCE = 60  # times on a page; further days stand on the next
Slots = Sequence[tuple[date, Sequence[tuple[str, str, bool]]]]


@bp.route("/<ref>/move", methods=["GET", "POST"])
@needs(PRACTISE, of=find_received)
def move(appointment: Appointment) -> ResponseReturnValue:
    form, at = MoveForm(), now()
    back = url_for(".show", ref=appointment.ref)

    def do() -> str:
        start = read_start(form.start.data, at=at) or at  # what is no time is too early as well
        said = {"why": form.why.data, "by": current_actor(), "at": at}
        booking.reschedule(appointment, start, by_practitioner=True, **said)
        return back

    if form.validate_on_submit():
        with form.refusals():
            with writing():
                form.once(do, at=at)
            flash(_("改好了，对方已经知道"))
            return redirect(back)
    return shown(appointment, form, at=at)


def shown(appointment: Appointment, form: MoveForm, *, at: datetime) -> ResponseReturnValue:
    service, today = appointment.service, village_day(at)
    first = max(today, read_day(request.args.get("from", ""), today=today))
    why_not = why_not_reschedule(appointment, at=at)
    slots, further = ([], None) if why_not else free_times(service, first, at=at)
    return page(
        "services/cases/practice/move.html",
        appointment=appointment,
        when=in_words(appointment.starts_at, appointment.ends_at),
        form=form,
        why_not=why_not,
        slots=slots,
        action=where(appointment, first if first > today else None),
        newer=where(appointment) if first > today else "",
        older=where(appointment, further) if further else "",
    )


def where(appointment: Appointment, first: date | None = None) -> str:
    """Return the address of the page that begins with this day."""
    args: dict[str, Any] = {"from": first.isoformat()} if first else {}
    return url_for(".move", ref=appointment.ref, **args)


def free_times(service: Service, first: date, *, at: datetime) -> tuple[Slots, date | None]:
    """Return free times from this day on, whole days until there are many; and the day after."""
    end = village_day(at) + timedelta(days=service.horizon_days)
    if first > end:
        return [], None
    plan, slots, count = plan_of([service], first, end), [], 0
    day = first
    while day <= end and count < AT_ONCE:
        free = [(written(each), spoken(each), True) for each in plan.free(service, day, at=at)]
        if free:
            slots.append((day, free))
            count += len(free)
        day += DAY
    return slots, day if day <= end else None


def written(moment: datetime) -> str:
    """Write a time as the village's clock shows it, for the form to send back."""
    return moment.astimezone(VILLAGE).isoformat(timespec="minutes")


def spoken(moment: datetime) -> str:
    return dated(moment.astimezone(VILLAGE), "Hm")


def read_start(text: str, *, at: datetime) -> datetime | None:
    """Return the time that was chosen, or None where it is none that one could choose."""
    try:
        start = datetime.fromisoformat(text)
    except ValueError:
        return None
    start = start if start.tzinfo is not None else start.replace(tzinfo=VILLAGE)
    return start if abs(start - at) <= FARTHEST else None
