"""A clinic that a branch verifies: asked for, looked at, decided; open while it stands."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from core.branches.models import OfficeRole
from core.clock import now, village_day
from core.db import db, writing
from core.errors import Refused
from core.notices.models import Notice
from core.sponsorship import operations as sponsorship
from core.sponsorship.models import Kinship, Seen, SponsorshipStatus
from core.sponsorship.queries import find_kind, find_standing, find_under_way
from core.sponsorship.rules import Findings, year_after
from services.clinics.models import ClinicKind, Service
from services.clinics.operations import setting_up
from services.clinics.operations.verified import CLINICS
from tests.services.clinics.desk.forms import form_of
from tests.services.clinics.world import DAY

pytestmark = pytest.mark.both_engines
KIND = "clinic"


@pytest.fixture
def at():
    """A moment that the server would agree with."""
    return now().replace(microsecond=0)


@pytest.fixture
def clinic(world):
    """A clinic that an officer has just set up, with a lawyer there."""
    world.maker = world.make.officer(
        world.branch, role=OfficeRole.PUBLICITY, person=world.make.person(name="沈晓梅")
    )
    world.visitor = world.make.officer(
        world.branch, role=OfficeRole.ORGANISATION, person=world.make.person(name="方志远")
    )
    made = world.make_clinic(title="新的点", verified=False)
    with writing():
        made.made_by = world.maker.id
    world.new = world.make_service(clinic=made)
    return made


@pytest.fixture
def verify(world, clinic, do):
    """Return a hand that takes the clinic's verification all the way."""

    def run():
        asked = do(sponsorship.ask, KIND, clinic.id, note="", by=world.actor(world.maker))
        by = world.actor(world.officer)
        do(sponsorship.assign, asked, world.visitor, by=by)
        found = Findings(day=village_day(world.at), checks=all_seen(), note="三间屋，门能关上。")
        do(
            sponsorship.hand_in,
            asked,
            found,
            kinship=Kinship.NONE,
            version=0,
            form_key="once",
            by=world.actor(world.visitor),
        )
        until = year_after(village_day(world.at))
        decide(do, asked, until, by=by)
        return asked

    return run


def all_seen():
    return dict.fromkeys(CLINICS.checklist, (Seen.YES, ""))


def decide(do, asked, until, *, by):
    do(
        sponsorship.decide,
        asked,
        verified=True,
        valid_until=until,
        kinship=Kinship.NONE,
        reason="",
        by=by,
    )


def start_of(world):
    return world.start(9, day=14 - village_day(world.at).weekday())


def is_closed(world):
    with pytest.raises(Refused, match="不能预约"):
        world.hold(start_of(world), service=db.session.get(Service, world.new.id))
    return True


class TestThePlace:
    """What the house knows of a clinic as a place."""

    def test_its_own_people_are_who_set_it_up_who_is_there_and_the_clerk(
        self, world, clinic, make, do
    ):
        clerk = make.person(name="联络员")
        do(
            setting_up.name_contact,
            clinic,
            clerk,
            has_undertaken=True,
            by=world.actor(world.officer),
        )
        (place,) = CLINICS.find([clinic.id]).values()
        assert place.owners == {world.maker.id, world.lawyer.person_id, clerk.id}
        assert (place.url, place.unit_id) == (f"/services/clinics/{clinic.id}", world.unit.id)
        for person_id in place.owners:
            assert clinic.id in {each.ref for each in CLINICS.of(person_id)}
        assert not CLINICS.of(world.visitor.id)

    def test_many_in_one_query_and_none_that_is_closed(self, world, clinic, make):
        closed = world.make_clinic(closed_at=world.at)
        found = CLINICS.find([clinic.id, closed.id, world.clinic.id, 987654])
        assert set(found) == {clinic.id, world.clinic.id}

    def test_there_is_nothing_to_put_under_it(self, world, clinic):
        by = world.actor(world.officer)
        assert CLINICS.listings(clinic.id) == []
        assert CLINICS.waiting([clinic.id]) == {}
        with pytest.raises(Refused):
            CLINICS.put_under(clinic.id, 1, 1, seen=world.at, by=by, at=world.at)
        with pytest.raises(Refused):
            CLINICS.take_out(clinic.id, 1, by=by, at=world.at)

    def test_the_codes_fit_their_column(self):
        assert find_kind(KIND) is CLINICS
        assert all(len(code) <= 30 for code in CLINICS.checklist)


