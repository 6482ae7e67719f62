"""Today, what waits for an answer, what is in hand, and a week."""

import pytest
from sqlalchemy import event

from core.clock import village_day
from core.db import db
from services.cases.operations import handling, safekeeping
from services.cases.papers import list_practice_entries
from services.clinics.models import AppointmentStatus, ClinicKind, PractitionerKind
from services.clinics.operations import groups, practising
from tests.counting import queries_in
from tests.services.cases.conftest import CANARY
from tests.services.clinics.world import DAY, HOUR

pytestmark = pytest.mark.both_engines
A = AppointmentStatus
HERE = "/practice/"
MOST = 8 + 2  # and the BEGIN, and whether a code was printed at a desk


def today_at(world):
    """Return a moment today, whatever the time."""
    return world.start(12, day=0)


class TestHome:
    """What there is to do."""

    def test_who_practises_nothing_is_told_so(self, client, make):
        client.log_in(make.person())
        for url in (
            HERE,
            "/practice/week",
            "/practice/figures",
            "/practice/cases/",
            "/practice/glass",
        ):
            page = client.get(url)
            assert page.status_code == 200
            assert "这里没有您要办的事" in page.text
            assert 'href="/me/"' in page.text

    def test_a_visitor_signs_in_first(self, client):
        assert client.get(HERE).location.startswith("/login")

    def test_today_says_who_comes_and_how(self, lawyer, world):
        world.booked_row(today_at(world))
        page = lawyer.get(HERE)
        assert world.guest.name in page.text
        assert "当面" in page.text
        assert world.guest.phone not in page.text

    def test_who_is_called_has_a_number(self, lawyer, world):
        row = world.booked_row(today_at(world))
        row.way = "phone"
        db.session.commit()
        assert f'href="tel:{world.guest.phone}"' in lawyer.get(HERE).text

    def test_another_day_and_what_came_to_nothing_are_not_today(self, lawyer, world, make):
        world.booked_row(today_at(world) + DAY)
        for status in (A.CANCELLED, A.DECLINED, A.LAPSED):
            world.booked_row(today_at(world), status, ended_at=world.at, end_why="病了")
        other = make.person(name="看看的人")
        world.booked_row(today_at(world), A.HELD, kept_until=world.at, person=other)
        page = lawyer.get(HERE)
        assert "今天没有人约" in page.text
        assert world.guest.name not in page.text
        assert other.name not in page.text

    def test_a_wish_is_answered_in_one_tap(self, lawyer, world, wish, again):
        page = lawyer.get(HERE)
        assert f"/practice/{wish.ref}/accept" in page.text
        answer = lawyer.send(f"/practice/{wish.ref}/accept")
        assert answer.location == f"/practice/{wish.ref}"
        assert again(wish).status is A.BOOKED
        assert "accept" not in lawyer.get(HERE).text

    def test_counselling_has_no_name_and_no_number(self, client, counselled, world):
        counsellor, appointment, _case = counselled
        client.log_in(counsellor)
        day = village_day(appointment.starts_at).isoformat()
        for url in (f"/practice/week?from={day}", f"/practice/{appointment.ref}"):
            page = client.get(url)
            assert "来访者" in page.text
            for told in (world.guest.name, world.guest.phone, CANARY):
                assert told not in page.text

    def test_the_clerk_sees_what_is_to_be_handed_on(self, client, world, case, contact, do):
        do(handling.submit, case, None, by=world.actor(world.guest))
        client.log_in(contact)
        page = client.get(HERE)
        assert f"/practice/cases/{case.number}" in page.text
        assert "等转交" in page.text
        assert "看一周" not in page.text
        for told in (world.guest.name, CANARY, "家暴"):
            assert told not in page.text

    def test_cases_come_in_pages_at_the_same_cost(self, lawyer, world, make, contact, do):
        def hand_in():
            client = world.actor(make.person())
            made = do(handling.begin, world.clinic, by=client)
            do(safekeeping.save_intake, made, {"story": "一件事"}, by=client)
            do(handling.submit, made, world.lawyer, by=client)

        hand_in()
        world.booked_row(today_at(world))
        lawyer.get(HERE)
        few = queries_in(lambda: lawyer.get(HERE))
        for number in range(31):
            hand_in()
            world.booked_row(today_at(world), person=make.person(name=f"人{number}"))
        many = queries_in(lambda: lawyer.get(HERE))
        assert many == few <= MOST
        page = lawyer.get(HERE)
        assert page.text.count("/practice/cases/") == 30 + 1  # and what is closed
        older = page.text.split('rel="next"', maxsplit=1)[0].rpartition('href="')[2].split('"')[0]
        following = lawyer.get(older)
        assert following.text.count("编号 ") == 2
        assert "后面没有了" in lawyer.get(f"{HERE}?after=999999").text
        assert lawyer.get(f"{HERE}?after=x").status_code == 404


