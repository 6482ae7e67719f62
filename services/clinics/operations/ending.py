"""What ends: a service, all that a practitioner gives, a clinic; what stands is ended first."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import update

from core.access import Actor
from core.db import db
from core.errors import Refused, refuse_if
from core.history.operations import record
from core.sponsorship import operations as sponsorship
from core.sponsorship.operations.moving import take
from core.sponsorship.queries import find_standing, find_under_way
from core.sponsorship.telling import tell_leaders, tell_steward
from core.waitlists import operations as waitlists
from core.words import _
from services.clinics.models import Clinic, Practitioner, Service
from services.clinics.operations import cells, waiting
from services.clinics.operations.telling import tell_waiting
from services.clinics.operations.waiting import KIND
from services.clinics.queries.setting_up import list_live_services, list_taken
from services.clinics.rules import setting_up as rules

CLOSED = "这个点关了"  # as a branch reads it of its verification


def end_service(service: Service, *, by: Actor, at: datetime) -> None:
    """Let nobody book it any more; what stands is moved or cancelled first."""
    cells.lock(service.practitioner_id)
    waiting.end_holds(service.practitioner_id, service_id=service.id, begins=at, at=at)
    taken = list_taken(service.practitioner_id, service_id=service.id, since=at)
    is_own = service.practitioner.person_id == by.person
    refuse_if(rules.why_not_off(taken, is_own=is_own))
    if not _stop(service, at=at):
        raise Refused(_("已经停了"))
    record("end_service", "clinic_service", service.id, by=by, at=at)


def end_practitioner(practitioner: Practitioner, *, by: Actor, at: datetime) -> None:
    """Let nobody book them any more; what stands is moved or cancelled first."""
    cells.lock(practitioner.id)
    is_own = practitioner.person_id == by.person
    waiting.end_holds(practitioner.id, begins=at, at=at)
    taken = list_taken(practitioner.id, since=at)
    refuse_if(rules.why_not_off(taken, is_own=is_own))
    step = update(Practitioner).where(
        Practitioner.id == practitioner.id, Practitioner.ended_at.is_(None)
    )
    if db.session.scalar(step.values(ended_at=at).returning(Practitioner.id)) is None:
        raise Refused(_("已经停了"))
    for service in list_live_services(practitioner_id=practitioner.id):
        _stop(service, at=at)
    record("end_practitioner", "practitioner", practitioner.id, by=by, at=at)


def close_clinic(clinic: Clinic, *, by: Actor, at: datetime) -> None:
    """Close the place for good; its verification ends with it.

    What is booked keeps it open: whoever has it in hand ends that first. What lies with the contact
    clerk goes back to its clients, and the branch does not learn whether there was any.
    """
    services = list_live_services(clinic_id=clinic.id)
    _refuse_standing(services, at=at)
    _end_verification(clinic, by=by, at=at)
    for service in services:
        _stop(service, at=at)
    step = update(Clinic).where(Clinic.id == clinic.id, Clinic.closed_at.is_(None))
    step = step.values(closed_at=at, version=Clinic.version + 1)
    if db.session.scalar(step.returning(Clinic.id)) is None:
        raise Refused(_("已经关了"))
    record("close_clinic", "clinic", clinic.id, by=by, at=at)


def _end_verification(clinic: Clinic, *, by: Actor, at: datetime) -> None:
    """End what stands and what is under way, while those who hear of it still find the place."""
    if (under_way := find_under_way(KIND, clinic.id)) is not None:
        take(under_way, "withdraw", by=by, at=at, reason=CLOSED)
        tell_leaders(under_way, "sponsorship.withdrawn", at=at)
        tell_steward(under_way, "sponsorship.withdrawn", at=at)
    if (standing := find_standing(KIND, clinic.id)) is not None:
        sponsorship.end(standing, reason=CLOSED, by=by, at=at)


def _refuse_standing(services: Sequence[Service], *, at: datetime) -> None:
    for practitioner_id in sorted({each.practitioner_id for each in services}):
        cells.lock(practitioner_id)
    for each in services:
        waiting.end_holds(each.practitioner_id, service_id=each.id, begins=at, at=at)
    stands = any(
        list_taken(each.practitioner_id, service_id=each.id, since=at) for each in services
    )
    if stands:
        raise Refused(_("还有约好的时间，请经办的人先改期或取消再关"))


def _stop(service: Service, *, at: datetime) -> bool:
    """End the service and all waiting for it; tell whether it went on until now."""
    step = update(Service).where(Service.id == service.id, Service.ended_at.is_(None))
    step = step.values(ended_at=at, version=Service.version + 1)
    if db.session.scalar(step.returning(Service.id)) is None:
        return False
    for wait in waitlists.close(KIND, service.id, at=at):
        tell_waiting(wait, at=at)
    return True
