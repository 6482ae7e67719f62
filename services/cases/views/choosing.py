"""From a time in the list to one that is kept: which way to meet, a group's seat, or the line."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from core.accounts.forms import EmptyForm
from core.clock import now
from core.db import writing
from core.waitlists.queries import find_live
from core.web.forms import page
from core.web.guard import current_actor, needs
from core.words import _
from services.access import BOOK
from services.cases.forms.booking import HoldForm
from services.cases.views.blueprint import appointments as bp
from services.clinics.models import Service, Session
from services.clinics.operations import booking, groups, waiting
from services.clinics.queries import appointments as queries
from services.clinics.queries.offered import find_coming, village_of
from services.clinics.rules import appointments as rules
from services.clinics.rules.wishes import read_slot
from services.volunteering.rules.times import in_words


@dataclass(frozen=True)
class Chosen:
    """A service and a time of it, as the address says; None where it says no time."""

    service: Service
    starts_at: datetime | None

    @property
    def id(self) -> int:
        return self.service.id


def find_chosen(service_id: int) -> Chosen | None:
    """Return what the address names, as `?start=202612010900`; None for what nobody can book."""
    service = queries.find_open_service(service_id, at=now())
    if service is None or service.seats > 1:
        return None
    return Chosen(service, read_slot(request.args.get("start", "")))


@bp.route("/new/<int:service_id>", methods=["GET", "POST"])
@needs(BOOK, of=find_chosen)
def choose(chosen: Chosen) -> ResponseReturnValue:
    """Keep the time for ten minutes; the rest is asked on its page."""
    service, starts_at, at, by = chosen.service, chosen.starts_at, now(), current_actor()
    if starts_at is None:
        return redirect(list_of(service))
    form = HoldForm()
    form.offer(service)

    def do() -> str:
        made = booking.hold(service, starts_at, form.way.data, by=by, at=at)
        return url_for(".show", ref=made.ref)

    if form.validate_on_submit():
        with form.refusals():
            with writing():
                where = form.once(do, at=at)
            return redirect(where)
    return page(
        "services/cases/appointments/choose.html", form=form, **facts_of(service, starts_at, at=at)
    )


def list_of(service: Service) -> str:
    """Return where the times of its kind are listed."""
    return f"/services/{service.clinic.kind.value.replace('_', '-')}"


def facts_of(service: Service, starts_at: datetime, *, at: datetime) -> dict[str, Any]:
    by = current_actor()
    standing = standing_for(service, at=at)
    return {
        "service": service,
        "when": in_words(starts_at, starts_at + rules.minutes_of(service)),
        "place": place_of(service),
        "why_not": rules.why_not_for(service.clinic.kind, by=by)
        or rules.why_not_want(standing, by=by),
        "back_to": list_of(service),
    }


def place_of(service: Service) -> str:
    """Say where a clinic is."""
    clinic = service.clinic
    return " ".join(filter(None, (village_of(clinic.unit), clinic.address)))


def standing_for(service: Service, *, at: datetime) -> rules.Standing:
    """Return what decides whether who is looking can book; of a helper only their own counts."""
    by = current_actor()
    made_by = by.id if by.is_proxy else None
    return queries.standing_of(by.person, service, None, made_by=made_by, at=at)


def find_group(session_id: int) -> Session | None:
    return find_coming(session_id, at=now())


@bp.route("/sessions/<int:session_id>", methods=["GET", "POST"])
@needs(BOOK, of=find_group)
def join(session: Session) -> ResponseReturnValue:
    """Take a seat in a group's hour."""
    form, at, by = EmptyForm(), now(), current_actor()

    def do() -> str:
        return url_for(".show", ref=groups.join(session, by=by, at=at).ref)

    if form.validate_on_submit():
        with form.refusals():
            with writing():
                where = form.once(do, at=at)
            flash(_("约好了，到时间直接来就行"))
            return redirect(where)
    standing = standing_for(session.service, at=at)
    return page(
        "services/cases/appointments/join.html",
        form=form,
        session=session,
        service=session.service,
        when=in_words(session.starts_at, session.ends_at),
        place=place_of(session.service),
        why_not=rules.why_not_for(session.service.clinic.kind, by=by)
        or rules.why_not_want(standing, by=by)
        or rules.why_not_join(session, at=at),
    )


def find_waited_for(service_id: int) -> Service | None:
    service = queries.find_open_service(service_id, at=now())
    return service if service is not None and service.seats == 1 else None


@bp.route("/waits/<int:service_id>", methods=["GET", "POST"])
@needs(BOOK, of=find_waited_for)
def wait(service: Service) -> ResponseReturnValue:
    """Stand in the line for any time of somebody's."""
    form, at, by = EmptyForm(), now(), current_actor()
    if form.validate_on_submit():
        with form.refusals():
            with writing():
                waiting.wait_for(service, by=by, at=at)
            flash(_("排上候补了，有空出来的时间马上告诉您"))
            return redirect(url_for(".home"))
    return page(
        "services/cases/appointments/wait.html",
        form=form,
        service=service,
        place=place_of(service),
        waits=find_live(waiting.KIND, service.id, person_id=by.person) is not None,
        why_not=rules.why_not_wait(by=by)
        or rules.why_not_want(standing_for(service, at=at), by=by),
        back_to=list_of(service),
    )


@bp.post("/waits/<int:service_id>/leave")
@needs(BOOK, of=queries.find_service)
def leave(service: Service) -> ResponseReturnValue:
    with writing():
        waiting.leave(service, by=current_actor(), at=now())
    flash(_("好的，不等了"))
    return redirect(url_for(".home"))
