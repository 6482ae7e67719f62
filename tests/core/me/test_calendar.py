"""My times in a calendar outside: by an address that only I know, until I take another one."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from icalendar import Calendar

from core.clock import now
from core.db import writing
from core.house import Area, CalendarEntry
from core.me import calendars
from core.me.operations import data_of
from tests.visitor import new_key
from wsgi import AREAS

START = datetime(2026, 12, 1, 1, 30, tzinfo=UTC)


def entries(person_id, at):
    """Return one time of whoever asks, with all that a calendar could trip over."""
    return [
        CalendarEntry(
            uid=f"probe-{person_id}",
            start=START,
            end=START + timedelta(hours=2),
            title="排练；合唱, 二楼\\大厅" + "长" * 80,
            place="村委会\n二楼",
            url="/volunteer/7",
        ),
        CalendarEntry(
            uid="bare", start=START, end=START + timedelta(hours=1), title="走访", place="", url="/"
        ),
    ]


@pytest.fixture
def areas():
    """The house with nothing in the calendar but these."""
    return [Area(name="probe", calendar=(entries,))]


@pytest.fixture
def someone(make):
    return make.person()


def address_of(client):
    (found,) = re.findall(
        r'value="http://localhost(/calendar/[^"]+\.ics)"', client.get("/me/settings").text
    )
    return found


def test_the_address_stands_in_the_settings_and_opens_without_signing_in(client, someone):
    client.log_in(someone)
    address = address_of(client)
    client.log_out()
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer.mimetype == "text/calendar"
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in answer.headers


def test_what_is_in_it_is_read_as_it_was_said(client, someone):
    client.log_in(someone)
    calendar = Calendar.from_ical(client.get(address_of(client)).data)
    first, bare = calendar.walk("VEVENT")
    (said, _other) = entries(someone.id, now())
    assert str(calendar["x-wr-calname"]) == "兴村：我的安排"
    assert (first.start, first.end) == (said.start, said.end)
    assert str(first["summary"]) == said.title
    assert str(first["location"]) == said.place
    assert str(first["url"]) == "http://localhost/volunteer/7"
    assert str(first["uid"]) == f"probe-{someone.id}@localhost"
    assert "location" not in bare
    assert bare["dtstamp"].dt.tzinfo is not None


def test_lines_are_folded_as_the_standard_wants(client, someone):
    body = calendars.written(someone, at=now())
    lines = body.split(b"\r\n")
    assert lines[0] == b"BEGIN:VCALENDAR"
    assert max(map(len, lines)) <= 75
    assert b"\n" not in body.replace(b"\r\n", b"")


def test_another_address_shuts_the_old_one(client, someone):
    client.log_in(someone)
    old = address_of(client)
    for _each in range(2):
        came = client.send("/me/calendar/renew", form_key=new_key())
        assert came.location == "/me/settings#calendar"
        new = address_of(client)
        assert new != old
        assert client.get(old).status_code == 404
        assert client.get(new).status_code == 200
        old = new


def test_one_form_takes_one_address(client, someone):
    client.log_in(someone)
    key = new_key()
    client.send("/me/calendar/renew", form_key=key)
    address = address_of(client)
    client.send("/me/calendar/renew", form_key=key)
    assert address_of(client) == address


def test_each_has_an_address_of_their_own(make, someone):
    tokens = {calendars.token_of(make.person().id) for _each in range(5)}
    assert len({token.partition("-")[2] for token in tokens}) == 5
    other = make.person()
    seal = calendars.token_of(someone.id).partition("-")[2]
    assert calendars.find_person(f"{other.id}-{seal}") is None
    assert calendars.find_person(f"{someone.id}-{seal}").id == someone.id


@pytest.mark.parametrize(
    "token",
    ["x", "1", "1-", "-1-" + "0" * 32, "1-" + "0" * 32, "1-" + "0" * 31, "0-" + "0" * 32,
     "987654-" + "0" * 32, "9" * 10 + "-" + "0" * 32, "１-" + "0" * 32],
)  # fmt: skip
def test_a_made_up_address_opens_nothing(client, someone, token):
    assert client.get(f"/calendar/{token}.ics").status_code == 404


@pytest.mark.parametrize("gone", ["disabled_at", "closed_at"])
def test_who_is_gone_has_no_calendar(client, someone, gone):
    token = calendars.token_of(someone.id)
    with writing():
        setattr(someone, gone, now())
    assert client.get(f"/calendar/{token}.ics").status_code == 404


def test_it_is_copied_out_and_erased(someone, at):
    assert data_of(someone.id)["calendar_address"] == []
    with writing():
        calendars.renew(someone.id, at=at)
    assert data_of(someone.id)["calendar_address"] == [{"renewed_at": at}]
    with writing():
        calendars.OwnCalendar().erase(someone.id, at=at)
    assert data_of(someone.id)["calendar_address"] == []


class TestWithoutAnythingToShow:
    @pytest.fixture
    def areas(self):
        return [Area(name="empty")]

    def test_no_address_is_shown(self, client, someone):
        client.log_in(someone)
        assert "/calendar/" not in client.get("/me/settings").text


def test_the_house_has_classes_and_shifts_in_it():
    assert [area.name for area in AREAS if area.calendar] == ["training", "services"]
