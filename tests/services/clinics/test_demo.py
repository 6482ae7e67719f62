"""The demo world's clinics: filled once, by the operations, true to the rules."""

import pytest
from sqlalchemy import func, select

from core.area import CORE
from core.cli.invariants import broken
from core.clock import now
from core.db import db, writing
from core.notices.models import Notice
from core.sponsorship.models import Sponsorship
from core.sponsorship.queries import is_active
from services.clinics.models import (
    Appointment,
    AppointmentStatus,
    Cell,
    Clinic,
    Practitioner,
    Service,
    Session,
)
from services.clinics.queries.appointments import find_open_service
from services.clinics.queries.setting_up import holds_office
from services.clinics.queries.slots import has_free
from wsgi import AREAS

A = AppointmentStatus


@pytest.fixture
def whole():
    """Here all invariants are asked."""


@pytest.mark.both_engines
def test_it_is_filled_once_and_whole(app):
    at = now()
    for _time in range(2):
        with writing():
            for area in (CORE, *AREAS):
                if area.demo:
                    area.demo(at)
    clinics = db.session.scalars(select(Clinic).order_by(Clinic.id)).all()
    assert [each.kind.value for each in clinics] == ["legal_aid", "counselling"]
    assert [each.contact_id is not None for each in clinics] == [True, False]
    assert not holds_office(clinics[0].contact_id, day=at.date())
    verified = select(func.count()).where(Sponsorship.kind == "clinic", is_active(day=at.date()))
    assert db.session.scalar(verified) == 2
    assert db.session.query(Practitioner).count() == 4
    alone = db.session.scalars(select(Service.id).where(Service.seats == 1)).all()
    for service_id in alone:
        service = find_open_service(service_id, at=at)
        assert service is not None
        assert has_free(service, at=at)
    session = db.session.scalars(select(Session)).one()
    assert (session.taken, session.seats) == (3, 30)
    assert session.starts_at > at
    statuses = select(Appointment.status, func.count()).group_by(Appointment.status)
    found = dict(db.session.execute(statuses.where(Appointment.session_id.is_(None))).all())
    assert found == {A.DONE: 1, A.BOOKED: 3, A.ASKED: 1}
    assert db.session.query(Cell).count() > 0
    assert broken(at=at) == {}
    unsent = select(Notice.id).where(Notice.channel.is_not(None), Notice.sent_at.is_(None))
    assert db.session.scalars(unsent).all() == []


def test_nobody_who_set_a_clinic_up_looked_at_it_or_decided(app):
    at = now()
    with writing():
        for area in (CORE, *AREAS):
            if area.demo:
                area.demo(at)
    for clinic in db.session.scalars(select(Clinic)):
        found = db.session.scalars(
            select(Sponsorship).where(Sponsorship.kind == "clinic", Sponsorship.ref == clinic.id)
        ).one()
        assert clinic.made_by not in {found.steward_id, found.decided_by}
        assert clinic.contact_id not in {found.steward_id, found.decided_by}
