"""Certificates at the desk: put down, shown to the holder, revoked, running out."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from core.branches.models import OfficeRole
from core.cache.operations import house_version
from core.clock import village_day
from core.db import db, writing
from core.me.operations import data_of
from core.notices.models import Notice
from core.qualifications import jobs, queries
from core.qualifications.models import Qualification, QualificationKind
from core.qualifications.personal import OwnQualifications
from tests.counting import queries_in
from tests.make_shop import MakeShop

pytestmark = pytest.mark.both_engines
DAY = timedelta(days=1)


def fields(at, **kw):
    day = village_day(at)
    return {
        "form_key": "12345678",
        "who": "陈阿福",
        "kind": "food-seller",
        "number": "云溪-0001",
        "issuer": "云溪县人社局",
        "valid_from": (day - 30 * DAY).isoformat(),
        "valid_until": (day + 700 * DAY).isoformat(),
        **kw,
    }


def all_of_them():
    return db.session.scalars(select(Qualification)).all()


def told(person):
    notices = db.session.scalars(select(Notice).where(Notice.person_id == person.id))
    return [each.event for each in notices]


def test_from_a_paper_to_the_right_and_back(client, desk, branch, villager, secretary, at, app):
    assert "还没有登记过证书" in client.get(desk).text
    assert client.get(f"{desk}new").status_code == 200
    before = house_version()
    assert client.send(f"{desk}new", fields(at)).location == desk
    [made] = all_of_them()
    assert (made.person_id, made.branch_id) == (villager.id, branch.id)
    assert house_version() > before
    held = select(queries.holds(villager.id, QualificationKind.FOOD_SELLER, day=village_day(at)))
    assert db.session.scalar(held)
    listed = client.get(desk).text
    assert "陈阿福" in listed
    assert "云溪-0001" in listed
    assert "撤销" not in listed  # a member of the board puts down; leaders revoke
    own = app.test_client()
    own.log_in(villager)
    assert "云溪-0001" in own.get("/me/qualifications").text
    leader = app.test_client()
    leader.log_in(secretary)
    url = f"{desk}{made.id}/revoke"
    assert url in leader.get(desk).text
    assert leader.send(url, reason="  ", form_key="12345678").status_code == 422
    version = house_version()
    assert leader.send(url, reason="证书是借来的", form_key="12345678").location == desk
    assert house_version() > version
    assert not db.session.scalar(held)
    assert "证书是借来的" in own.get("/me/qualifications").text
    assert told(villager) == ["qualifications.recorded", "qualifications.revoked"]
    assert "证书是借来的" in own.get("/inbox").text
    again = leader.send(url, reason="再来一次", form_key="87654321")
    assert again.status_code == 422
    assert "已经撤销了" in again.text


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"who": ""}, "who"),
        ({"who": "没有这个人"}, "who"),
        ({"kind": "doctor"}, "kind"),
        ({"number": " "}, "number"),
        ({"number": "长" * 41}, "number"),
        ({"issuer": ""}, "issuer"),
        ({"issuer": "长" * 61}, "issuer"),
        ({"valid_from": "以前"}, "valid_from"),
        ({"valid_from": "2999-01-01"}, "valid_from"),
        ({"valid_until": "2001-01-01"}, "valid_until"),
        ({"valid_until": "x"}, "valid_until"),
    ],
)
def test_what_is_wrong_stands_at_its_field(client, desk, villager, at, given, field):
    answer = client.send(f"{desk}new", fields(at, **given))
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert ("云溪-0001" in answer.text) is (field != "number")
    assert all_of_them() == []


def test_a_number_counts_once(client, desk, villager, branch, make, at):
    other = make.resident(make.unit(branch), make.person(name="何秀"))
    assert client.send(f"{desk}new", fields(at)).status_code == 302
    again = client.send(f"{desk}new", fields(at, form_key="87654321", who="何秀"))
    assert again.status_code == 422
    assert 'id="number-error"' in again.text
    another = fields(at, form_key="abcdefgh", who="何秀", kind="homestay-host")
    assert client.send(f"{desk}new", another).status_code == 302
    assert {each.person_id for each in all_of_them()} == {villager.id, other.id}


def test_a_revoked_number_may_be_put_down_anew(client, desk, villager, branch, make, at):
    number = {"number": "云溪-0001", "revoked_at": at, "revoked_by": villager.id}
    MakeShop(make).qualification(villager, branch=branch, **number)
    assert client.send(f"{desk}new", fields(at)).status_code == 302


def test_nobody_puts_down_their_own(client, desk, officer, branch, make, at):
    make.member(branch, officer)
    answer = client.send(f"{desk}new", fields(at, who="周宣"))
    assert answer.status_code == 422
    assert "请别的委员" in answer.text


def test_the_same_form_sent_twice_is_one_certificate(client, desk, villager, at):
    for _time in range(2):
        assert client.send(f"{desk}new", fields(at)).status_code == 302
    assert len(all_of_them()) == 1


@pytest.mark.parametrize("role", OfficeRole)
def test_who_may_revoke(client, make, branch, villager, role):
    held = MakeShop(make).qualification(villager, branch=branch)
    client.log_in(make.officer(branch, role=role, person=make.person()))
    url = f"/desk/{branch.id}/qualifications/{held.id}/revoke"
    may = role in {OfficeRole.SECRETARY, OfficeRole.DEPUTY}
    assert client.get(url).status_code == (200 if may else 404)
    other = make.branch()
    client.log_in(make.officer(other, role=role, person=make.person()))
    for strange in (url, f"/desk/{other.id}/qualifications/{held.id}/revoke"):
        assert client.get(strange).status_code == 404
        assert client.send(strange, reason="x", form_key="12345678").status_code == 404
    assert client.get(f"/desk/{branch.id}/qualifications/").status_code == 404


@pytest.mark.parametrize(("days", "times"), [(31, 0), (30, 1), (0, 1), (-1, 0), (None, 0)])
def test_who_holds_it_hears_once_that_it_runs_out(make, branch, villager, at, days, times):
    until = None if days is None else village_day(at) + days * DAY
    MakeShop(make).qualification(villager, branch=branch, valid_until=until)
    for _round in range(3):
        jobs.remind(at)
    assert told(villager) == ["qualifications.runs_out"] * times


def test_a_revoked_one_runs_out_silently(make, branch, villager, at):
    soon = {"valid_until": village_day(at) + DAY, "revoked_at": at, "revoked_by": villager.id}
    MakeShop(make).qualification(villager, branch=branch, **soon)
    jobs.remind(at)
    assert told(villager) == []


def test_thirty_cost_as_many_queries_as_three(client, desk, branch, make):
    for count in (3, 30):
        for _each in range(count):
            MakeShop(make).qualification(make.person(), branch=branch)
        cost = queries_in(lambda: client.get(desk))
        assert cost <= 8
        if count == 3:
            first = cost
    assert cost == first


def test_more_than_a_page(client, desk, branch, make, monkeypatch):
    monkeypatch.setattr(queries, "PAGE", 2)
    shop = MakeShop(make)
    held = [shop.qualification(make.person(), branch=branch) for _each in range(3)]
    page = client.get(desk).text
    assert f"?after={held[1].id}" in page
    assert held[0].number not in page
    assert held[0].number in client.get(f"{desk}?after={held[1].id}").text
    assert client.get(f"{desk}?after=x").status_code == 404


def test_a_copy_and_what_stays_when_the_account_goes(make, branch, villager, at, app):
    MakeShop(make).qualification(villager, branch=branch, number="云溪-0001")
    [row] = data_of(villager.id)["qualifications"]
    assert row["number"] == "云溪-0001"
    assert data_of(make.person().id)["qualifications"] == []
    with writing():
        OwnQualifications().erase(villager.id, at=at)
    [left] = all_of_them()
    assert (left.number, left.issuer) == ("", "")
    assert left.revoked_at == at
