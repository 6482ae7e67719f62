"""Consent on paper: put down by an officer, signed, photographed, read by few."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from core.branches.models import Branch, BranchKind, Household, OfficeRole, Resident
from core.clock import village_day
from core.db import db, writing
from core.errors import Refused
from core.proxy import operations
from core.proxy.models import How
from core.storage.models import StoredFile
from core.storage.operations import lay_picture
from tests.core.proxy.world import notices, photo, proxies, wish


def fields(at, **kw):
    until = village_day(at) + timedelta(days=kw.pop("days", 30))
    given = {"who": "陈阿福", "helper": "13700005678", "scopes": ["order", "ask"]}
    return {**given, "until": until.isoformat(), **kw}


def put_down(branch, person, helper, *, by, at, **kw):
    with writing():
        return operations.put_down(branch, person, helper, wish(at, **kw), by=by, at=at)


def sign(proxy, *, by, at):
    laid = lay_picture("签字.jpg", photo()[0].read(), by=operations.owner_of_paper(proxy, by=by))
    with writing():
        operations.sign(proxy, laid, by=by, at=at)


def test_it_counts_once_the_paper_is_seen(client, desk, branch, elder, helper, officer, at):
    assert "还没有人请人代办" in client.get(desk).text
    answer = client.send(f"{desk}new", fields(at))
    (proxy,) = proxies()
    assert answer.location == f"{desk}{proxy.id}/paper"
    assert (proxy.person_id, proxy.proxy_id, proxy.how) == (elder.id, helper.id, How.PAPER)
    assert (proxy.recorded_by, proxy.branch_id) == (officer.id, branch.id)
    assert proxy.consented_at is None
    assert "等签字的照片" in client.get(desk).text
    sheet = client.get(f"{desk}{proxy.id}/paper/sheet").text
    assert "我，陈阿福，请 李小帮 替我在网上办下面的事" in sheet
    assert client.send(answer.location, picture=photo()).location == f"{desk}{proxy.id}"
    (proxy,) = proxies()
    assert proxy.consented_at is not None
    stored = db.session.get(StoredFile, proxy.paper_id)
    assert (stored.owner_id, stored.is_public) == (elder.id, False)
    assert [each.person_id for each in notices("proxies.yours")] == [helper.id]
    assert [each.person_id for each in notices("proxies.began")] == [elder.id]
    assert "正在代办期内" in client.get(desk).text


def test_before_that_nothing_can_be_done_with_it(client, desk, elder, helper, at):
    client.send(f"{desk}new", fields(at))
    (proxy,) = proxies()
    client.log_in(helper)
    assert "陈阿福" not in client.get("/me/proxies/").text
    assert client.get(f"/me/proxies/{proxy.id}").status_code == 404
    assert client.send(f"/me/proxies/{proxy.id}/start").status_code == 404
    assert client.get(f"/proxy/{proxy.ref}").status_code == 404


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"who": "没有这人"}, "who"),
        ({"who": "13700005678"}, "who"),  # not of this branch
        ({"helper": "没有这人"}, "helper"),
        ({"helper": "陈阿福"}, "helper"),
        ({"scopes": []}, "scopes"),
        ({"days": -1}, "until"),
        ({"days": 91}, "until"),
        ({"until": ""}, "until"),
    ],
)
def test_what_is_wrong_stands_beside_its_field(client, desk, elder, helper, at, given, field):
    answer = client.send(f"{desk}new", fields(at, **given))
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert proxies() == []


@pytest.mark.parametrize("days", [0, 90])
def test_today_and_ninety_days_will_do(client, desk, elder, helper, at, days):
    assert client.send(f"{desk}new", fields(at, days=days)).status_code == 302


def test_who_helps_needs_an_account(client, desk, elder, helper, make, at):
    make.person(name="没账号", phone="13500001111")
    answer = client.send(f"{desk}new", fields(at, helper="13500001111"))
    assert "代办人还没有能登录的账号" in answer.text


def test_who_helps_never_records_it(client, branch, elder, helper, make, by, at):
    make.officer(branch, role=OfficeRole.DEPUTY, person=helper)
    client.log_in(helper)
    answer = client.send(f"/desk/{branch.id}/proxies/new", fields(at))
    assert "要请别的委员来登记" in answer.text
    assert proxies() == []
    proxy = put_down(branch, elder, helper, by=by, at=at)
    page = client.get(f"/desk/{branch.id}/proxies/{proxy.id}/paper")
    assert "要请别的委员来登记" in page.text
    client.send(f"/desk/{branch.id}/proxies/{proxy.id}/paper", picture=photo())
    with pytest.raises(Refused):
        sign(proxy, by=make.actor(helper), at=at)
    assert proxies()[0].consented_at is None


def test_a_renewal_on_paper_takes_the_place_of_a_code(branch, grant, elder, helper, by, at):
    old = grant(elder, helper, "ask")
    new = put_down(branch, elder, helper, by=by, at=at)
    db.session.rollback()
    assert old.stopped_at is None
    sign(new, by=by, at=at)
    assert [each.stop_why for each in proxies()] == ["renewed", ""]


@pytest.fixture
def signed(branch, villager, helper, by, at):
    proxy = put_down(branch, villager, helper, by=by, at=at)
    sign(proxy, by=by, at=at)
    return proxies()[0]


def put_above(branch, upper):
    with writing():
        here = db.session.get_one(Branch, branch.id)
        here.parent_id, here.path = upper.id, f"{upper.path}{branch.id}/"


def test_the_photo_is_for_the_branch_and_the_villager_alone(client, branch, signed, officer, make):
    at_desk = f"/desk/{branch.id}/proxies/{signed.id}/paper/photo"
    own = f"/me/proxies/{signed.id}/paper"
    ref = signed.paper.ref
    upper = make.branch(kind=BranchKind.TOWNSHIP)
    put_above(branch, upper)
    readers = {
        "officer": (officer, 200, 404),
        "villager": (signed.person, 404, 200),
        "helper": (signed.proxy, 404, 404),
        "above": (make.officer(upper), 404, 404),
        "other": (make.officer(make.branch()), 404, 404),
        "stranger": (make.person(), 404, 404),
    }
    client.look = False
    for who, (person, there, here) in readers.items():
        client.log_in(person)
        answers = client.get(at_desk), client.get(own)
        assert [each.status_code for each in answers] == [there, here], who
        for each in answers:
            if each.status_code == 200:
                assert each.mimetype == "image/webp"
                assert "no-store" in each.headers["Cache-Control"]
        assert client.get(f"/files/{ref}").status_code == 404


def test_another_branch_to_which_the_villager_moves_does_not_see_it(client, signed, make):
    there = make.branch()
    unit = make.unit(there)
    with writing():
        db.session.execute(
            update(Resident).where(Resident.person_id == signed.person_id).values(unit_id=unit.id)
        )
    client.log_in(make.officer(there))
    page = client.get(f"/desk/{there.id}/proxies/{signed.id}")
    assert "李小帮 代 张桂兰" in page.text
    assert "看签字的照片" not in page.text
    assert client.get(f"/desk/{there.id}/proxies/{signed.id}/paper/photo").status_code == 404


def test_nobody_records_that_one_of_their_own_household_acts(
    client, desk, branch, elder, helper, officer, make, at
):
    unit = make.unit(branch, name="河西村")
    household = make.add(Household(unit_id=unit.id, number="7"))
    make.resident(unit, officer, household_id=household.id)
    answer = client.send(f"{desk}new", fields(at))
    assert answer.status_code == 302
    make.resident(unit, helper, household_id=household.id)
    refused = client.send(f"{desk}new", fields(at))
    assert refused.status_code == 422
    assert "代办人和您是一家人" in refused.text
    (proxy,) = proxies()
    assert "代办人和您是一家人" in client.get(f"{desk}{proxy.id}/paper").text
    with pytest.raises(Refused, match="一家人"):
        sign(proxy, by=make.actor(officer), at=at)
    other = make.officer(branch, role=OfficeRole.DEPUTY, person=make.person())
    sign(proxy, by=make.actor(other), at=at)
    assert proxies()[0].consented_at is not None