class TestWeek:
    """Seven days with their times."""

    def test_it_begins_on_the_day_that_is_asked_for(self, lawyer, world):
        row = world.booked_row(today_at(world) + 9 * DAY)
        first = village_day(world.at)
        assert row.ref not in lawyer.get(f"/practice/week?from={first}").text
        page = lawyer.get(f"/practice/week?from={first + 7 * DAY}")
        assert row.ref in page.text
        assert f"from={first}" in page.text
        assert f"from={first + 14 * DAY}" in page.text
        assert page.text.count("没有人约") == 6

    @pytest.mark.parametrize("day", ["", "x", "2026-02-30", "9999-12-31", "0001-01-01"])
    def test_a_day_of_no_sense_is_this_week(self, lawyer, world, day):
        row = world.booked_row(today_at(world))
        assert row.ref in lawyer.get(f"/practice/week?from={day}").text

    def test_a_wish_stands_there_as_well(self, lawyer, wish):
        day = village_day(wish.starts_at)
        page = lawyer.get(f"/practice/week?from={day}")
        assert "等您答复" in page.text

    def test_thirty_cost_as_much_as_one(self, lawyer, world, make):
        world.booked_row(today_at(world))
        lawyer.get("/practice/week")
        few = queries_in(lambda: lawyer.get("/practice/week"))
        for number in range(30):
            world.booked_row(today_at(world) + number * HOUR / 60, person=make.person())
        assert queries_in(lambda: lawyer.get("/practice/week")) == few <= MOST


class TestGroups:
    """A group's hour: the seats, and the names for talks about the law alone."""

    def session(self, world, do, service, guest):
        start = world.start(15)
        session = do(groups.open_session, service, "法治讲堂", start, by=world.actor(world.officer))
        do(groups.join, session, by=world.actor(guest))
        return village_day(session.starts_at)

    def test_a_talk_about_the_law(self, lawyer, world, daily, do):
        day = self.session(world, do, daily(seats=20), world.guest)
        page = lawyer.get(f"/practice/week?from={day}")
        for told in ("法治讲堂", "来 1 人，共 20 个位子", world.guest.name):
            assert told in page.text

    def test_a_group_of_counselling(self, client, world, make, daily, do):
        clinic = world.make_clinic(ClinicKind.COUNSELLING, title="谈谈心")
        counsellor = world.practitioner(make.person(), PractitionerKind.COUNSELLOR)
        day = self.session(world, do, daily(counsellor, clinic, seats=8), world.guest)
        client.log_in(counsellor.person)
        page = client.get(f"/practice/week?from={day}")
        assert "来 1 人，共 8 个位子" in page.text
        assert world.guest.name not in page.text
        assert "名单" not in page.text


def test_the_calendar_says_that_there_is_something(world, booked, wish, daily, do, at, make):
    talk = daily(seats=20)
    by = world.actor(world.officer)
    session = do(groups.open_session, talk, "法治讲堂", world.start(15), by=by)
    for _each in range(2):
        do(groups.join, session, by=world.actor(make.person()))
    entries = list(list_practice_entries(world.lawyer.person_id, at))
    assert [(each.title, each.place) for each in entries] == [("一项预约", "")] * 2
    assert [each.url for each in entries] == [f"/practice/{booked.ref}", "/practice/week"]
    assert len({each.uid for each in entries}) == 2
    assert list(list_practice_entries(world.guest.id, at)) == []
    do(practising.accept, wish, by=world.actor(world.lawyer.person))
    assert len(list(list_practice_entries(world.lawyer.person_id, at))) == 3


def test_opening_pages_writes_nothing(lawyer, world, wish, handed, begun):
    """A GET of the desk changes no row."""
    wrote = []

    def note(_connection, _cursor, statement, *_more):
        if statement.startswith(("INSERT", "DELETE", "UPDATE")):
            wrote.append(statement)

    lawyer.get(HERE)  # when somebody was last here is noted once in five minutes
    event.listen(db.engine, "before_cursor_execute", note)
    for url in (
        HERE,
        "/practice/week",
        f"/practice/{wish.ref}",
        f"/practice/cases/{handed.number}",
    ):
        assert lawyer.get(url).status_code == 200
    event.remove(db.engine, "before_cursor_execute", note)
    assert wrote == []
