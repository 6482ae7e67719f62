"""What branches set up: licences that an officer has seen, contact clerks, hours."""

from dataclasses import replace
from datetime import timedelta

import pytest

from core.clock import village_day
from core.db import db
from core.errors import Refused
from services.clinics.models import ClinicKind, PractitionerKind, WeeklyHours
from services.clinics.operations import setting_up
from services.clinics.operations.setting_up import Terms
from services.clinics.queries.slots import plan_of
from services.clinics.rules.setting_up import Paper, Said
from tests.services.clinics.world import DAY

pytestmark = pytest.mark.both_engines
P = PractitionerKind


def refused(field, do, *given, **kw):
    with pytest.raises(Refused) as found:
        do(*given, **kw)
    assert found.value.field == field
    return found.value.reason


class TestPractitioners:
    """Somebody whose licence was seen."""

    @pytest.fixture
    def see(self, world, do, make):
        def run(kind=P.LAWYER, person=None, by=None, guide=None, **kw):
            paper = Paper(kind=kind, **{"licence": "1332620", "languages": ("mandarin",), **kw})
            person = person or make.person()
            by = world.actor(by or world.officer)
            return do(setting_up.see, world.branch, person, paper, guide=guide, by=by)

        return run

    def test_put_down_and_seen_anew_when_the_licence_is_renewed(self, see, world, make, at):
        person = make.person()
        first = see(person=person, until=village_day(at))
        again = see(person=person, licence="1332621", until=village_day(at) + 9 * DAY)
        assert (again.id, again.licence, again.version) == (first.id, "1332621", 2)

    @pytest.mark.parametrize(
        ("kw", "field"),
        [
            ({"licence": ""}, "licence"),
            ({"licence": "1" * 41}, "licence"),
            ({"languages": ("klingon",)}, "languages"),
            ({"kind": P.LAW_STUDENT}, "guide"),
        ],
    )
    def test_what_is_missing_is_said_at_its_field(self, see, kw, field):
        refused(field, see, **kw)

    @pytest.mark.parametrize("days", [-1, 40 * 366 + 1])
    def test_a_licence_is_neither_over_nor_endless(self, see, at, days):
        refused("until", see, until=village_day(at) + timedelta(days=days))

    def test_a_student_needs_who_guides_them(self, see, world, make):
        counsellor = world.practitioner(make.person(), P.COUNSELLOR)
        refused("guide", see, kind=P.LAW_STUDENT, guide=counsellor, licence="")
        student = see(kind=P.LAW_STUDENT, guide=world.lawyer, licence="")
        assert student.guide.id == world.lawyer.id

    def test_nobody_sees_their_own(self, see, world):
        refused("who", see, person=world.officer)

    def test_who_has_appointments_is_not_ended(self, world, do, make):
        world.book(world.start(9))
        by = world.actor(world.officer)
        with pytest.raises(Refused, match="还有约好的时间"):  # how much is not the officer's
            do(setting_up.end_practitioner, world.lawyer, by=by)
        with pytest.raises(Refused, match="1 个预约"):
            do(setting_up.end_practitioner, world.lawyer, by=world.actor(world.lawyer.person))
        other = world.practitioner(make.person())
        do(setting_up.end_practitioner, other, by=by)
        with pytest.raises(Refused, match="已经停了"):
            do(setting_up.end_practitioner, other, by=by)


