"""Members at the desk."""

import re

import pytest
from sqlalchemy import func, select

from core.branches import queries
from core.branches.models import Membership, MembershipStatus, OfficeRole
from core.db import db

KEY = "k" * 12


def count():
    return db.session.scalar(select(func.count()).select_from(Membership))


def test_the_secretary_confirms(client, desk, village, make):
    asked = make.member(village.branch, make.person(name="孙一"), status=MembershipStatus.ASKED)
    assert "孙一" in client.get(f"{desk}/members").text
    url = f"{desk}/memberships/{asked.id}"
    assert f"{url}/confirm" in client.get(url).text
    assert client.send(f"{url}/confirm").status_code == 302
    assert asked.status is MembershipStatus.CONFIRMED
    assert f"{url}/confirm" not in client.get(url).text
    assert client.send(f"{url}/confirm").status_code == 409


def test_the_secretary_refuses(client, desk, village, make):
    asked = make.member(village.branch, status=MembershipStatus.ASKED)
    assert client.send(f"{desk}/memberships/{asked.id}/refuse").status_code == 302
    assert asked.status is MembershipStatus.REFUSED


def test_a_member_leaves(client, desk, village):
    member = db.session.scalars(
        select(Membership).where(Membership.person_id == village.member.id)
    ).one()
    assert client.send(f"{desk}/memberships/{member.id}/end").status_code == 302
    assert member.status is MembershipStatus.ENDED
    assert "王小满" not in client.get(f"{desk}/members").text


def test_a_member_is_added_by_number_once(client, desk, make):
    person = make.person(name="孙一")
    url = f"{desk}/members/add"
    assert client.get(url).status_code == 200
    for _ in range(2):
        assert client.send(url, who=person.phone, form_key=KEY).status_code == 302
    assert count() == 4


@pytest.mark.parametrize(("who", "words"), [("不认识的人", "没有找到"), ("", "请写是谁")])
def test_a_mistake_keeps_what_was_typed(client, desk, who, words):
    answer = client.send(f"{desk}/members/add", who=who, form_key=KEY)
    assert answer.status_code == 422
    assert words in answer.text
    assert f'value="{who}"' in answer.text


def test_an_officer_without_the_lead_reads_only(client, desk, village, make):
    client.log_in(make.officer(village.branch, OfficeRole.DISCIPLINE))
    asked = make.member(village.branch, status=MembershipStatus.ASKED)
    assert f"{desk}/members/add" not in client.get(f"{desk}/members").text
    assert client.get(f"{desk}/members/add").status_code == 404
    url = f"{desk}/memberships/{asked.id}"
    assert f"{url}/confirm" not in client.get(url).text
    assert client.send(f"{url}/confirm").status_code == 404


def test_the_upper_branch_answers_what_was_given_to_it(client, village, make):
    asked = make.member(
        village.branch,
        make.person(name="新书记"),
        status=MembershipStatus.ASKED,
        keeper_id=village.upper.id,
    )
    url = f"/desk/{village.branch.id}/memberships/{asked.id}"
    client.log_in(village.upper)
    assert "新书记" in client.get(url).text
    assert client.get(f"/desk/{village.branch.id}/members").status_code == 404
    sent = client.send(f"{url}/confirm")
    assert (sent.status_code, sent.location) == (302, "/desk/")
    assert asked.status is MembershipStatus.CONFIRMED


def test_nobody_confirms_himself_on_the_page(client, make):
    secretary = make.officer(branch := make.branch())
    asked = make.member(branch, secretary, status=MembershipStatus.ASKED)
    client.log_in(secretary)
    url = f"/desk/{branch.id}/memberships/{asked.id}"
    assert "自己的党员身份要由别人确认" in client.get(url).text
    assert client.send(f"{url}/confirm").status_code == 409


def test_a_membership_of_another_branch_is_not_there(client, desk, make):
    other = make.member(make.branch(), status=MembershipStatus.ASKED)
    assert client.get(f"{desk}/memberships/{other.id}").status_code == 404
    assert client.get(f"/desk/{other.branch_id}/memberships/{other.id}").status_code == 404


def test_many_members_have_pages(client, desk, village, make, monkeypatch):
    monkeypatch.setattr("core.desk.member_views.PAGE", 2)
    for number in range(3):
        asking = make.person(name=f"申请{number}", name_key=f"shen qing {number}")
        make.member(village.branch, asking, status=MembershipStatus.ASKED)
    found, url = [], f"{desk}/members"
    while url:
        page = client.get(url)
        found += re.findall(r"/memberships/(\d+)", page.text.split('id="members"')[1])
        assert "3 位" in page.text
        link = re.search(r'href="([^"]*[?]after=[^"]*)"', page.text)
        url = link and link[1]
    confirmed = queries.list_members(village.branch.id)
    assert [int(each) for each in found] == [each.id for each in confirmed]
    first = client.get(f"{desk}/members").text.split('id="members"')[0]
    assert "申请1" in first
    assert "申请2" not in first
    second = re.search(r'href="([^"]*[?]asked_after=[^"]*)"', first)[1]
    assert "申请2" in client.get(second).text


@pytest.mark.parametrize("key", ["x", "-1", "99", "9" * 30])
def test_a_page_that_does_not_exist(client, desk, key):
    assert client.get(f"{desk}/members?after={key}").status_code == 404
    assert client.get(f"{desk}/members?asked_after={key}").status_code == 404
