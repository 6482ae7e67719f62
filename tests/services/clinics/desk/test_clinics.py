"""One clinic at the desk: opened, changed, closed; its contact clerk."""

import pytest
from sqlalchemy import select

from core.db import db, writing
from core.notices.models import Notice
from core.sponsorship.models import Sponsorship, SponsorshipStatus
from services.cases.models import CaseStatus
from services.cases.operations import handling, safekeeping
from services.clinics.models import Clinic, ClinicKind, Service
from tests.services.clinics.desk.forms import form_of

pytestmark = pytest.mark.both_engines


@pytest.fixture
def mine(world, desk):
    """The address of the clinic."""
    return f"{desk}/{world.clinic.id}"


def said(world, **kw):
    made = {"kind": "legal_aid", "title": "新的点", "unit_id": str(world.unit.id)}
    made |= {"address": "村口 3 号", "phone": "0576-7654321", "ways": ["place", "video"]}
    return made | {"words": "带上合同"} | kw


def fresh(row):
    db.session.expire_all()
    return db.session.get(type(row), row.id)


class TestOpening:
    """A place is put down."""

    def test_put_down_and_not_yet_to_be_booked(self, client, world, desk, fill):
        page = client.get(f"{desk}/new")
        assert "一律不收钱" in page.text
        assert "给不给援助，由法律援助机构定" in page.text
        answer = fill(f"{desk}/new", **said(world))
        made = db.session.scalars(select(Clinic).order_by(Clinic.id.desc())).first()
        assert answer.location == f"{desk}/{made.id}"
        assert (made.kind, made.ways, made.unit_id) == (
            ClinicKind.LEGAL_AID, "place,video", world.unit.id,
        )  # fmt: skip
        assert (made.made_by, made.branch_id) == (world.other.id, world.branch.id)
        text = client.get(answer.location).text
        assert "还没核验，约不了" in text
        assert f"/me/places/clinic/{made.id}" in text
        assert "不收钱" in text
        assert "还没有联络员" in text

    def test_sent_twice_there_is_one(self, client, world, desk):
        sent = form_of(client.get(f"{desk}/new")) | said(world)
        first = client.post(f"{desk}/new", data=sent)
        assert client.post(f"{desk}/new", data=sent).location == first.location
        assert db.session.query(Clinic).count() == 2

    @pytest.mark.parametrize(
        ("changed", "words"),
        [
            ({"kind": "casino"}, "是哪一种"),
            ({"title": ""}, "请写名称"),
            ({"title": "长" * 61}, "名称"),
            ({"unit_id": ""}, "请选在哪个村"),
            ({"unit_id": "987654"}, "在哪个村"),
            ({"unit_id": "nonsense"}, "在哪个村"),
            ({"address": ""}, "请写在哪里"),
            ({"address": "长" * 121}, "在哪里"),
            ({"phone": "1" * 41}, "电话"),
            ({"ways": []}, "请选见面的方式"),
            ({"ways": ["pigeon"]}, "怎么见面"),
            ({"words": "长" * 501}, "要知道的事"),
        ],
    )
    def test_nonsense_is_said_and_what_was_typed_stays(self, world, desk, fill, changed, words):
        answer = fill(f"{desk}/new", **said(world) | changed)
        assert answer.status_code == 422
        assert words in answer.text
        if "address" not in changed:
            assert "村口 3 号" in answer.text
        assert db.session.query(Clinic).count() == 1

    def test_a_village_out_of_reach_is_none_to_choose(self, world, make, desk, fill):
        elsewhere = make.unit(make.branch("别处支部"), name="别处村")
        answer = fill(f"{desk}/new", **said(world, unit_id=str(elsewhere.id)))
        assert answer.status_code == 422

    def test_the_villages_of_branches_below_are(self, client, world, make, desk, fill):
        below = make.branch("柳湾村党支部", parent=world.branch)
        make.unit(below, name="柳湾村")
        assert "柳湾村" in client.get(f"{desk}/new").text

    def test_without_any_village_it_says_why_not(self, client, make):
        empty = make.branch("空支部")
        client.log_in(make.officer(empty))
        assert "不能设点" in client.get(f"/desk/{empty.id}/clinics/new").text


class TestChanging:
    """What it says of itself."""

    def test_the_form_begins_with_what_stands(self, world, mine, fill):
        answer = fill(f"{mine}/edit", address="新街 2 号", ways=["place", "phone", "video"])
        assert answer.location == mine
        found = fresh(world.clinic)
        assert (found.title, found.address) == ("桃源法律援助点", "新街 2 号")
        assert (found.ways, found.version) == ("place,phone,video", 2)

    def test_of_two_at_once_the_second_sees_what_both_wrote(self, client, world, mine, fill):
        sent = form_of(client.get(f"{mine}/edit"))
        fill(f"{mine}/edit", address="先改的")
        answer = client.post(f"{mine}/edit", data=sent | {"address": "后改的"})
        assert answer.status_code == 409
        assert "先改的" in answer.text
        assert "后改的" in answer.text
        assert fresh(world.clinic).address == "先改的"

    def test_a_way_by_which_somebody_gives_advice_stays(self, world, mine, fill):
        answer = fill(f"{mine}/edit", ways=["place"])
        assert answer.status_code == 422
        assert "还有人在这里用电话接待" in answer.text
        assert fresh(world.clinic).ways == "place,phone"

    def test_nonsense_is_said(self, world, mine, fill):
        for changed in ({"title": ""}, {"unit_id": "x"}, {"version": "x"}, {"ways": []}):
            assert fill(f"{mine}/edit", **changed).status_code == 422
        assert fresh(world.clinic).version == 1


