"""How somebody can be booked at a clinic: the terms, the hours, and hours for groups."""

from datetime import datetime

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue

from core.clock import now, village_day
from core.db import db, writing
from core.errors import Refused
from core.web.forms import page
from core.web.guard import current_actor, needs
from core.words import _, dated
from services.access import RUN_CLINICS
from services.clinics.desk_views import hours as shared
from services.clinics.desk_views.blueprint import bp
from services.clinics.forms import DAYS, ServiceForm, SessionForm, WhyForm, WindowForm
from services.clinics.models import Clinic, ExtraHours, Practitioner, Service, Session
from services.clinics.operations import changing, ending, groups, hours, setting_up
from services.clinics.queries import desk
from services.clinics.rules import setting_up as rules
from services.clinics.rules.terms import Window


@bp.route("/<int:clinic_id>/services/new", methods=["GET", "POST"])
@needs(RUN_CLINICS, of=desk.find_clinic)
def offer(clinic: Clinic) -> ResponseReturnValue:
    """Let one of the branch's practitioners be booked at the clinic."""
    form, at, by = ServiceForm(), now(), current_actor()
    people = desk.list_fitting(clinic)
    form.offer(clinic, ((each.id, each.person.name) for each in people))
    if not form.is_submitted():
        form.ways.data = rules.codes_of(clinic.ways)

    def do() -> str:
        practitioner = db.session.get(Practitioner, form.practitioner.data)
        if practitioner is None:
            raise Refused(_("请选一个人"), field="practitioner")
        made = setting_up.offer_service(clinic, practitioner, form.terms, by=by, at=at)
        following = ".week" if made.seats == 1 else ".open_session"
        return url_for(following, branch_id=clinic.branch_id, service_id=made.id)

    if people and form.validate_on_submit():
        with form.refusals():
            with writing():
                where = form.once(do, at=at)
            flash(_("加上了，接着定时间"))
            return redirect(where)
    return page("services/clinics/desk/offer.html", clinic=clinic, people=people, form=form)


@bp.get("/services/<int:service_id>")
@needs(RUN_CLINICS, of=desk.find_service)
def service(found: Service) -> ResponseReturnValue:
    at = now()
    return page(
        "services/clinics/desk/service.html",
        service=found,
        clinic=found.clinic,
        days=DAYS,
        week=[[h for h in found.hours if h.weekday == day] for day in range(len(DAYS))],
        extra=desk.list_extra(found.id, since=village_day(at)),
        sessions=desk.list_sessions(found.id, since=at) if found.seats > 1 else [],
        span=shared.span_in_words,
        dated=dated,
        rules=rules,
        at=at,
    )


@bp.route("/services/<int:service_id>/edit", methods=["GET", "POST"])
@needs(RUN_CLINICS, of=desk.find_service)
def edit_service(found: Service) -> ResponseReturnValue:
    names = (*Window.__dataclass_fields__, "version")
    form = WindowForm(data={name: getattr(found, name) for name in names})
    back = page_of(found)
    if form.validate_on_submit():
        with form.refusals():
            with writing():
                version = int(form.version.data)
                by, at = current_actor(), now()
                changing.edit_service(found, form.window, version=version, by=by, at=at)
            flash(_("改好了。已经约好的不受影响"))
            return redirect(back)
    return page("services/clinics/desk/edit_service.html", service=found, form=form, back_to=back)


@bp.post("/services/<int:service_id>/end")
@needs(RUN_CLINICS, of=desk.find_service)
def end_service(found: Service) -> ResponseReturnValue:
    back = url_for(".clinic", branch_id=found.branch_id, clinic_id=found.clinic_id)
    with writing():
        ending.end_service(found, by=current_actor(), at=now())
    flash(_("停了，不再接新的预约"))
    return redirect(back)


@bp.route("/services/<int:service_id>/week", methods=["GET", "POST"])
@needs(RUN_CLINICS, of=desk.find_service)
def week(found: Service) -> ResponseReturnValue:
    return shared.set_week(found, back=page_of(found), back_label=found.practitioner.person.name)


@bp.route("/services/<int:service_id>/extra", methods=["GET", "POST"])
@needs(RUN_CLINICS, of=desk.find_service)
def extra(found: Service) -> ResponseReturnValue:
    return shared.add_hours(found, back=page_of(found), back_label=found.practitioner.person.name)


@bp.post("/services/<int:service_id>/extra/<int:extra_id>/back")
@needs(RUN_CLINICS, of=desk.find_extra)
def take_hours_back(found: ExtraHours) -> ResponseReturnValue:
    back = page_of(found.service)
    with writing():
        hours.take_hours_back(found, by=current_actor(), at=now())
    flash(_("去掉了。已经约好的不受影响"))
    return redirect(back)


@bp.route("/services/<int:service_id>/sessions/new", methods=["GET", "POST"])
@needs(RUN_CLINICS, of=desk.find_service)
def open_session(found: Service) -> ResponseReturnValue:
    """Set a group's hour."""
    form, at, by = SessionForm(), now(), current_actor()
    back = page_of(found)

    def do() -> str:
        groups.open_session(found, form.title.data, form.starts_at, by=by, at=at)
        return back

    if found.seats > 1 and form.validate_on_submit():
        with form.refusals():
            with writing():
                form.once(do, at=at)
            flash(_("定好了，村民看得到、能报名"))
            return redirect(back)
    return page(
        "services/clinics/desk/open_session.html",
        service=found,
        form=form,
        first_day=village_day(at),
        back_to=back,
    )


@bp.route("/sessions/<int:session_id>/cancel", methods=["GET", "POST"])
@needs(RUN_CLINICS, of=desk.find_session)
def cancel_session(found: Session) -> ResponseReturnValue:
    """Call a group's hour off; whoever has a seat hears why."""
    form, at = WhyForm(), now()
    back = page_of(found.service)
    if form.validate_on_submit():
        with form.refusals():
            with writing():
                groups.cancel_session(found, form.why.data, by=current_actor(), at=at)
            flash(_("取消了，报了名的人会收到消息"))
            return redirect(back)
    return page(
        "services/clinics/desk/cancel_session.html",
        session=found,
        form=form,
        has_begun=has_begun(found, at=at),
        back_to=back,
    )


def has_begun(session: Session, *, at: datetime) -> bool:
    return session.starts_at <= at


def page_of(service: Service) -> str:
    return url_for("clinics_desk.service", branch_id=service.branch_id, service_id=service.id)
