"""The practitioner's own hours and days off, set as the branch's desk sets them."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from core.clock import now, village_day
from core.db import db, writing
from core.web.forms import page
from core.web.guard import current_actor, needs
from core.words import _, dated
from services.access import PRACTISE
from services.cases.desk_views.blueprint import bp
from services.cases.desk_views.days import nobody
from services.clinics.desk_views import hours as shared
from services.clinics.forms import DAYS
from services.clinics.models import DayOff, ExtraHours, Practitioner, Service
from services.clinics.operations import hours as operations
from services.clinics.queries import desk
from services.clinics.queries.setting_up import find_practitioner_of
from services.clinics.rules.hours import in_text
from services.clinics.rules.setting_up import why_not_weekly


def find_mine() -> Practitioner | None:
    """Return the practitioner who is looking; None for who is none, or none any more."""
    found = find_practitioner_of(current_actor().person)
    return found if found is not None and found.ended_at is None else None


@bp.get("/hours")
@needs(PRACTISE)
def hours() -> ResponseReturnValue:
    """Show where and when one can be booked, and when not."""
    mine, today = find_mine(), village_day(now())
    if mine is None:
        return nobody()
    given = [each for each in desk.list_given(mine.id) if why_not_weekly(each.seats) is None]
    return page(
        "services/cases/practice/hours.html",
        given=[
            (each, week_in_words(each), desk.list_extra(each.id, since=today)) for each in given
        ],
        off=desk.list_off(mine.id, since=today),
        span=shared.span_in_words,
        dated=dated,
    )


def week_in_words(service: Service) -> list[tuple[str, str]]:
    """Return the hours of each day of the week that has any."""
    days = [[(h.begins, h.ends) for h in service.hours if h.weekday == n] for n in range(len(DAYS))]
    return [(str(DAYS[n]), in_text(spans)) for n, spans in enumerate(days) if spans]


def find_service(service_id: int) -> Service | None:
    return db.session.get(Service, service_id)


@bp.route("/services/<int:service_id>/week", methods=["GET", "POST"])
@needs(PRACTISE, of=find_service)
def set_week(service: Service) -> ResponseReturnValue:
    return shared.set_week(service, back=url_for(".hours"), back_label=_("我的时间"))


@bp.route("/services/<int:service_id>/extra", methods=["GET", "POST"])
@needs(PRACTISE, of=find_service)
def extra(service: Service) -> ResponseReturnValue:
    return shared.add_hours(service, back=url_for(".hours"), back_label=_("我的时间"))


@bp.route("/away", methods=["GET", "POST"])
@needs(PRACTISE)
def away() -> ResponseReturnValue:
    mine = find_mine()
    if mine is None:
        return nobody()
    return shared.be_away(mine, back=url_for(".hours"), back_label=_("我的时间"))


def find_extra(extra_id: int) -> ExtraHours | None:
    return db.session.get(ExtraHours, extra_id)


@bp.post("/extra/<int:extra_id>/back")
@needs(PRACTISE, of=find_extra)
def take_hours_back(found: ExtraHours) -> ResponseReturnValue:
    with writing():
        operations.take_hours_back(found, by=current_actor(), at=now())
    flash(_("去掉了。已经约好的不受影响"))
    return redirect(url_for(".hours"))


def find_day_off(away_id: int) -> DayOff | None:
    return db.session.get(DayOff, away_id)


@bp.post("/away/<int:away_id>/back")
@needs(PRACTISE, of=find_day_off)
def come_back(found: DayOff) -> ResponseReturnValue:
    with writing():
        operations.come_back(found, by=current_actor(), at=now())
    flash(_("去掉了，这段时间又能预约"))
    return redirect(url_for(".hours"))
