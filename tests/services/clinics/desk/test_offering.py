"""How somebody can be booked at a clinic: who, on what terms, and until when."""

import pytest
from sqlalchemy import select

from core.clock import village_day
from core.db import db
from services.clinics.models import (
    ClinicKind,
    Service,
)
from tests.services.clinics.desk.forms import form_of

pytestmark = pytest.mark.both_engines


@pytest.fixture
def mine(world, desk):
    """The address of the service."""
    return f"{desk}/services/{world.service.id}"


def fresh(row):
    db.session.expire_all()
    return db.session.get(type(row), row.id)


class TestOffering:
    """Somebody can be booked at the clinic."""

    def test_added_and_then_the_week_is_set(self, client, world, make, desk, fill):
        other = world.practitioner(make.person(name="郭律师"))
        url = f"{desk}/{world.clinic.id}/services/new"
        answer = fill(url, practitioner=str(other.id), minutes="45", ways=["phone"], asks="y")
        made = db.session.scalars(select(Service).order_by(Service.id.desc())).first()
        assert answer.location == f"{desk}/services/{made.id}/week"
        assert (made.practitioner_id, made.minutes, made.ways) == (other.id, 45, "phone")
        assert (made.after, made.seats, made.asks, made.daily_cap) == (10, 1, True, 8)
        assert "郭律师" in client.get(f"{desk}/{world.clinic.id}").text

    def test_for_groups_an_hour_comes_next(self, world, desk, fill):
        url = f"{desk}/{world.clinic.id}/services/new"
        answer = fill(url, practitioner=str(world.lawyer.id), seats="30")
        assert answer.location.endswith("/sessions/new")

    @pytest.mark.parametrize(
        ("changed", "words"),
        [
            ({"practitioner": ""}, "请选一个人"),
            ({"practitioner": "987654"}, "谁来接待"),
            ({"practitioner": "x"}, "谁来接待"),
            ({"minutes": "0"}, "要在 5 和 240 之间"),
            ({"minutes": "32"}, "五分钟的整数倍"),
            ({"minutes": "half"}, "一次几分钟"),
            ({"minutes": ""}, "请写一个数"),
            ({"before": "65"}, "要在 0 和 60 之间"),
            ({"after": "-5"}, "要在 0 和 60 之间"),
            ({"notice_hours": "169"}, "要在 0 和 168 之间"),
            ({"horizon_days": "0"}, "要在 1 和 60 之间"),
            ({"change_hours": "99"}, "要在 0 和 72 之间"),
            ({"daily_cap": "51"}, "要在 1 和 50 之间"),
            ({"seats": "0"}, "要在 1 和 200 之间"),
            ({"seats": "9" * 12}, "要在 1 和 200 之间"),
            ({"ways": []}, "请选见面的方式"),
            ({"ways": ["video"]}, "怎么见面"),
        ],
    )
    def test_nonsense_is_said(self, world, desk, fill, changed, words):
        url = f"{desk}/{world.clinic.id}/services/new"
        sent = {"practitioner": str(world.lawyer.id), "ways": ["place"], "minutes": "35"}
        answer = fill(url, **sent | changed)
        assert answer.status_code == 422
        assert words in answer.text
        if "minutes" not in changed:
            assert 'value="35"' in answer.text
        assert db.session.query(Service).count() == 1

    def test_a_counsellor_gives_no_legal_aid(self, world, desk, counselling, fill):
        url = f"{desk}/{world.clinic.id}/services/new"
        answer = fill(url, practitioner=str(world.counsellor.id))
        assert answer.status_code == 422

    def test_where_nobody_fits_the_page_says_whom_it_takes(self, client, make, desk, world):
        clinic = world.make_clinic(ClinicKind.COUNSELLING, title="空的疏导室")
        text = client.get(f"{desk}/{clinic.id}/services/new").text
        assert "还没有登记合适的人" in text
        assert f"{desk}/practitioners/new" in text

    def test_only_ones_own_branchs_practitioners(self, client, counselling, world, make, desk):
        text = client.get(f"{desk}/{counselling.id}/services/new").text
        assert "何咨询" in text
        assert "陆律师" not in text


class TestTerms:
    """How early and late."""

    def test_changed_and_what_is_booked_stays(self, client, world, mine, fill):
        answer = fill(f"{mine}/edit", notice_hours="24", daily_cap="3", asks="y")
        assert answer.location == mine
        found = fresh(world.service)
        assert (found.notice_hours, found.daily_cap, found.asks, found.version) == (24, 3, True, 2)
        assert (found.minutes, found.after) == (30, 10)

    def test_nonsense_is_said(self, mine, fill, world):
        for changed in ({"notice_hours": "999"}, {"daily_cap": "x"}, {"version": ""}):
            assert fill(f"{mine}/edit", **changed).status_code == 422
        assert fresh(world.service).version == 1

    def test_of_two_at_once_the_second_is_refused(self, client, mine, fill):
        sent = form_of(client.get(f"{mine}/edit"))
        fill(f"{mine}/edit", daily_cap="3")
        answer = client.post(f"{mine}/edit", data=sent | {"daily_cap": "4"})
        assert answer.status_code == 422
        assert "别人刚刚改过" in answer.text


class TestEnding:
    """Not here any more."""

    def test_ended_and_gone_from_the_desk(self, client, world, desk, mine):
        answer = client.send(f"{mine}/end")
        assert answer.location == f"{desk}/{world.clinic.id}"
        assert fresh(world.service).ended_at is not None
        assert client.get(mine).status_code == 404
        assert fresh(world.lawyer).ended_at is None

    def test_what_stands_is_ended_first_and_not_counted_to_the_desk(self, client, world, mine):
        world.book(world.start(9, day=14 - village_day(world.at).weekday()))
        answer = client.send(f"{mine}/end")
        assert answer.status_code == 409
        assert "还有约好的时间" in answer.text
        assert world.guest.name not in answer.text

    def test_what_stands_at_another_clinic_is_nothing_to_it(self, client, world, mine):
        other = world.make_service(clinic=world.make_clinic(title="另一个点"))
        world.book(world.start(9, day=14 - village_day(world.at).weekday()), service=other)
        assert client.send(f"{mine}/end").status_code == 302


def test_nobody_of_another_branch(client, world, make, desk, mine, talks):
    elsewhere = make.branch("别处支部")
    client.log_in(make.officer(elsewhere))
    theirs = f"/desk/{elsewhere.id}/clinics/services/{world.service.id}"
    for page in ("", "/edit", "/week", "/extra", "/sessions/new"):
        assert client.get(mine + page).status_code == 404
        assert client.get(theirs + page).status_code == 404
    assert client.send(f"{theirs}/end").status_code == 404


def test_no_page_of_the_desk_tells_who_comes_or_when(client, world, desk, mine, talks):
    """A time that is booked leaves no trace on any page of the desk."""
    pages = [
        f"{desk}/", f"{desk}/{world.clinic.id}", mine, f"{mine}/week", f"{mine}/extra", talks[1],
        f"{desk}/practitioners/{world.lawyer.id}", f"{desk}/counts", "/desk/",
    ]  # fmt: skip
    before = [bare(client.get(each).text) for each in pages]
    world.book(world.start(9, day=14 - village_day(world.at).weekday()))
    assert [bare(client.get(each).text) for each in pages] == before


def bare(text):
    """Return the page without what is new at each look: tokens, keys."""
    return [line for line in text.splitlines() if "csrf" not in line and "form_key" not in line]