class TestOnItsWay:
    """From asking to the end, and what can be booked meanwhile."""

    def test_it_is_open_as_long_as_it_is_verified(self, world, clinic, verify, do):
        assert is_closed(world)
        asked = verify()
        made = world.book(start_of(world), service=db.session.get(Service, world.new.id))
        assert made.ended_at is None
        leader = world.actor(world.officer)
        standing = find_standing(KIND, clinic.id)
        assert standing.id == asked.id
        do(sponsorship.suspend, standing, reason="门坏了", by=leader)
        other = world.make.person()
        with pytest.raises(Refused, match="不能预约"):
            world.hold(start_of(world) + timedelta(minutes=40), other, fresh(world.new))
        do(sponsorship.resume, fresh(standing), by=leader)
        held = world.hold(start_of(world) + timedelta(minutes=40), other, fresh(world.new))
        assert held.id
        do(sponsorship.end, fresh(standing), reason="搬走了", by=leader)
        third = world.make.person()
        with pytest.raises(Refused, match="不能预约"):
            world.hold(start_of(world) + timedelta(minutes=80), third, fresh(world.new))

    def test_it_runs_out(self, world, clinic, verify, do):
        asked = verify()
        over = world.at + 370 * DAY
        assert do(sponsorship.lapse, asked, at=over)
        assert fresh(asked).status is SponsorshipStatus.LAPSED
        assert is_closed(world)

    def test_who_set_it_up_neither_goes_nor_decides(self, world, clinic, do):
        asked = do(sponsorship.ask, KIND, clinic.id, note="", by=world.actor(world.maker))
        assert asked.branch_id == world.branch.id
        by = world.actor(world.officer)
        with pytest.raises(Refused, match="不能核验自己的"):
            do(sponsorship.assign, asked, world.maker, by=by)
        with pytest.raises(Refused, match="只有经营者本人能申请"):
            do(sponsorship.ask, KIND, clinic.id, note="", by=world.actor(world.visitor))

    def test_where_the_secretary_set_it_up_the_branch_above_comes(self, world, make, do):
        below = make.branch("柳湾村党支部", parent=world.branch)
        secretary = make.officer(below, person=make.person(name="许文斌"))
        unit = make.unit(below, name="柳湾村")
        clinic = world.make_clinic(ClinicKind.COUNSELLING, title="疏导室", verified=False)
        with writing():
            clinic.branch_id, clinic.unit_id = below.id, unit.id
            clinic.made_by = secretary.id
        asked = do(sponsorship.ask, KIND, clinic.id, note="", by=world.actor(secretary))
        assert asked.branch_id == world.branch.id

    def test_nobody_is_told_of_goods(self, world, clinic, verify):
        verify()
        told = select(Notice.event).where(Notice.person_id == world.maker.id)
        assert "sponsorship.open_verified" in set(db.session.scalars(told))
        assert "sponsorship.verified" not in set(db.session.scalars(told))


class TestPages:
    """The pages of verification, of complaints and of the branch know the kind."""

    def test_all_the_way_by_the_pages(self, client, world, clinic, make):
        client.log_in(world.maker)
        place = f"/me/places/clinic/{clinic.id}"
        page = client.get(place)
        assert "说话外面听不听得见" in page.text
        assert "商品" not in main_of(page)
        client.post(place, data=form_of(page) | {"note": "周三都在"})
        asked = find_under_way(KIND, clinic.id)
        desk = f"/desk/{world.branch.id}/sponsorships"
        assert "走到哪一步" in client.get(place).text
        client.log_in(world.officer)
        assert "新的点" in client.get(f"{desk}/").text
        page = client.get(f"{desk}/{asked.id}/assign")
        assert "商品" not in main_of(page)
        client.post(
            f"{desk}/{asked.id}/assign", data=form_of(page) | {"who": str(world.visitor.id)}
        )
        client.log_in(world.visitor)
        page = client.get(f"{desk}/{asked.id}/visit")
        assert "有关上门说话的地方，外面听不见" in page.text
        sent = form_of(page) | {"step": "hand_in", "kinship": "none", "note": "门能关上"}
        sent |= {f"seen_{code}": "yes" for code in CLINICS.checklist}
        client.post(f"{desk}/{asked.id}/visit", data=sent)
        client.log_in(world.officer)
        page = client.get(f"{desk}/{asked.id}/decide")
        sent = form_of(page) | {"verdict": "verify", "kinship": "none"}
        assert client.post(f"{desk}/{asked.id}/decide", data=sent).status_code == 302
        assert find_standing(KIND, clinic.id).id == asked.id
        text = main_of(client.get(f"{desk}/{asked.id}"))
        assert "材料锁着放，别人翻不到" in text
        assert f"/services/clinics/{clinic.id}" in text
        assert "商品" not in text
        for what in ("suspend", "end"):
            text = main_of(client.get(f"{desk}/{asked.id}/{what}"))
            assert "商品" not in text
            assert "不能再预约" in text
        client.log_in(world.maker)
        assert "已核验" in client.get(f"/desk/{world.branch.id}/clinics/{clinic.id}").text

    def test_it_stands_on_the_branchs_page_and_can_be_complained_of(
        self, client, world, clinic, verify
    ):
        verify()
        client.log_in(world.guest)
        text = client.get(f"/branches/{world.branch.id}").text
        assert "新的点" in text
        assert f"/services/clinics/{clinic.id}" in text
        make = f"/complaints/new/clinic/{clinic.id}"
        page = client.get(make)
        assert "新的点" in page.text
        answer = client.post(make, data=form_of(page) | {"text": "门开着，外面听得见"})
        assert answer.status_code == 302
        assert "新的点" in client.get(answer.location).text
        client.log_in(world.visitor)  # who stands by it answers
        assert "新的点" in client.get(answer.location).text

    def test_its_own_people_do_not_complain_of_it(self, client, world, clinic, verify):
        verify()
        client.log_in(world.lawyer.person)
        page = client.get(f"/complaints/new/clinic/{clinic.id}")
        assert "这是您自己的地方" in page.text


def fresh(row):
    db.session.expire_all()
    return db.session.get(type(row), row.id)


def main_of(page):
    """Return the page without its foot, which speaks of the whole house."""
    return page.text.partition("<main")[2].partition("</main>")[0]
