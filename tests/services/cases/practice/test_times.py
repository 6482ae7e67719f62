"""One appointment: answered, held, missed, moved, cancelled, a file opened for it."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from core.clock import VILLAGE
from core.db import db
from core.notices.models import Notice
from services.cases.models import Case, CaseStatus
from services.cases.operations import handling
from services.clinics.models import AppointmentStatus
from services.clinics.operations import groups
from tests.services.cases.practice.conftest import change
from tests.services.clinics.world import HOUR
from tests.services.help.pages.forms import form_of

pytestmark = pytest.mark.both_engines
A = AppointmentStatus


def told(person):
    query = select(Notice.event).where(Notice.person_id == person.id).order_by(Notice.id)
    return db.session.scalars(query).all()


def written(moment):
    return moment.astimezone(VILLAGE).isoformat(timespec="minutes")


class TestWho:
    """It is opened by the practitioner alone."""

    def test_title_and_heading_tell_nothing(self, lawyer, booked):
        page = lawyer.get(f"/practice/{booked.ref}")
        assert "<title>一项预约" in page.text.replace("\n", "").replace("  ", "")

    def test_guest_officer_administrator_and_others_find_nothing(self, client, world, make, booked):
        admin = make.person()
        make.admin(admin)
        others = [world.guest, world.officer, admin, world.practitioner(make.person()).person]
        for person in others:
            client.log_in(person)
            for url in (f"/practice/{booked.ref}", f"/practice/{booked.ref}/move"):
                assert client.get(url).status_code == 404
            for step in ("accept", "decline", "cancel", "finish", "missed", "file", "move"):
                assert client.send(f"/practice/{booked.ref}/{step}").status_code == 404

    def test_what_is_only_held_is_none(self, lawyer, world, daily):
        held = world.hold(world.start(9), service=daily())
        assert lawyer.get(f"/practice/{held.ref}").status_code == 404
        assert lawyer.send(f"/practice/{held.ref}/cancel", why="x").status_code == 404


class TestAnswering:
    """Yes, or no with a reason."""

    def test_no_and_why(self, lawyer, wish, world, again):
        url = f"/practice/{wish.ref}/decline"
        sent = form_of(lawyer.get(f"/practice/{wish.ref}"), url)
        answer = lawyer.post(url, data={**sent, "why": ""})
        assert answer.status_code == 422
        assert "请写明原因" in answer.text
        answer = lawyer.post(url, data={**sent, "why": "长" * 201})
        assert answer.status_code == 422
        assert "长" * 201 in answer.text
        assert again(wish).status is A.ASKED
        assert lawyer.post(url, data={**sent, "why": " 那天开庭 "}).location
        assert (again(wish).status, again(wish).end_why) == (A.DECLINED, "那天开庭")
        assert told(world.guest)[-1] == "appointments.declined"
        assert "那天开庭" in lawyer.get(f"/practice/{wish.ref}").text

    def test_whoever_answers_twice_is_told(self, lawyer, wish):
        assert lawyer.send(f"/practice/{wish.ref}/accept").location
        answer = lawyer.send(f"/practice/{wish.ref}/accept")
        assert answer.status_code == 422
        assert "已经答复过了" in answer.text
        answer = lawyer.send(f"/practice/{wish.ref}/decline", why="晚了")
        assert answer.status_code == 422
        assert "已经答复过了" in answer.text

    def test_too_late(self, lawyer, wish, world, again):
        change(wish, kept_until=world.at - HOUR)
        page = lawyer.get(f"/practice/{wish.ref}")
        assert "答复的时间过了" in page.text
        assert f"/practice/{wish.ref}/accept" not in page.text
        assert lawyer.send(f"/practice/{wish.ref}/accept").status_code == 422
        answer = lawyer.send(f"/practice/{wish.ref}/decline", why="晚了")
        assert answer.status_code == 422
        assert again(wish).status is A.ASKED


class TestHowItWas:
    """Held, or the guest has not come."""

    @pytest.mark.parametrize(("step", "status"), [("finish", A.DONE), ("missed", A.GUEST_ABSENT)])
    def test_after_it_began(self, lawyer, begun, again, step, status):
        url = f"/practice/{begun.ref}/{step}"
        assert f'action="{url}"' in lawyer.get(f"/practice/{begun.ref}").text
        assert lawyer.send(url).location == f"/practice/{begun.ref}"
        assert again(begun).status is status
        answer = lawyer.send(url)
        assert answer.status_code == 422
        assert "这个预约已经结束了" in answer.text

    @pytest.mark.parametrize("step", ["finish", "missed"])
    def test_not_before(self, lawyer, booked, again, step):
        page = lawyer.get(f"/practice/{booked.ref}")
        assert "还没到时间" in page.text
        assert f"/practice/{booked.ref}/{step}" not in page.text
        answer = lawyer.send(f"/practice/{booked.ref}/{step}")
        assert answer.status_code == 422
        assert again(booked).status is A.BOOKED

    def test_that_nobody_came_only_after_ten_minutes(self, lawyer, world):
        row = world.booked_row(world.at - timedelta(minutes=5))
        page = lawyer.get(f"/practice/{row.ref}")
        assert "再等一等" in page.text
        answer = lawyer.send(f"/practice/{row.ref}/missed")
        assert answer.status_code == 422
        assert "再等一等" in answer.text


class TestCancelling:
    """Always until it begins, with a reason that the guest reads."""

    def test_with_a_reason(self, lawyer, booked, world, again):
        url = f"/practice/{booked.ref}/cancel"
        sent = form_of(lawyer.get(f"/practice/{booked.ref}"), url)
        assert lawyer.post(url, data={**sent, "why": "  "}).status_code == 422
        assert lawyer.post(url, data={**sent, "why": "开庭改期"}).location
        assert (again(booked).status, again(booked).end_why) == (A.CANCELLED, "开庭改期")
        assert told(world.guest)[-1] == "appointments.cancelled"
        assert world.cells(booked) == 0

    def test_not_once_it_began(self, lawyer, begun, again):
        page = lawyer.get(f"/practice/{begun.ref}")
        assert "已经到时间了" in page.text
        answer = lawyer.send(f"/practice/{begun.ref}/cancel", why="x")
        assert answer.status_code == 422
        assert "已经到时间了" in answer.text
        assert again(begun).status is A.BOOKED

    def test_a_seat_of_a_group_and_the_guest_hears_of_it(self, lawyer, world, daily, do, again):
        by = world.actor(world.officer)
        session = do(groups.open_session, daily(seats=9), "讲堂", world.start(15), by=by)
        seat = do(groups.join, session, by=world.actor(world.guest))
        page = lawyer.get(f"/practice/{seat.ref}")
        assert "不能改期，请取消以后再约" in page.text
        assert lawyer.send(f"/practice/{seat.ref}/cancel", why="位子不够").location
        assert again(seat).status is A.CANCELLED
        assert again(session).taken == 0
        assert told(world.guest)[-1] == "appointments.cancelled"


class TestMoving:
    """To another free time of the same service."""

    def test_free_times_stand_in_a_form(self, lawyer, booked, world, again):
        url = f"/practice/{booked.ref}/move"
        page = lawyer.get(url)
        there = world.start(9, day=1) + HOUR
        assert f'value="{written(there)}"' in page.text
        assert f'value="{written(booked.starts_at)}"' not in page.text
        sent = {**form_of(page, url), "start": written(there), "why": "上午开会"}
        assert [lawyer.post(url, data=sent).location for _time in range(2)] == [
            f"/practice/{booked.ref}"
        ] * 2
        moved = again(booked)
        assert (moved.starts_at, moved.moves, moved.end_why) == (there, 1, "上午开会")
        assert told(world.guest)[-1] == "appointments.moved"

    @pytest.mark.parametrize(
        "start", ["", "x", "2026-13-01T09:00", "9999-12-31T23:59", "0001-01-01T00:00", "x" * 99]
    )
    def test_nonsense_is_refused_and_the_reason_stays(self, lawyer, booked, again, start):
        url = f"/practice/{booked.ref}/move"
        answer = lawyer.send(url, start=start, why="上午开会")
        assert answer.status_code == 422
        assert "上午开会" in answer.text
        assert again(booked).moves == 0

    def test_why_is_asked_and_the_choice_stays(self, lawyer, booked, world):
        start = written(world.start(9) + HOUR)
        answer = lawyer.send(f"/practice/{booked.ref}/move", start=start, why="")
        assert answer.status_code == 422
        assert "请写明原因" in answer.text
        chosen = answer.text.split(f'value="{start}"')[1].split("/>")[0]
        assert "checked" in chosen

    def test_a_time_that_somebody_has(self, lawyer, booked, world, make, daily, again):
        taken = world.book(world.start(12), make.person(), booked.service)
        answer = lawyer.send(
            f"/practice/{booked.ref}/move", start=written(taken.starts_at), why="改一下"
        )
        assert answer.status_code == 422
        assert "刚被别人约走" in answer.text
        assert again(booked).moves == 0

    def test_later_days_stand_on_the_next_page(self, lawyer, booked):
        url = f"/practice/{booked.ref}/move"
        page = lawyer.get(url)
        assert page.text.count('name="start"') < 150
        older = page.text.split('rel="next"', maxsplit=1)[0].rpartition('href="')[2].split('"')[0]
        assert older.startswith(f"{url}?from=")
        following = lawyer.get(older)
        assert 'rel="prev"' in following.text
        assert f'action="{older}"' in following.text
        beyond = lawyer.get(f"{url}?from=2029-01-01")
        assert beyond.status_code == 200

    @pytest.mark.parametrize("when", ["wish", "begun"])
    def test_what_is_not_moved_says_why(self, request, lawyer, when):
        row = request.getfixturevalue(when)
        page = lawyer.get(f"/practice/{row.ref}/move")
        reason = "不能改期" if when == "wish" else "已经到时间了"
        assert reason in page.text
        assert 'name="start"' not in page.text
        answer = lawyer.send(f"/practice/{row.ref}/move", start="2030-01-01T09:00", why="x")
        assert answer.status_code == 422
        assert reason in answer.text


class TestFile:
    """A file for who came with nothing handed in."""

    def test_it_is_opened_once_and_leads_to_the_case(self, lawyer, begun, world):
        url = f"/practice/{begun.ref}/file"
        sent = form_of(lawyer.get(f"/practice/{begun.ref}"), url)
        places = {lawyer.post(url, data=sent).location for _time in range(2)}
        (case,) = db.session.scalars(select(Case)).all()
        assert places == {f"/practice/cases/{case.number}"}
        assert (case.client_id, case.status) == (world.guest.id, CaseStatus.HANDED)
        page = lawyer.get(f"/practice/{begun.ref}")
        assert f"/practice/cases/{case.number}" in page.text
        assert url not in page.text

    def test_not_before_it_begins(self, lawyer, booked):
        assert "还没到时间" in lawyer.get(f"/practice/{booked.ref}").text
        assert lawyer.send(f"/practice/{booked.ref}/file").status_code == 422
        assert db.session.scalars(select(Case)).all() == []

    def test_none_for_counselling(self, client, counselled, world):
        counsellor, appointment, _case = counselled
        client.log_in(counsellor)
        answer = client.send(f"/practice/{appointment.ref}/file")
        assert answer.status_code == 422

    def test_one_that_was_handed_on_is_not_opened_anew(self, lawyer, begun, world, colleague, do):
        by = world.actor(world.lawyer.person)
        case = do(handling.open_for, begun, by=by)
        do(handling.hand, case, colleague, is_open=True, why="认识对方", by=by)
        page = lawyer.get(f"/practice/{begun.ref}")
        assert "已经转交给别人" in page.text
        assert case.number not in page.text
        answer = lawyer.send(f"/practice/{begun.ref}/file")
        assert answer.status_code == 422
        assert len(db.session.scalars(select(Case)).all()) == 1
