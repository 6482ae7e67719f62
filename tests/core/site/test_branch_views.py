"""Branches as everybody sees them."""

from datetime import date, timedelta

import pytest

from core.branches.models import BranchKind, OfficeRole, OfficeTerm, UnitKind
from core.bulletins.models import Bulletin
from core.cache.operations import bump
from core.clock import now
from core.db import db, writing
from tests.counting import queries_in


@pytest.fixture
def county(make):
    township = make.branch("桃源镇党委", kind=BranchKind.TOWNSHIP)
    branch = make.branch(
        "桃源村党支部",
        parent=township,
        phone="0576-0100 0101",
        address="村口大樟树旁",
        hours="每天 8:00—17:30",
    )
    make.branch("桃源合作社党支部", parent=branch, kind=BranchKind.COOPERATIVE)
    secretary = make.officer(branch, person=make.person(name="欧阳建国"))
    make.officer(branch, OfficeRole.PUBLICITY, person=make.person(name="沈晓梅"))
    unit = make.unit(branch, name="桃源村")
    make.unit(branch, name="茶果社", kind=UnitKind.COOPERATIVE)
    make.member(branch, secretary)
    for _ in range(5):
        make.resident(unit)
    return {"branch": branch, "township": township, "secretary": secretary}


def bulletin(make, branch, title, **kw):
    made = {
        "text": "请大家相互转告",
        "until": date(2036, 1, 1),
        "posted_at": now(),
        "posted_by": make.person().id,
        **kw,
    }
    return make.add(Bulletin(branch_id=branch.id, title=title, keeper_id=made["posted_by"], **made))


def test_the_tree_shows_open_branches(client, county, make, at):
    make.branch("旧村党支部", closed_at=at)
    page = client.get("/branches/").text
    for name in ("桃源镇党委", "桃源村党支部", "桃源合作社党支部"):
        assert name in page
    assert "旧村党支部" not in page
    assert "<html" in page


def test_an_empty_house_says_so(client):
    assert "还没有支部" in client.get("/branches/").text


def test_one_branch_for_everybody(client, county, make):
    branch = county["branch"]
    shown = bulletin(make, branch, "周三停水")
    bulletin(make, branch, "旧通知", until=date(2026, 1, 1))
    page = client.get(f"/branches/{branch.id}").text
    assert 'href="tel:057601000101"' in page
    for words in ("村口大樟树旁", "每天 8:00—17:30", "桃源镇党委", "桃源合作社党支部", "茶果社"):
        assert words in page
    assert f"/branches/{branch.id}/bulletins/{shown.id}" in page
    assert "旧通知" not in page


def test_only_family_names_are_public(client, county):
    page = client.get(f"/branches/{county['branch'].id}").text
    assert "欧阳某" in page
    assert "沈某" in page
    assert "欧阳建国" not in page
    assert "晓梅" not in page


def test_small_counts_stay_out(client, county, make, monkeypatch):
    url = f"/branches/{county['branch'].id}"
    page = client.get(url).text
    assert "登记的村民" in page
    assert ">党员<" not in page
    for _ in range(4):
        make.member(county["branch"])
    db.session.rollback()
    client.log_in(county["secretary"])
    assert ">党员<" not in client.get(url).text  # made once for all
    later = now() + timedelta(minutes=1)
    monkeypatch.setattr("core.site.pages.now", lambda: later)
    assert ">党员<" in client.get(url).text


@pytest.mark.parametrize("case", ["closed", "missing", "huge"])
def test_no_page_for_what_is_not_there(client, make, at, case):
    found = {"closed": make.branch(closed_at=at).id, "missing": 999, "huge": 2**63}[case]
    assert client.get(f"/branches/{found}").status_code == 404


def test_a_branch_without_anything_still_has_a_page(client, make):
    page = client.get(f"/branches/{make.branch('新支部').id}").text
    for words in ("还没有写联系方式", "班子还没有配好", "现在没有贴通知"):
        assert words in page


@pytest.mark.both_engines
def test_a_stand_in_is_shown_as_one(client, county, make):
    term = db.session.query(OfficeTerm).filter_by(role=OfficeRole.SECRETARY).one()
    today = now().date()
    make.officer(
        county["branch"],
        person=make.person(name="许文斌"),
        since=today,
        until=today + timedelta(days=9),
        stands_in_for_id=term.id,
    )
    page = client.get(f"/branches/{county['branch'].id}").text
    assert "代理书记" in page
    assert "许某" in page


def test_the_same_queries_for_few_and_many(client, county, make):
    branch = county["branch"]
    url = f"/branches/{branch.id}"
    renewed(client)
    few = queries_in(lambda: client.get(url))
    for number in range(30):
        make.branch(f"下级{number}", parent=branch)
        make.unit(branch)
        make.member(branch)
        bulletin(make, branch, f"通知{number}")
    renewed(client)
    many = queries_in(lambda: client.get(url))
    assert few == many <= 6


def renewed(client):
    """Let every page be made anew, and another one read the facts of the operator."""
    with writing():
        bump()
    client.get("/branches/")
