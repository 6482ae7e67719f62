"""What clinics keep about a person, to copy out and to erase (PIPL 45, 47)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select, update

from core.access import SYSTEM
from core.db import db
from services.clinics.models import Appointment, Clinic, Practitioner, Service, Session
from services.clinics.operations import booking, cells, groups, waiting
from services.clinics.operations.telling import tell_practitioner
from services.clinics.queries.appointments import list_waiting
from services.clinics.rules.appointments import LIVE

GONE = "接待的人不再接待了"  # as a guest reads it of a time that was booked


class OwnAppointments:
    """Somebody's appointments, and what they are put down as; what was said lies in a safe."""

    def export(self, person_id: int) -> Mapping[str, Sequence[Mapping[str, Any]]]:
        mine = select(Appointment).where(Appointment.person_id == person_id)
        licences = select(Practitioner).where(Practitioner.person_id == person_id)
        entrusted = select(Clinic).where(Clinic.contact_id == person_id).order_by(Clinic.id)
        return {
            "appointments": [
                {
                    "ref": each.ref,
                    "way": each.way,
                    "starts_at": each.starts_at,
                    "ends_at": each.ends_at,
                    "status": each.status.value,
                    "made_at": each.made_at,
                    "booked_at": each.booked_at,
                    "ended_at": each.ended_at,
                    "end_why": each.end_why,
                }
                for each in db.session.scalars(mine.order_by(Appointment.id))
            ],
            "practitioner": [
                {
                    "kind": each.kind.value,
                    "licence": each.licence,
                    "licence_until": each.licence_until,
                    "languages": each.languages,
                    "words": each.words,
                    "seen_at": each.seen_at,
                    "ended_at": each.ended_at,
                }
                for each in db.session.scalars(licences)
            ],
            "contact_clerk_of": [
                {"clinic": each.title, "undertaken_at": each.undertaken_at}
                for each in db.session.scalars(entrusted)
            ],
        }

    def erase(self, person_id: int, *, at: datetime) -> None:
        """Give back what is to come and leave the lines; nobody books a practitioner any more."""
        query = select(Appointment).where(
            Appointment.person_id == person_id, Appointment.status.in_(LIVE)
        )
        for each in db.session.scalars(query.order_by(Appointment.id)).all():
            if each.session_id is not None:
                groups.give_seat_back(each, by=SYSTEM, at=at)
                continue
            waiting.give_up(each, at=at)
            waiting.free(each, "cancel", by=SYSTEM, at=at)
            tell_practitioner(each, "given_back", at=at)
        for wait in list_waiting(person_id):
            waiting.end(wait, at=at)
        own = select(Practitioner).where(Practitioner.person_id == person_id)
        for practitioner in db.session.scalars(own).all():
            practitioner.ended_at = practitioner.ended_at or at
            practitioner.licence, practitioner.words = practitioner.licence and "—", ""
            db.session.flush()
            _call_off(practitioner, at=at)
        contact = update(Clinic).where(Clinic.contact_id == person_id)
        db.session.execute(contact.values(contact_id=None, undertaken_at=None))
        db.session.flush()


def _call_off(practitioner: Practitioner, *, at: datetime) -> None:
    """Cancel what is to come with somebody who leaves; each guest hears of it."""
    cells.lock(practitioner.id)
    sessions = (
        select(Session)
        .join(Session.service)
        .where(Service.practitioner_id == practitioner.id)
        .where(Session.cancelled_at.is_(None), Session.starts_at > at)
    )
    for session in db.session.scalars(sessions).all():
        groups.cancel_session(session, GONE, by=SYSTEM, at=at)
    single = select(Appointment).where(
        Appointment.practitioner_id == practitioner.id,
        Appointment.session_id.is_(None),
        Appointment.status.in_(LIVE),
        Appointment.starts_at > at,
    )
    for each in db.session.scalars(single.order_by(Appointment.id)).all():
        booking.cancel(each, by_practitioner=True, why=GONE, by=SYSTEM, at=at)
