"""Offices at the desk."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from core.branches.models import OfficeRole, OfficeTerm
from core.clock import now, village_day
from core.db import db

KEY = "k" * 12
TODAY = village_day(now())


def term_of(person):
    return db.session.scalars(
        select(OfficeTerm).where(OfficeTerm.person_id == person.id).order_by(OfficeTerm.id.desc())
    ).first()


def test_the_secretary_names_a_committee(client, desk, village):
    assert f"{desk}/offices/new" in client.get(f"{desk}/offices").text
    data = {"role": "publicity", "who": "王小满", "since": TODAY.isoformat(), "form_key": KEY}
    for _ in range(2):  # the same form twice has one effect
        assert client.send(f"{desk}/offices/new", data).status_code == 302
    assert term_of(village.member).role is OfficeRole.PUBLICITY
    assert "宣传委员 王小满" in client.get(f"{desk}/offices").text


def test_what_one_does_not_give_is_not_offered(client, desk, village):
    page = client.get(f"{desk}/offices/new").text
    assert 'value="publicity"' in page
    assert 'value="secretary"' not in page
    data = {"role": "secretary", "who": "王小满", "since": TODAY.isoformat(), "form_key": KEY}
    assert client.send(f"{desk}/offices/new", data).status_code == 422


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"who": "谁也不是"}, "没有找到"),
        ({"since": "2026-13-01"}, 'id="since-error"'),
        ({"until": (TODAY - timedelta(days=1)).isoformat()}, "不能早于"),
        ({"role": "deputy_secretary"}, "正担任这个职务"),
    ],
)
def test_a_mistake_keeps_what_was_typed(client, desk, given, words):
    data = {"role": "publicity", "who": "王小满", "since": TODAY.isoformat(), "form_key": KEY}
    answer = client.send(f"{desk}/offices/new", {**data, **given})
    assert answer.status_code == 422
    assert words in answer.text
    assert f'value="{given.get("who", "王小满")}"' in answer.text


def test_the_upper_secretary_gives_a_village_its_secretary(client, village, make):
    branch = make.branch("石磨村党支部", parent=village.township)
    person = make.person(name="程德厚")
    client.log_in(village.upper)
    assert "班子还没有配" in client.get(f"/desk/{branch.id}/offices").text
    page = client.get(f"/desk/{branch.id}/offices/new").text
    assert 'value="secretary"' in page
    assert 'value="publicity"' not in page
    sent = client.send(
        f"/desk/{branch.id}/offices/new",
        role="secretary",
        who=person.phone,
        since=TODAY.isoformat(),
        form_key=KEY,
    )
    assert sent.status_code == 302
    assert make.actor(person).branches_as("secretary") == {branch.id}
    page = client.get(f"/desk/{branch.id}/offices").text
    assert "书记 程某" in page
    assert "程德厚" not in page


def test_a_secretary_sees_who_hands_his_office_over(client, desk, village):
    term = term_of(village.secretary)
    url = f"{desk}/offices/{term.id}/hand-over"
    page = client.get(url).text
    assert "书记的交接由上级支部书记或网站管理员来办" in page
    assert "桃源镇党委" in page
    sent = client.send(url, who="王小满", form_key=KEY)
    assert sent.status_code == 422
    assert term.ended_at is None


def test_the_upper_secretary_hands_it_over_in_one_act(client, village, make):
    successor = make.person(name="新书记")
    term = term_of(village.secretary)
    client.log_in(village.upper)
    url = f"/desk/{village.branch.id}/offices/{term.id}/hand-over"
    page = client.get(url).text
    assert "周某" in page
    assert "马上结束" in page
    for _ in range(2):
        sent = client.send(url, who=successor.phone, form_key=KEY)
        assert sent.status_code == 302
    assert term.ended_at is not None
    assert make.actor(successor).branches_as("secretary") == {village.branch.id}


def test_handing_over_asks_for_the_password_again(client, village):
    client.log_in(village.upper, at=now() - timedelta(minutes=20))
    url = f"/desk/{village.branch.id}/offices/{term_of(village.secretary).id}/hand-over"
    answer = client.get(url)
    assert answer.status_code == 302
    assert answer.location.startswith("/login/confirm")


def test_a_deputy_hands_his_office_over_and_is_out(client, desk, village):
    client.log_in(village.deputy)
    url = f"{desk}/offices/{term_of(village.deputy).id}/hand-over"
    sent = client.send(url, who="王小满", form_key=KEY)
    assert (sent.status_code, sent.location) == (302, f"/branches/{village.branch.id}")
    assert client.get(sent.location).status_code == 200
    assert client.get("/desk/").status_code == 403


def test_a_stand_in_for_a_time(client, desk, village, make):
    url = f"{desk}/offices/{term_of(village.secretary).id}/stand-in"
    assert client.get(url).status_code == 200
    data = {
        "who": "王小满",
        "since": TODAY.isoformat(),
        "until": (TODAY + timedelta(days=9)).isoformat(),
        "form_key": KEY,
    }
    assert client.send(url, {**data, "until": ""}).status_code == 422
    assert client.send(url, data).status_code == 302
    assert "代理书记 王小满" in client.get(f"{desk}/offices").text
    assert make.actor(village.member).branches_as("secretary") == {village.branch.id}


def test_another_last_day(client, desk, village):
    term = term_of(village.deputy)
    url = f"{desk}/offices/{term.id}/extend"
    assert 'value="2027-06-30"' in client.get(url).text
    seen = {"seen": "2027-06-30", "form_key": KEY}
    assert client.send(url, until="2020-01-01", **seen).status_code == 422
    until = TODAY + timedelta(days=100)
    assert client.send(url, until=until.isoformat(), **seen).status_code == 302
    assert term.until == until
    assert client.send(url, until="", seen=until.isoformat(), form_key=KEY).status_code == 302
    assert 'value="open"' in client.get(url).text


@pytest.mark.parametrize(("seen", "status"), [("drop", 422), ("2027-13-45", 400)])
def test_a_day_that_is_none(client, desk, village, seen, status):
    url = f"{desk}/offices/{term_of(village.deputy).id}/extend"
    assert client.send(url, until="", seen=seen, form_key=KEY).status_code == status


@pytest.mark.both_engines
def test_two_editors_of_a_term(client, desk, village):
    """F18: the second of two gets 409 with what both wrote, and nothing is lost."""
    term = term_of(village.deputy)
    url = f"{desk}/offices/{term.id}/extend"
    first, second = (TODAY + timedelta(days=days) for days in (100, 200))
    seen = {"seen": "2027-06-30", "form_key": KEY}
    assert client.send(url, until=first.isoformat(), **seen).status_code == 302
    answer = client.send(url, until=second.isoformat(), **seen)
    assert answer.status_code == 409
    for day in (first, second):
        assert f"{day.year}年{day.month}月{day.day}日" in answer.text
    assert term.until == first


def test_an_end(client, desk, village):
    term = term_of(village.deputy)
    assert client.send(f"{desk}/offices/{term.id}/end").status_code == 302
    assert term.ended_at is not None
    assert client.send(f"{desk}/offices/{term.id}/end").status_code == 409


def test_a_term_of_another_branch_is_not_there(client, desk, village, make):
    other = term_of(make.officer(make.branch()))
    for url in (f"{desk}/offices/{other.id}", f"/desk/{other.branch_id}/offices/{other.id}"):
        assert client.send(f"{url}/end").status_code == 404
        assert client.get(f"{url}/extend").status_code == 404
    assert other.ended_at is None
