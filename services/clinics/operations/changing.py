"""What is changed later: what a clinic says, its contact clerk, how early a service is booked."""

from dataclasses import asdict
from datetime import datetime

from sqlalchemy import update

from core.access import Actor
from core.cache.operations import bump
from core.db import db
from core.errors import Overtaken, Refused, refuse_if
from core.history.operations import record
from core.words import _
from services.clinics.models import Clinic, Service
from services.clinics.operations.telling import tell_part
from services.clinics.queries.setting_up import is_in_reach, list_live_services
from services.clinics.rules import setting_up as rules
from services.clinics.rules.setting_up import Said
from services.clinics.rules.terms import Window, why_not_terms


def edit_clinic(clinic: Clinic, said: Said, *, version: int, by: Actor, at: datetime) -> None:
    """Change what the clinic says; `Overtaken` when somebody saved another version meanwhile.

    A way by which a service there is given stays until that service has ended.
    """
    if wrong := rules.why_not_say(said):
        raise Refused(wrong[1], field=wrong[0])
    if said.unit_id != clinic.unit_id and not is_in_reach(said.unit_id or 0, clinic.branch):
        raise Refused(_("请选在哪个村"), field="unit_id")
    given = (each.ways for each in list_live_services(clinic_id=clinic.id))
    refuse_if(rules.why_not_ways(said.ways, given=given), field="ways")
    step = (
        update(Clinic)
        .where(Clinic.id == clinic.id, Clinic.version == version, Clinic.closed_at.is_(None))
        .values(**{**asdict(said), "ways": ",".join(said.ways), "version": version + 1})
    )
    if db.session.scalar(step.returning(Clinic.id)) is None:
        db.session.refresh(clinic)
        if clinic.closed_at is not None:
            raise Refused(_("已经关了"))
        raise Overtaken(
            _("您改的时候，别人先存了一版"),
            theirs=rules.written(said_by(clinic)),
            mine=rules.written(said),
        )
    db.session.refresh(clinic)
    record("edit_clinic", "clinic", clinic.id, by=by, at=at, became=str(clinic.version))
    bump()


def said_by(clinic: Clinic) -> Said:
    """Return what the clinic says of itself now."""
    return Said(
        title=clinic.title,
        address=clinic.address,
        ways=tuple(rules.codes_of(clinic.ways)),
        unit_id=clinic.unit_id,
        phone=clinic.phone,
        words=clinic.words,
    )


def take_contact_off(clinic: Clinic, *, by: Actor, at: datetime) -> None:
    """Let somebody be the contact clerk no longer: nothing new goes to them.

    What was handed to them goes back to its clients, who hand it in again. To refuse because of it
    would tell the branch that there is something.
    """
    was = clinic.contact_id
    if was is None:
        raise Refused(_("现在没有联络员"))
    step = update(Clinic).where(Clinic.id == clinic.id, Clinic.contact_id == was)
    step = step.values(contact_id=None, undertaken_at=None)
    if db.session.scalar(step.returning(Clinic.id)) is None:
        raise Refused(_("别人刚刚改过，请刷新后再看"))
    db.session.refresh(clinic)
    record("take_contact_off", "clinic", clinic.id, by=by, at=at, was=str(was))
    tell_part(was, "contact_off", f"clinic:{clinic.id}", at=at)


def edit_service(
    service: Service, window: Window, *, version: int, by: Actor, at: datetime
) -> None:
    """Change how early and late it is booked and moved; what is booked stays as it is."""
    if wrong := why_not_terms(window):
        raise Refused(wrong[1], field=wrong[0])
    said = {name: getattr(window, name) for name in Window.__dataclass_fields__}
    step = (
        update(Service)
        .where(Service.id == service.id, Service.version == version, Service.ended_at.is_(None))
        .values(**said, version=version + 1)
    )
    if db.session.scalar(step.returning(Service.id)) is None:
        raise Refused(_("别人刚刚改过，请刷新后再看"))
    db.session.refresh(service)
    record("edit_service", "clinic_service", service.id, by=by, at=at, became=str(service.version))
