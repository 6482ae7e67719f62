"""Accounts: found in full only, locked out, let in, named clerk and ended."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from core.accounts.models import Grant, GrantKind, Person, SignIn
from core.admin import operations, queries
from core.clock import now
from core.db import db, writing
from core.history.models import Entry

pytestmark = pytest.mark.both_engines
ABLE = {"password_hash": "no real one"}


@pytest.fixture
def admin(make):
    return make.admin()


@pytest.fixture
def desk(client, admin):
    client.log_in(admin)
    return client


def lines(action):
    return db.session.scalars(select(Entry).where(Entry.action == action)).all()


def live(kind):
    return select(func.count()).where(Grant.kind == kind, Grant.ended_at.is_(None))


@pytest.mark.parametrize(
    "typed", ["13800001111", "138 0000 1111", "+86 138-0000-1111", "１３８００００１１１１"]
)
def test_a_full_number_finds_one_account(desk, make, admin, typed):
    person = make.person(name="王小满", phone="13800001111")
    answer = desk.send("/admin/people", who=typed)
    assert answer.location == f"/admin/people/{person.id}"
    shown = desk.get(answer.location).text
    assert "王小满" in shown
    assert "13800001111" in shown
    [line] = lines("look_up")
    assert (line.by_id, line.about, line.about_id) == (admin.id, "person", person.id)


def test_a_full_mail_address_finds_one_account(desk, make):
    person = make.person(email="li@example.com")
    assert desk.send("/admin/people", who="LI@example.com").location.endswith(f"/{person.id}")


@pytest.mark.parametrize(
    "typed", ["1380000", "13800001112", "王小满", "王", "%", "", "@example.com"]
)
def test_less_than_all_finds_nobody(desk, make, typed):
    make.person(name="王小满", phone="13800001111", email="wang@example.com")
    answer = desk.send("/admin/people", who=typed)
    assert answer.status_code == 422
    assert "13800001111" not in answer.text
    assert "wang@example.com" not in answer.text
    assert lines("look_up") == []


def test_a_closed_account_is_found_no_more(desk, make):
    make.person(phone="13800001111", closed_at=now())
    assert desk.send("/admin/people", who="13800001111").status_code == 422


def look_up(desk, person):
    """Look the person up, and return their page."""
    return desk.send("/admin/people", who=person.phone).location


def test_nobody_is_found_by_counting(desk, make, admin, app):
    person, clerk = make.person(name="王小满"), make.clerk(make.person(name="钱办"))
    page = f"/admin/people/{person.id}"
    for method, url in (
        (desk.get, page),
        (desk.get, f"{page}/disable"),
        (desk.send, f"{page}/end-sessions"),
        (desk.send, f"{page}/enable"),
    ):
        assert method(url).status_code == 404
    assert "钱办" in desk.get(f"/admin/people/{clerk.id}").text
    for where in (f"person={person.id}", f"about=person:{person.id}"):
        shown = desk.get(f"/admin/history?{where}").text
        assert "要先查这个人" in shown
        assert "王小满" not in shown
    assert look_up(desk, person) == page
    assert desk.get(page).status_code == 200
    assert "王小满" in desk.get(f"/admin/history?person={person.id}").text
    other = app.test_client()
    other.log_in(make.admin())
    assert other.get(page).status_code == 404  # each looks up for himself


def test_what_was_looked_up_is_shut_after_a_quarter_of_an_hour(make, admin):
    person, at = make.person(), now()
    by = make.actor(admin)
    with writing():
        operations.look_up(person, by=by, at=at)
    minutes = [timedelta(minutes=each) for each in (0, 14, 15, 16)]
    shown = [queries.may_show(person.id, to=by.id, at=at + each) for each in minutes]
    assert shown == [True, True, False, False]


def test_disabled_and_let_in_again(desk, app, make, admin):
    person = make.person(**ABLE)
    theirs = app.test_client()
    theirs.log_in(person)
    assert theirs.get("/me/").status_code == 200
    page = look_up(desk, person)
    assert desk.send(f"{page}/disable", reason="").status_code == 422
    assert desk.send(f"{page}/disable", reason="冒用别人的名字").location == page
    assert theirs.get("/me/").status_code == 302
    [line] = lines("disable")
    assert (line.by_id, line.became) == (admin.id, "冒用别人的名字")
    assert "已停用" in desk.get(page).text
    assert desk.send(f"{page}/disable", reason="再来一次").status_code == 422
    assert desk.send(f"{page}/enable").location == page
    assert db.session.get(Person, person.id).disabled_at is None
    assert len(lines("enable")) == 1
    assert desk.send(f"{page}/enable").location == page
    assert "没有停用" in desk.get(page).text


def test_oneself_and_other_administrators_stay(desk, make, admin):
    for person in (admin, make.admin()):
        answer = desk.send(f"/admin/people/{person.id}/disable", reason="试试")
        assert answer.status_code == 422
        assert db.session.get(Person, person.id).disabled_at is None


def test_all_sessions_of_somebody_end(desk, app, make):
    person = make.person()
    for _device in range(2):
        app.test_client().log_in(person)
    page = look_up(desk, person)
    assert "全部退出" in desk.get(page).text
    assert desk.send(f"{page}/end-sessions").location == page
    left = select(func.count()).where(SignIn.person_id == person.id)
    assert db.session.scalar(left) == 0
    [line] = lines("end_sessions")
    assert line.became == "2"


def test_a_clerk_is_named_and_ended(desk, app, make, admin):
    person = make.person(phone="13800001111")
    theirs = app.test_client()
    theirs.log_in(person)
    assert desk.send("/admin/clerks", who="13800001111").location == "/admin/clerks"
    assert db.session.scalar(live(GrantKind.CLERK)) == 1
    assert theirs.get("/me/").status_code == 302  # a clerk's session is shorter: sign in anew
    assert person.name in desk.get("/admin/clerks").text
    assert desk.send("/admin/clerks", who="13800001111").status_code == 422
    page = f"/admin/people/{person.id}"
    assert desk.send(f"{page}/end-clerk").location == "/admin/clerks"
    assert db.session.scalar(live(GrantKind.CLERK)) == 0
    for action in ("grant_clerk", "end_clerk"):
        [line] = lines(action)
        assert (line.by_id, line.about_id) == (admin.id, person.id)


def test_nobody_names_themselves(desk, admin):
    answer = desk.send("/admin/clerks", who=admin.phone)
    assert answer.status_code == 422
    assert "不能给自己授权" in answer.text
    assert db.session.scalar(live(GrantKind.CLERK)) == 0


def test_no_field_makes_an_administrator(desk, make):
    person = make.person(phone="13800001111")
    extra = {"kind": "admin", "is_admin": "1", "grant": "admin", "person_id": str(person.id)}
    desk.send("/admin/clerks", data=extra, who="13800001111")
    assert db.session.scalar(live(GrantKind.ADMIN)) == 1