class TestContact:
    """Who receives what is asked of legal aid."""

    def test_named_by_another_officer_with_the_undertaking(self, client, world, make, mine, fill):
        clerk = make.person(name="郑联络", password_hash="x")
        page = client.get(f"{mine}/contact")
        assert "看到的、听到的，不告诉任何人" in page.text
        answer = fill(f"{mine}/contact", who=clerk.phone, undertaken="y")
        assert answer.location == mine
        assert fresh(world.clinic).contact_id == clerk.id
        assert "郑联络" in client.get(mine).text
        assert told(clerk) == {"appointments.contact"}

    @pytest.mark.parametrize(
        ("who", "undertaken", "words"),
        [
            ("clerk", None, "要先签保密承诺"),
            ("officer", "y", "书记、委员、运营人员和网站管理员不能当联络员"),
            ("other", "y", "书记、委员、运营人员和网站管理员不能当联络员"),
            ("nobody", "y", "没有找到这个人"),
            ("", "y", "请写是谁"),
        ],
    )
    def test_refusals(self, world, make, mine, fill, who, undertaken, words):
        people = {"clerk": make.person(), "officer": world.officer, "other": world.other}
        typed = people[who].phone if who in people else who
        answer = fill(f"{mine}/contact", who=typed, undertaken=undertaken)
        assert answer.status_code == 422
        assert words in answer.text
        if typed:
            assert typed in answer.text
        assert fresh(world.clinic).contact_id is None

    def test_counselling_has_none(self, client, counselling, desk):
        assert "不设联络员" in client.get(f"{desk}/{counselling.id}/contact").text
        assert "联络员</h2>" not in client.get(f"{desk}/{counselling.id}").text

    def test_taken_off_though_something_lies_with_them(self, client, world, make, mine, fill):
        clerk = make.person(name="郑联络", password_hash="x")
        fill(f"{mine}/contact", who=clerk.phone, undertaken="y")
        case = handed_in(world)
        answer = client.send(f"{mine}/contact/off")
        assert answer.location == mine
        found = fresh(world.clinic)
        assert (found.contact_id, found.undertaken_at) == (None, None)
        assert fresh(case).status is CaseStatus.OPEN  # what becomes of it no page of the desk says
        assert told(clerk) >= {"appointments.contact", "appointments.contact_off"}
        assert client.send(f"{mine}/contact/off").status_code == 409

    def test_another_takes_the_place_and_both_hear_of_it(self, world, make, mine, fill):
        first = make.person(name="先", password_hash="x")
        second = make.person(name="后", password_hash="x")
        for each in (first, second):
            fill(f"{mine}/contact", who=each.phone, undertaken="y")
        assert fresh(world.clinic).contact_id == second.id
        assert "appointments.contact_off" in told(first)
        assert told(second) == {"appointments.contact"}


class TestClosing:
    """The place is no more."""

    def test_closed_with_its_services_and_its_verification(self, client, world, desk, mine):
        answer = client.send(f"{mine}/close")
        assert answer.location == f"{desk}/"
        assert fresh(world.clinic).closed_at is not None
        assert fresh(world.service).ended_at is not None
        (sponsorship,) = db.session.scalars(select(Sponsorship)).all()
        assert sponsorship.status is SponsorshipStatus.ENDED
        assert client.get(mine).status_code == 404
        assert client.send(f"{mine}/close").status_code == 404

    def test_what_lies_with_the_contact_clerk_keeps_nobody_from_closing(
        self, client, world, make, mine, fill
    ):
        """Else the branch would learn that there is something."""
        fill(f"{mine}/contact", who=make.person().phone, undertaken="y")
        handed_in(world)
        client.send(f"{mine}/close")
        assert fresh(world.clinic).closed_at is not None

    def test_a_request_for_a_visit_is_taken_back(self, client, world, make, desk):
        clinic = world.make_clinic(title="没核验的点", verified=False)
        make.add(
            Sponsorship(
                kind="clinic",
                ref=clinic.id,
                branch_id=world.branch.id,
                asked_by=world.officer.id,
                asked_at=world.at,
                status_at=world.at,
            )
        )
        client.send(f"{desk}/{clinic.id}/close")
        found = db.session.scalars(select(Sponsorship).where(Sponsorship.ref == clinic.id)).one()
        assert found.status is SponsorshipStatus.WITHDRAWN

    def test_not_while_something_is_booked(self, client, world, mine):
        world.book(world.start(9, day=9))
        answer = client.send(f"{mine}/close")
        assert answer.status_code == 409
        assert "还有约好的时间" in answer.text
        assert fresh(world.clinic).closed_at is None
        assert db.session.get(Service, world.service.id).ended_at is None


def told(person):
    db.session.expire_all()
    query = select(Notice.event).where(Notice.person_id == person.id)
    return set(db.session.scalars(query))


def handed_in(world):
    """Let the guest hand something in to the contact clerk."""
    by = world.actor(world.guest)
    with writing():
        case = handling.begin(db.session.get(Clinic, world.clinic.id), by=by, at=world.at)
        safekeeping.save_intake(case, {"story": "一件事"}, by=by, at=world.at)
        handling.submit(case, by=by, at=world.at)
    return case
