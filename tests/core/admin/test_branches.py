"""Branches as the administrator founds, edits, moves and closes them."""

import pytest
from sqlalchemy import select

from core.branches.models import Branch, OfficeRole, OfficeTerm
from core.clock import now, village_day
from core.db import db
from core.history.models import Entry

pytestmark = pytest.mark.both_engines


@pytest.fixture
def admin(make):
    return make.admin()


@pytest.fixture
def desk(client, admin):
    client.log_in(admin)
    return client


def found(desk, name="桃源镇党委", kind="township", parent=0, **kw):
    return desk.send(
        "/admin/branches/new",
        data={"name": name, "kind": kind, "parent": str(parent), **kw},
        form_key="k" * 12 + name,
    )


def named(name):
    return db.session.scalar(select(Branch).where(Branch.name == name))


def test_a_tree_is_founded(desk, admin):
    assert found(desk, phone="0570-100 200").status_code == 302
    town = named("桃源镇党委")
    assert found(desk, "桃源村党支部", "village", town.id).location.endswith(
        str(named("桃源村党支部").id)
    )
    village = named("桃源村党支部")
    assert village.path == f"/{town.id}/{village.id}/"
    shown = desk.get("/admin/branches").text
    assert shown.index("桃源镇党委") < shown.index("桃源村党支部")
    line = db.session.scalars(select(Entry).where(Entry.action == "found_branch")).first()
    assert line.by_id == admin.id


def test_the_same_form_twice_founds_one(desk):
    first, second = found(desk), found(desk)
    assert first.location == second.location
    assert len(db.session.scalars(select(Branch)).all()) == 1


@pytest.mark.parametrize(
    "fields",
    [
        {"name": ""},
        {"name": "长" * 61},
        {"kind": "party"},
        {"parent": 99999},
        {"parent": "x"},
        {"district": "12"},
    ],
)
def test_what_cannot_be_is_said_beside_the_field(desk, fields):
    assert found(desk, **fields).status_code == 422
    assert db.session.scalars(select(Branch)).all() == []


def test_a_name_belongs_to_one(desk, make):
    make.branch("桃源镇党委")
    answer = found(desk)
    assert answer.status_code == 422
    assert "已经有叫这个名字的支部" in answer.text


def test_edited_with_the_version_that_was_shown(desk, make):
    branch = make.branch("旧名")
    page = f"/admin/branches/{branch.id}"
    fields = {"name": "新名", "phone": "0570-1", "version": "1"}
    assert desk.send(page, fields).location == page
    assert db.session.get(Branch, branch.id).name == "新名"
    overtaken = desk.send(page, {**fields, "name": "第三个名"})
    assert overtaken.status_code == 409
    assert "第三个名" in overtaken.text
    assert db.session.get(Branch, branch.id).name == "新名"


def test_moved_with_all_below(desk, make):
    town, other = make.branch("甲镇", kind="township"), make.branch("乙镇", kind="township")
    village = make.branch("甲村", town)
    below = make.branch("合作社支部", village, kind="cooperative")
    page = f"/admin/branches/{village.id}/move"
    offered = desk.get(page).text
    assert f'value="{other.id}"' in offered
    assert f'value="{below.id}"' not in offered
    assert desk.send(page, parent=str(other.id)).status_code == 302
    assert db.session.get(Branch, below.id).path == f"/{other.id}/{village.id}/{below.id}/"
    assert desk.send(page, parent=str(below.id)).status_code == 422


def test_closed_when_nothing_hangs_on_it(desk, make):
    town = make.branch("甲镇", kind="township")
    village = make.branch("甲村", town)
    assert desk.send(f"/admin/branches/{town.id}/close").location == f"/admin/branches/{town.id}"
    assert db.session.get(Branch, town.id).closed_at is None
    assert desk.send(f"/admin/branches/{village.id}/close").location == "/admin/branches"
    assert db.session.get(Branch, village.id).closed_at is not None
    assert desk.get(f"/admin/branches/{village.id}").status_code == 404


def test_the_first_secretary_comes_in(desk, app, make):
    branch, person = make.branch(), make.person(phone="13800001111")
    page = f"/admin/branches/{branch.id}"
    fields = {"who": "138 0000 1111", "since": village_day(now()).isoformat(), "until": ""}
    assert desk.send(f"{page}/secretary", fields).location == page
    term = db.session.scalars(select(OfficeTerm)).one()
    assert (term.person_id, term.role) == (person.id, OfficeRole.SECRETARY)
    theirs = app.test_client()
    theirs.log_in(person)
    assert theirs.get("/desk/", follow_redirects=True).status_code == 200
    assert desk.send(f"{page}/secretary", fields).status_code == 422
    assert "任命书记" not in desk.get(page).text


def test_nobody_makes_themselves_secretary(desk, make, admin):
    branch = make.branch()
    fields = {"who": admin.phone, "since": village_day(now()).isoformat()}
    assert desk.send(f"/admin/branches/{branch.id}/secretary", fields).status_code == 422
    assert db.session.scalars(select(OfficeTerm)).all() == []


@pytest.mark.parametrize(
    "fields",
    [
        {"who": "1380000"},
        {"who": "13800009999"},
        {"since": ""},
        {"since": "2026-13-01"},
        {"until": "2001-01-01"},
    ],
)
def test_a_secretary_is_named_in_full_and_in_time(desk, make, fields):
    branch, _person = make.branch(), make.person(phone="13800001111")
    given = {"who": "13800001111", "since": village_day(now()).isoformat(), "until": "", **fields}
    assert desk.send(f"/admin/branches/{branch.id}/secretary", given).status_code == 422
    assert db.session.scalars(select(OfficeTerm)).all() == []
