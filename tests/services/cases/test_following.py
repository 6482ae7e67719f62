"""What follows by itself: a new contact clerk, a time that will not be."""

import pytest

from core.db import db, writing
from core.errors import Refused
from services.cases.jobs import follow_all, take_back_all
from services.cases.models import CaseStatus
from services.cases.operations import handling, safekeeping
from services.clinics.models import Clinic, ClinicKind, PractitionerKind
from services.clinics.operations import booking, practising
from tests.services.clinics.world import DAY

pytestmark = pytest.mark.both_engines


@pytest.fixture
def waiting(world, case, do):
    do(handling.submit, case, by=world.actor(world.guest))
    return case


def name_contact(world, person):
    with writing():
        clinic = db.session.get(Clinic, world.clinic.id)
        clinic.contact_id = person.id if person else None
        clinic.undertaken_at = world.at if person else None


def test_what_waits_goes_to_the_clerk_of_today(world, waiting, contact, make, do):
    successor = make.person(name="新联络员")
    name_contact(world, successor)
    follow_all(world.at)
    db.session.expire_all()
    assert waiting.contact_id == successor.id
    assert do(safekeeping.open_part, waiting, "intake", by=world.actor(successor))
    with pytest.raises(Refused):
        do(safekeeping.open_part, waiting, "intake", by=world.actor(contact))


def test_without_a_clerk_nobody_opens_it_until_there_is_one(world, waiting, contact, do):
    name_contact(world, None)
    follow_all(world.at)
    db.session.expire_all()
    assert waiting.contact_id is None
    with pytest.raises(Refused):
        do(safekeeping.open_part, waiting, "intake", by=world.actor(contact))
    name_contact(world, contact)
    follow_all(world.at)
    assert do(safekeeping.open_part, waiting, "intake", by=world.actor(contact))


def test_what_is_handed_on_stays(world, handed, make):
    name_contact(world, make.person(name="新联络员"))
    follow_all(world.at)
    db.session.expire_all()
    assert handed.status is CaseStatus.HANDED


class TestCounselling:
    @pytest.fixture
    def wish(self, world, make, do):
        """Return a case for a time that the counsellor has not answered yet."""
        clinic = world.make_clinic(ClinicKind.COUNSELLING, title="谈心室")
        counsellor = world.practitioner(make.person(), PractitionerKind.COUNSELLOR)
        service, by = world.make_service(counsellor, clinic, asks=True), world.actor(world.guest)
        made = world.book(world.start(9), service=service)
        case = do(handling.begin, clinic, consents=True, by=by)
        do(handling.submit, case, appointment=made, by=by)
        return made, case, world.actor(counsellor.person)

    def test_declined_it_is_taken_back(self, world, wish, do):
        made, case, counsellor = wish
        do(practising.decline, made, "那天出差", by=counsellor)
        take_back_all(world.at)
        db.session.expire_all()
        assert case.status is CaseStatus.WITHDRAWN
        with pytest.raises(Refused):
            do(safekeeping.open_part, case, "intake", by=counsellor)

    def test_what_goes_on_stays(self, world, wish):
        _made, case, _counsellor = wish
        take_back_all(world.at)
        db.session.expire_all()
        assert case.status is CaseStatus.HANDED


class TestWhoMayBeBooked:
    def test_a_student_only_while_the_guide_may_advise(self, world, make):
        student = world.practitioner(
            make.person(), PractitionerKind.LAW_STUDENT, guide_id=world.lawyer.id, licence=""
        )
        service = world.make_service(student)
        world.book(world.start(9), service=service)
        with writing():
            db.session.merge(world.lawyer).licence_until = (world.at - DAY).date()
        with pytest.raises(Refused, match="不能预约"):
            world.hold(world.start(14), make.person(), service)

    def test_nobody_has_a_group_for_themselves(self, world):
        service = world.make_service(seats=5)
        with pytest.raises(Refused, match="大家一起听"):
            world.hold(world.start(9), service=service)

    def test_what_is_kept_is_not_booked_where_it_was_closed_meanwhile(self, world, do):
        made, by = world.hold(world.start(9)), world.actor(world.guest)
        with writing():
            db.session.get(Clinic, world.clinic.id).closed_at = world.at
        with pytest.raises(Refused, match="不能预约"):
            do(booking.want, made, by=by)
