"""Pages of hours and days off that a desk and the practitioner's own pages share."""

from flask import flash, redirect
from flask.typing import ResponseReturnValue

from core.clock import now, village_day
from core.db import writing
from core.web.forms import page
from core.web.guard import current_actor
from core.words import _
from services.clinics.forms import AwayForm, ExtraForm, WeekForm
from services.clinics.models import Practitioner, Service
from services.clinics.operations import hours
from services.clinics.rules.hours import clock
from services.clinics.rules.setting_up import FARTHEST, why_not_weekly
from services.clinics.rules.slots import DAY_MINUTES


def set_week(service: Service, *, back: str, back_label: str) -> ResponseReturnValue:
    """Show and set the hours of the week; whoever calls this has asked who may."""
    form, at, by = WeekForm(), now(), current_actor()
    if not form.is_submitted():
        form.show(service)

    def do() -> str:
        hours.set_whole_week(service, form.week, by=by, at=at)
        return back

    if form.validate_on_submit():
        with form.refusals():
            with writing():
                form.once(do, at=at)
            flash(_("每周的时间定好了。已经约好的不受影响"))
            return redirect(back)
    return page(
        "services/clinics/hours/week.html",
        service=service,
        form=form,
        why_not=why_not_weekly(service.seats),
        back_to=back,
        back_label=back_label,
    )


def add_hours(service: Service, *, back: str, back_label: str) -> ResponseReturnValue:
    """Add times of one day; whoever calls this has asked who may."""
    form, at, by = ExtraForm(), now(), current_actor()

    def do() -> str:
        hours.add_all_hours(service, form.day.data, form.spans, by=by, at=at)
        return back

    if form.validate_on_submit():
        with form.refusals():
            with writing():
                form.once(do, at=at)
            flash(_("加好了"))
            return redirect(back)
    today = village_day(at)
    return page(
        "services/clinics/hours/extra.html",
        form=form,
        why_not=why_not_weekly(service.seats),
        first_day=today,
        last_day=today + FARTHEST,
        back_to=back,
        back_label=back_label,
    )


def be_away(practitioner: Practitioner, *, back: str, back_label: str) -> ResponseReturnValue:
    """Put down days off; whoever calls this has asked who may."""
    form, at, by = AwayForm(), now(), current_actor()

    def do() -> str:
        first, last = form.day.data, form.last_day
        hours.be_away_for(practitioner, first, last, form.span, by=by, at=at)
        return back

    if form.validate_on_submit():
        with form.refusals():
            with writing():
                form.once(do, at=at)
            flash(_("记下了，这段时间约不了"))
            return redirect(back)
    today = village_day(at)
    return page(
        "services/clinics/hours/away.html",
        form=form,
        first_day=today,
        last_day=today + FARTHEST,
        back_to=back,
        back_label=back_label,
    )


def span_in_words(begins: int, ends: int) -> str:
    """Say from when to when: a whole day, or its times."""
    if (begins, ends) == (0, DAY_MINUTES):
        return _("整天")
    return f"{clock(begins)}—{clock(ends)}"
