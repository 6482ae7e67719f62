"""Hours of the week and of a day, and hours for groups, set at the desk."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from core.clock import VILLAGE, village_day
from core.db import db, writing
from core.notices.models import Notice
from services.clinics.models import (
    Appointment,
    ExtraHours,
    Session,
    WeeklyHours,
)
from services.clinics.operations import groups
from services.clinics.rules.hours import in_text
from tests.services.clinics.desk.forms import form_of
from tests.services.clinics.world import DAY

pytestmark = pytest.mark.both_engines


@pytest.fixture
def mine(world, desk):
    """The address of the service."""
    return f"{desk}/services/{world.service.id}"


def fresh(row):
    db.session.expire_all()
    return db.session.get(type(row), row.id)


def week_of(service):
    rows = db.session.scalars(
        select(WeeklyHours)
        .where(WeeklyHours.service_id == service.id)
        .order_by(WeeklyHours.weekday, WeeklyHours.begins)
    )
    week = {day: [] for day in range(7)}
    for each in rows:
        week[each.weekday].append((each.begins, each.ends))
    return [in_text(week[day]) for day in range(7)]


class TestWeek:
    """One line a day."""

    def test_written_as_people_write(self, client, world, mine, fill):
        answer = fill(
            f"{mine}/week", day0="9点到11点半 14:00-17:00", day1="９：００－１２：００",
            day2="", day3="8:30~9:30；19-20:30", day5="9-12", day6="",
        )  # fmt: skip
        assert answer.location == mine
        assert week_of(world.service) == [
            "9:00-11:30, 14:00-17:00", "9:00-12:00", "", "8:30-9:30, 19:00-20:30",
            "9:00-12:00, 14:00-17:00", "9:00-12:00", "",
        ]  # fmt: skip
        assert "不接待" in client.get(mine).text

    def test_all_workdays_as_the_first(self, world, mine, fill):
        fill(f"{mine}/week", day0="9:00-12:00", day1="nonsense", same="y")
        assert week_of(world.service) == ["9:00-12:00"] * 5 + ["", ""]

    @pytest.mark.parametrize(
        ("written", "words"),
        [
            ("morning", "没看懂"),
            ("9:00", "没看懂"),
            ("9:75-10:00", "没看懂"),
            ("9:00-25:00", "没看懂"),
            ("12:00-9:00", "开始要早于结束"),
            ("9:00-9:20", "放不下一次"),
            ("9:02-12:00", "五分钟的整数倍"),
            ("9:00-12:00, 11:00-13:00", "重叠"),
            (", ".join(f"{n}:00-{n}:30" for n in range(7)), "最多 6 段"),
            ("9" * 121, "星期三"),
        ],
    )
    def test_nonsense_is_said_at_its_day_and_stays(self, world, mine, fill, written, words):
        before = week_of(world.service)
        answer = fill(f"{mine}/week", day2=written)
        assert answer.status_code == 422
        assert words in answer.text
        assert 'href="#day2"' in answer.text
        assert written in answer.text
        assert week_of(world.service) == before

    def test_what_is_booked_stays_when_its_hours_go(self, world, mine, fill):
        made = world.book(world.start(9, day=14 - village_day(world.at).weekday()))
        fill(f"{mine}/week", **{f"day{n}": "" for n in range(7)})
        assert week_of(world.service) == [""] * 7
        assert fresh(made).ended_at is None


class TestADay:
    """Times besides the week."""

    def test_added_and_taken_back(self, client, world, mine, fill):
        day = village_day(world.at) + 9 * DAY
        answer = fill(f"{mine}/extra", day=day.isoformat(), hours="19:00-20:00, 20:30-21:30")
        assert answer.location == mine
        rows = db.session.scalars(select(ExtraHours).order_by(ExtraHours.begins)).all()
        assert [(each.day, each.begins, each.ends) for each in rows] == [
            (day, 1140, 1200), (day, 1230, 1290),
        ]  # fmt: skip
        assert "19:00—20:00" in client.get(mine).text
        back = f"{mine}/extra/{rows[0].id}/back"
        assert client.send(back).location == mine
        assert client.send(back).status_code == 404

    @pytest.mark.parametrize(
        ("changed", "words"),
        [
            ({"day": ""}, "请选日期"),
            ({"day": "2020-01-01"}, "这一天已经过了"),
            ({"day": "2099-01-01"}, "最远可以定到"),
            ({"day": "soon"}, "哪一天"),
            ({"hours": ""}, "请写几点到几点"),
            ({"hours": "evening"}, "没看懂"),
            ({"hours": ","}, "没看懂"),
            ({"hours": "19:00-19:10"}, "放不下一次"),
            ({"hours": "19:00-20:00, 19:30-20:30"}, "重叠"),
        ],
    )
    def test_nonsense_is_said(self, world, mine, fill, changed, words):
        day = (village_day(world.at) + 9 * DAY).isoformat()
        answer = fill(f"{mine}/extra", **{"day": day, "hours": "19:00-20:00"} | changed)
        assert answer.status_code == 422
        assert words in answer.text
        assert not db.session.scalars(select(ExtraHours)).all()

    def test_twice_the_same_is_said_and_no_error(self, world, mine, fill):
        day = (village_day(world.at) + 9 * DAY).isoformat()
        fill(f"{mine}/extra", day=day, hours="19:00-20:00")
        answer = fill(f"{mine}/extra", day=day, hours="19:30-20:30")
        assert answer.status_code == 422
        assert "已经加过了" in answer.text


class TestGroups:
    """A group's hour."""

    def test_set_and_called_off_with_a_reason(self, client, world, make, talks, fill, at):
        _service, url = talks
        day = village_day(at) + 5 * DAY
        title = "法治讲堂：土地流转要签什么"
        answer = fill(f"{url}/sessions/new", title=title, day=day.isoformat(), start="15:00")
        assert answer.location == url
        session = db.session.scalars(select(Session)).one()
        begins = datetime(day.year, day.month, day.day, 15, tzinfo=VILLAGE)
        assert (session.starts_at, session.seats) == (begins, 30)
        guest = make.person(name="听讲的", password_hash="x")
        join(world, session, guest)
        text = client.get(url).text
        assert title in text
        assert "听讲的" not in text
        cancel = f"{url.partition('/services')[0]}/sessions/{session.id}/cancel"
        assert fill(cancel, why="").status_code == 422
        assert fill(cancel, why="讲的人病了").location == url
        made = db.session.scalars(select(Appointment)).one()
        assert made.end_why == "讲的人病了"
        told = select(Notice.event).where(Notice.person_id == guest.id)
        assert "appointments.cancelled" in set(db.session.scalars(told))
        assert client.get(cancel).status_code == 404
        assert title not in client.get(url).text

    @pytest.mark.parametrize(
        ("changed", "words"),
        [
            ({"title": ""}, "请写讲什么"),
            ({"title": "长" * 61}, "讲什么"),
            ({"day": ""}, "请选日期"),
            ({"day": "2020-01-01"}, "这个时间已经过了"),
            ({"day": "2099-01-01"}, "最远可以定到"),
            ({"start": ""}, "请选开始时间"),
            ({"start": "15:02"}, "五分钟的整数倍"),
            ({"start": "teatime"}, "几点开始"),
        ],
    )
    def test_nonsense_is_said(self, talks, fill, at, changed, words):
        day = (village_day(at) + 5 * DAY).isoformat()
        sent = {"title": "法治讲堂", "day": day, "start": "15:00"} | changed
        answer = fill(f"{talks[1]}/sessions/new", **sent)
        assert answer.status_code == 422
        assert words in answer.text
        assert not db.session.scalars(select(Session)).all()

    def test_not_for_one_at_a_time_nor_when_they_are_away(
        self, client, world, desk, mine, talks, fill, at
    ):
        assert "一对一" in client.get(f"{mine}/sessions/new").text
        assert "定一场" not in client.get(mine).text
        day = (village_day(at) + 5 * DAY).isoformat()
        fill(f"{desk}/practitioners/{world.lawyer.id}/away", day=day)
        sent = {"title": "法治讲堂", "day": day, "start": "15:00"}
        answer = fill(f"{talks[1]}/sessions/new", **sent)
        assert answer.status_code == 422
        assert "已经记了不在" in answer.text

    def test_groups_have_no_hours_of_the_week(self, client, world, talks, mine, fill, at):
        service, url = talks
        sent = form_of(client.get(f"{mine}/week")) | {"day0": "9:00-12:00"}
        assert "没有每周的时间" in client.get(f"{url}/week").text
        assert client.post(f"{url}/week", data=sent).status_code == 422
        assert week_of(service) == [""] * 7
        day = (village_day(at) + 5 * DAY).isoformat()
        sent = form_of(client.get(f"{mine}/extra")) | {"day": day, "hours": "9:00-12:00"}
        assert client.post(f"{url}/extra", data=sent).status_code == 422
        assert "改每周的时间" not in client.get(url).text

    def test_what_has_begun_is_not_called_off(self, client, world, talks, desk, make, at):
        service, _url = talks
        session = make.add(
            Session(
                service_id=service.id,
                title="讲座",
                starts_at=at - timedelta(minutes=5),
                ends_at=at + timedelta(minutes=55),
                seats=30,
            )
        )
        page = client.get(f"{desk}/sessions/{session.id}/cancel")
        assert "已经开始了" in page.text


def join(world, session, guest):
    by = world.actor(guest)
    with writing():
        groups.join(db.session.get(Session, session.id), by=by, at=world.at)
