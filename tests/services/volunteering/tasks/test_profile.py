"""One's own page as a volunteer."""

from datetime import timedelta

import pytest

from core.clock import village_day
from core.db import db, writing
from services.volunteering.models import Reach, Volunteer
from services.volunteering.operations import licences
from services.volunteering.operations.licences import Paper

URL = "/volunteer/me"


@pytest.fixture
def villager(client, make, village):
    person = make.resident(village, make.person(name="吴德顺"))
    client.log_in(person)
    return person


def given(**kw):
    usual = {"form_key": "12345678", "version": "0", "reach": "township"}
    return {**usual, **kw}


def row(person):
    return db.session.get(Volunteer, person.id, populate_existing=True)


def test_a_visitor_signs_in_first(client, app):
    assert client.get(URL).location.startswith("/login")


def test_what_is_said_is_kept_and_shown_again(client, villager):
    page = client.get(URL).text
    for said in ("只用来核对年龄", "没有人看得到", "随时可以不同意", "还没有"):
        assert said in page
    sent = given(skills=["driving", "cooking"], reach="county", willing="y", public="y")
    answer = client.send(URL, {**sent, "born": "1960-03-05"})
    assert answer.location == URL
    kept = row(villager)
    assert (kept.skills, kept.reach, kept.willing) == ("driving,cooking", Reach.COUNTY, True)
    assert kept.public_at
    page = client.get(URL).text
    assert 'value="1960-03-05"' in page
    assert 'name="version" type="hidden" value="1"' in page
    assert "同意的" in page
    assert "不能清空" in client.send(URL, given(version="1", born="")).text
    client.send(URL, given(version="1", born="1961-03-05"))
    kept = row(villager)
    assert (kept.skills, kept.willing, kept.public_at) == ("", False, None)
    assert kept.born.year == 1961


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"reach": "moon"}, "我愿意去多远"),
        ({"skills": "flying"}, "我会做的"),
        ({"born": "1860-01-01"}, "出生日期写对了没有"),
        ({"born": "yesterday"}, "出生日期"),
        ({"version": "x"}, "要改"),
    ],
)
def test_what_is_wrong_stands_at_its_field(client, villager, wrong, words):
    answer = client.send(URL, given(willing="y", **wrong))
    assert answer.status_code == 422
    assert words in answer.text
    assert row(villager) is None


def test_a_child_is_sent_to_the_office_with_a_parent(client, villager, at):
    born = village_day(at) - timedelta(days=12 * 365)
    answer = client.send(URL, given(born=born.isoformat()))
    assert answer.status_code == 422
    assert "请家长带着" in answer.text


def test_on_two_devices_nothing_is_lost(client, villager):
    client.send(URL, given(skills=["driving"]))
    second = client.send(URL, given(skills=["cooking"], form_key="87654321"))
    assert second.status_code == 409
    assert "开车" in second.text
    assert "做饭" in second.text
    assert row(villager).skills == "driving"


def test_ones_licences_are_listed(client, villager, branch, by, at):
    until = village_day(at) + timedelta(days=10)
    with writing():
        paper = Paper(kind="driver", number="332601", valid_until=until)
        licences.see(branch, villager, paper, by=by, at=at)
    page = client.get(URL).text
    assert "驾驶证" in page
    assert "332601" in page
    assert "快到期" in page


def test_nobody_does_it_for_another(client, villager, make):
    """A profile is one's own: the address names nobody, and a form that does changes nothing."""
    other = make.person()
    client.send(URL, given(person_id=str(other.id), skills=["driving"]))
    assert row(other) is None
    assert row(villager).skills == "driving"