class TestClinics:
    """A place, and who receives what is asked there."""

    GOOD = Said(title="法律援助联络点", address="新街 1 号", ways=("place", "phone"))

    @pytest.mark.parametrize(
        ("changed", "field"),
        [
            ({"title": ""}, "title"),
            ({"address": ""}, "address"),
            ({"title": "长" * 61}, "title"),
            ({"ways": ()}, "ways"),
            ({"ways": ("pigeon",)}, "ways"),
        ],
    )
    def test_what_is_missing_is_said_at_its_field(self, world, do, changed, field):
        said = Said(**(vars(self.GOOD) | changed))
        by = world.actor(world.officer)
        refused(field, do, setting_up.open_clinic, world.branch, ClinicKind.LEGAL_AID, said, by=by)

    def test_it_is_not_open_until_somebody_has_been_there(self, world, do):
        by, said = world.actor(world.officer), replace(self.GOOD, unit_id=world.unit.id)
        clinic = do(setting_up.open_clinic, world.branch, ClinicKind.LEGAL_AID, said, by=by)
        service = world.make_service(clinic=clinic)
        with pytest.raises(Refused, match="不能预约"):
            world.hold(world.start(9), service=service)
        world.verify(clinic)
        world.hold(world.start(9), service=service)

    def test_the_contact_clerk_is_another_than_the_secretary_and_has_undertaken(
        self, world, do, make
    ):
        by, clerk = world.actor(world.officer), make.person()
        name = setting_up.name_contact
        refused("who", do, name, world.clinic, world.officer, has_undertaken=True, by=by)
        refused("undertaken", do, name, world.clinic, clerk, has_undertaken=False, by=by)
        refused("who", do, name, world.clinic, clerk, has_undertaken=True, by=world.actor(clerk))
        counselling = world.make_clinic(ClinicKind.COUNSELLING)
        refused("who", do, name, counselling, clerk, has_undertaken=True, by=by)
        do(name, world.clinic, clerk, has_undertaken=True, by=by)
        assert (world.clinic.contact_id, world.clinic.undertaken_at) == (clerk.id, world.at)

    def test_a_counsellor_gives_no_legal_aid_nor_by_a_way_that_is_not_there(self, world, do, make):
        by = world.actor(world.officer)
        counsellor = world.practitioner(make.person(), P.COUNSELLOR)
        offer, terms = setting_up.offer_service, Terms(minutes=30, ways=("place",))
        refused("practitioner", do, offer, world.clinic, counsellor, terms, by=by)
        by_video = Terms(minutes=30, ways=("video",))
        refused("ways", do, offer, world.clinic, world.lawyer, by_video, by=by)
        made = do(offer, world.clinic, world.lawyer, terms, by=by)
        assert (made.minutes, made.after, made.ways) == (30, 10, "place")


class TestHours:
    """The week, a day besides, a day off."""

    @pytest.mark.parametrize(
        "spans",
        [
            [(540, 542)],
            [(542, 600)],
            [(600, 540)],
            [(540, 560)],
            [(540, 660), (600, 720)],
            [(1400, 1445)],
            [(n * 60, n * 60 + 30) for n in range(7)],
        ],
    )
    def test_hours_that_make_no_sense(self, world, do, spans):
        by = world.actor(world.officer)
        refused("hours", do, setting_up.set_week, world.service, 0, spans, by=by)

    def test_a_day_of_the_week_is_set_whole(self, world, do):
        by = world.actor(world.officer)
        do(setting_up.set_week, world.service, 2, [(600, 660)], by=by)
        db.session.expire_all()
        found = [(h.begins, h.ends) for h in world.service.hours if h.weekday == 2]
        assert found == [(600, 660)]
        assert db.session.query(WeeklyHours).count() == 9

    def test_times_besides_are_offered_on_that_day_alone(self, world, do):
        by, day = world.actor(world.officer), world.start(9, day=5).date()  # a Sunday
        do(setting_up.add_hours, world.service, day, (540, 660), by=by)
        plan = plan_of([world.service], day, day + DAY)
        assert len(plan.offered(world.service, day)) == 3
        refused("day", do, setting_up.add_hours, world.service, day - 9 * DAY, (540, 660), by=by)

    def test_nobody_is_away_when_somebody_comes(self, world, do):
        made = world.book(world.start(9))
        by, day = world.actor(world.lawyer.person), world.start(9).date()
        reason = refused("day", do, setting_up.be_away, world.lawyer, day, (0, 1440), by=by)
        assert "1 个预约" in reason
        do(setting_up.be_away, world.lawyer, day, (840, 1020), by=by)
        plan = plan_of([world.service], day, day)
        assert all(start < world.start(14) for start in plan.offered(world.service, day))
        assert made.starts_at == world.start(9)
