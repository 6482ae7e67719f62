"""Asking to belong to a branch, and my branch."""

import pytest
from sqlalchemy import func, select

from core.branches.models import Membership, MembershipStatus
from core.db import db

KEY = "k" * 12


@pytest.fixture
def person(client, make):
    person = make.person(name="孙一")
    client.log_in(person)
    return person


def test_a_person_asks_sees_it_and_takes_it_back(client, village, person):
    join = f"/branches/{village.branch.id}/join"
    assert "请支部确认" in client.get(join).text
    sent = client.send(join, form_key=KEY)
    assert (sent.status_code, sent.location) == (302, "/me/branch")
    again = client.send(join, form_key=KEY)  # the same form twice has one effect
    assert (again.status_code, again.location) == (302, "/me/branch")
    assert db.session.scalar(select(func.count()).select_from(Membership)) == 4
    page = client.get("/me/branch").text
    assert "等待确认" in page
    assert "撤回" in page
    assert "还在等待确认" in client.get(join).text
    assert client.send("/me/branch/take-back").status_code == 302
    assert client.send("/me/branch/take-back").status_code == 404
    assert "已结束" in client.get("/me/branch").text


def test_a_second_request_is_refused_on_the_form(client, village, make, person):
    make.member(village.branch, person, status=MembershipStatus.ASKED)
    answer = client.send(f"/branches/{village.branch.id}/join", form_key=KEY)
    assert answer.status_code == 422
    assert "还在等待确认" in answer.text


def test_whoever_belongs_nowhere_is_shown_the_way(client, person):
    page = client.get("/me/branch").text
    assert "还没有加入支部" in page
    assert "/branches/" in page


def test_my_village_is_there_without_membership(client, village, make, person):
    make.resident(village.unit, person)
    page = client.get("/me/branch").text
    assert "桃源村" in page
    assert f"/branches/{village.branch.id}" in page


@pytest.mark.parametrize("case", ["closed", "missing"])
def test_no_joining_what_is_not_there(client, make, at, person, case):
    branch_id = make.branch(closed_at=at).id if case == "closed" else 999
    assert client.get(f"/branches/{branch_id}/join").status_code == 404
    assert client.send(f"/branches/{branch_id}/join", form_key=KEY).status_code == 404
