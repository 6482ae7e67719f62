"""What follows by itself: a new contact clerk, a time that will not be."""

import pytest
from sqlalchemy import select

from core.accounts.models import GrantKind
from core.branches.models import OfficeRole
from core.db import db, writing
from core.errors import Refused
from core.notices.models import Notice
from services.cases.jobs import give_back_all, take_back_all
from services.cases.models import CaseStatus
from services.cases.operations import breaking, handling, safekeeping
from services.clinics.jobs import settle_all
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


def news(person, event):
    query = select(Notice).where(Notice.person_id == person.id, Notice.event == f"cases.{event}")
    return db.session.scalars(query).all()


def test_a_new_clerk_reads_nothing_that_was_given_to_another(world, waiting, contact, make, do):
    """It goes back to the client, who hears of it and hands it in again, or does not."""
    successor, client = make.person(name="新联络员"), world.actor(world.guest)
    name_contact(world, successor)
    for person in (contact, successor):
        with pytest.raises(Refused):
            do(safekeeping.open_part, waiting, "intake", by=world.actor(person))
    for _time in range(2):
        give_back_all(world.at)
    db.session.expire_all()
    assert (waiting.status, waiting.contact_id) == (CaseStatus.DRAFT, None)
    assert len(news(world.guest, "returned")) == 1
    with pytest.raises(Refused):
        do(safekeeping.open_part, waiting, "intake", by=world.actor(successor))
    do(handling.submit, waiting, by=client)
    assert do(safekeeping.open_part, waiting, "intake", by=world.actor(successor))


def test_so_it_does_where_the_clinic_is_closed(world, waiting, contact, do):
    with writing():
        db.session.get(Clinic, world.clinic.id).closed_at = world.at
    give_back_all(world.at)
    db.session.expire_all()
    assert waiting.status is CaseStatus.DRAFT
    with pytest.raises(Refused, match="联络员"):
        do(handling.submit, waiting, by=world.actor(world.guest))


def test_who_practises_no_more_opens_nothing_and_the_client_chooses_anew(world, handed, do):
    lawyer = world.actor(world.lawyer.person)
    with writing():
        db.session.merge(world.lawyer).ended_at = world.at
    with pytest.raises(Refused):
        do(safekeeping.open_part, handed, "intake", by=lawyer)
    give_back_all(world.at)
    db.session.expire_all()
    assert (handed.status, handed.practitioner_id) == (CaseStatus.DRAFT, None)
    assert news(world.guest, "returned")
    do(handling.submit, handed, by=world.actor(world.guest))
    assert handed.status is CaseStatus.OPEN


def test_what_is_handed_on_stays_whoever_is_the_clerk(world, handed, make):
    name_contact(world, make.person(name="新联络员"))
    give_back_all(world.at)
    db.session.expire_all()
    assert handed.status is CaseStatus.HANDED


def test_what_was_withdrawn_is_taken_up_again(world, handed, do):
    client = world.actor(world.guest)
    with pytest.raises(Refused):
        do(handling.take_up, handed, by=client)
    do(handling.withdraw, handed, by=client)
    with pytest.raises(Refused):
        do(handling.take_up, handed, by=world.actor(world.lawyer.person))
    do(handling.take_up, handed, by=client)
    assert (handed.status, handed.ended_at) == (CaseStatus.DRAFT, None)
    with pytest.raises(Refused):
        do(safekeeping.open_part, handed, "intake", by=world.actor(world.lawyer.person))
    assert do(safekeeping.open_part, handed, "intake", by=client)["story"]


def test_a_time_that_is_booked_with_who_has_it_in_hand_belongs_to_it(world, handed, do):
    made = world.book(world.start(9))
    do(lambda at: handling.join_time(made, at=at))
    assert handed.appointment_id == made.id


@pytest.mark.parametrize("power", ["admin", "clerk", "office"])
def test_a_clerk_who_has_come_to_power_opens_nothing(world, waiting, contact, make, do, power):
    assert do(safekeeping.open_part, waiting, "intake", by=world.actor(contact))
    if power == "office":
        make.officer(world.branch, person=contact, role=OfficeRole.PUBLICITY)
    else:
        make.admin(contact, GrantKind.ADMIN if power == "admin" else GrantKind.CLERK)
    with pytest.raises(Refused):
        do(safekeeping.open_part, waiting, "intake", by=world.actor(contact))


def test_nobody_hands_their_own_matter_to_themselves(world, contact, do):
    by = world.actor(contact)
    mine = do(handling.begin, world.clinic, by=by)
    do(safekeeping.save_intake, mine, {"story": "我自己的事"}, by=by)
    with pytest.raises(Refused, match="您自己是联络员"):
        do(handling.submit, mine, by=by)


def test_a_broken_glass_is_whole_again_once_it_is_withdrawn(world, handed, make, do):
    people = []
    for name in ("甲律师", "乙律师"):
        person = make.person(name=name)
        world.make_service(world.practitioner(person))
        people.append(world.actor(person))
    asked = do(breaking.ask_to_break, handed, "急", by=people[0])
    do(breaking.second, asked, handed, "急", by=people[1])
    assert do(safekeeping.open_part, handed, "intake", by=people[0])
    do(handling.withdraw, handed, by=world.actor(world.guest))
    for each in people:
        with pytest.raises(Refused):
            do(safekeeping.open_part, handed, "intake", by=each)


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

    def test_held_though_nobody_said_so_it_stays(self, world, wish, do):
        made, case, counsellor = wish
        do(practising.accept, made, by=counsellor)
        settle_all(made.ends_at + 2 * DAY)
        take_back_all(made.ends_at + 2 * DAY)
        db.session.expire_all()
        assert case.status is CaseStatus.HANDED

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
