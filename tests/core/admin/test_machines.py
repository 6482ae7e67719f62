"""The first page, the test mail, workers, stuck notices and history."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from core.admin import deeds, queries, rules
from core.admin.queries import PAGE
from core.clock import now, village_day
from core.db import db, writing
from core.history.models import Entry
from core.history.operations import record
from core.house import HOUSE
from core.jobs import operations as jobs
from core.notices.models import Notice
from core.site import demo
from tests.outside import MailServer, serving

pytestmark = pytest.mark.both_engines


@pytest.fixture
def mail_server():
    with serving(MailServer()) as server:
        yield server


@pytest.fixture
def values(mail_server):
    return {"MAIL_URL": f"smtp://127.0.0.1:{mail_server.port}"}


@pytest.fixture
def admin(make):
    return make.admin(make.person(name="林涛", email="lin@example.com"))


@pytest.fixture
def desk(client, admin):
    client.log_in(admin)
    return client


def test_the_list_of_what_is_missing_gets_shorter(desk, make, at):
    assert "还差 6 项" in desk.get("/admin/").text
    with writing():
        demo.fill(at)
    assert "还差 5 项" in desk.get("/admin/").text
    make.officer(make.branch())
    for _clerk in range(2):
        make.clerk()
    assert "还差 2 项" in desk.get("/admin/").text


def test_a_test_mail_goes_out(desk, mail_server, admin):
    assert 'value="lin@example.com"' in desk.get("/admin/mail").text
    assert desk.send("/admin/mail", to="lin@example.com").location == "/admin/"
    [letter] = mail_server.letters
    assert letter["To"] == "lin@example.com"
    line = db.session.scalars(select(Entry).where(Entry.action == "test_mail")).one()
    assert (line.by_id, line.became) == (admin.id, "sent")


@pytest.mark.parametrize("to", ["", "13800001111", "x@", "a@b.cn\nBcc: c@d.cn"])
def test_no_mail_to_what_is_no_address(desk, mail_server, to):
    assert desk.send("/admin/mail", to=to).status_code == 422
    assert mail_server.letters == []


def test_a_mail_server_that_is_away_is_said_plainly(desk, mail_server):
    HOUSE.mail.port = 9
    answer = desk.send("/admin/mail", to="lin@example.com")
    assert answer.status_code == 422
    assert "没有寄出" in answer.text
    line = db.session.scalars(select(Entry).where(Entry.action == "test_mail")).one()
    assert line.became == "failed"


def test_the_worker_is_shown_alive_or_not(desk, at):
    assert "停了" in desk.get("/admin/workers").text
    with writing():
        jobs.beat(at=now())
        jobs.claim("notices.send", every=timedelta(minutes=1), at=now())
    text = desk.get("/admin/workers").text
    assert "在工作" in text
    assert "notices.send" in text


def dead_notice(make, number):
    return make.add(
        Notice(
            key=f"bulletins.posted:x:{number}",
            person_id=make.person().id,
            event="bulletins.posted",
            about="x",
            facts={},
            url="/",
            at=now(),
            channel="mail",
            address="a@b.cn",
            due_at=now() - timedelta(days=1),
            tries=8,
            dead=1,
        )
    )


def test_dead_notices_are_tried_again(desk, make, admin):
    first, second, third = (dead_notice(make, number) for number in range(3))
    assert desk.get("/admin/workers").text.count("再试") >= 3
    assert desk.send(f"/admin/notices/{first.id}/retry").location == "/admin/workers"
    db.session.refresh(first)
    assert (first.dead, first.tries) == (0, 0)
    db.session.refresh(second)
    assert second.dead == 1
    assert HOUSE.queue.take() == ("notices.send", (first.id,))
    assert desk.send(f"/admin/notices/{first.id}/retry").status_code == 404
    assert desk.send("/admin/notices/retry").location == "/admin/workers"
    assert queries.list_dead() == []
    db.session.refresh(third)
    assert third.due_at > now() - timedelta(minutes=1)
    lines = db.session.scalars(select(Entry).where(Entry.action == "retry")).all()
    assert [line.became for line in lines] == ["1", "2"]
    assert {line.by_id for line in lines} == {admin.id}


def note(make, action, about, about_id=None, *, by, at=None):
    with writing():
        record(action, about, about_id, by=make.actor(by), at=at or now(), became=f"{action}!")


def test_history_is_found_by_person_about_action_and_day(desk, make):
    wang, li = make.person(name="王小满", phone="13800001111"), make.person(name="李秀英")
    yesterday = now() - timedelta(days=1)
    note(make, "alpha", "branch", 7, by=wang)
    note(make, "beta", "branch", 8, by=li, at=yesterday)
    note(make, "gamma", "person", wang.id, by=li)
    answer = desk.send("/admin/history", who="138 0000 1111")
    assert f"person={wang.id}" in answer.location
    assert "1380000" not in answer.location
    theirs = desk.get(answer.location).text
    assert "alpha!" in theirs
    assert "gamma!" in theirs
    assert "beta!" not in theirs
    for fields, found in (
        ({"about": "branch"}, {"alpha", "beta"}),
        ({"about": "branch:8"}, {"beta"}),
        ({"action": "gamma"}, {"gamma"}),
        ({"day": village_day(yesterday).isoformat()}, {"beta"}),
        ({"about": "branch", "action": "gamma"}, set()),
    ):
        text = desk.get(desk.send("/admin/history", fields).location).text
        assert {each for each in ("alpha", "beta", "gamma") if f"{each}!" in text} == found, fields
    assert desk.send("/admin/history", who="13800009999").status_code == 422


def test_history_says_in_words_what_was_done(desk, make):
    note(make, "disable", "person", 7, by=make.person())
    note(make, "juggle", "person", 7, by=make.person())
    text = desk.get("/admin/history").text
    assert "停用了账号" in text
    assert "juggle" in text
    found = desk.send("/admin/history", action="停用了账号").location
    assert "action=disable" in found
    text = desk.get(found).text
    assert "disable!" in text
    assert "juggle!" not in text
    assert 'value="停用了账号"' in text


def test_each_deed_has_words_of_its_own(app):
    with app.test_request_context():
        assert len({deeds.in_words(action) for action in deeds.DEEDS}) == len(deeds.DEEDS)


def test_whom_somebody_looks_for_stands_there_too(desk, make, admin):
    person = make.person(phone="13800001111")
    desk.send("/admin/history", who="13800001111")
    line = db.session.scalars(select(Entry).where(Entry.action == "look_up")).one()
    assert (line.by_id, line.about_id) == (admin.id, person.id)


def test_history_is_turned_by_key(desk, make):
    person = make.person()
    with writing():
        for number in range(PAGE + 5):
            record(f"step{number:03}", "trial", by=make.actor(person), at=now())
    first, key = queries.list_history(queries.Search(about="trial"))
    second, end = queries.list_history(queries.Search(about="trial"), before=key)
    assert [line.action for line in (*first, *second)] == [
        f"step{number:03}" for number in reversed(range(PAGE + 5))
    ]
    assert end is None
    text = desk.get("/admin/history?about=trial").text
    assert f"before={key}" in text
    assert "step000" in desk.get(f"/admin/history?about=trial&before={key}").text


@pytest.mark.parametrize(
    "query", ["person=x", "person=-1", "before=99999999999999999999", "about=a:b", "person=１"]
)
def test_an_address_that_is_none(desk, query):
    assert desk.get(f"/admin/history?{query}").status_code == 404


@pytest.mark.parametrize("query", ["day=2026-99-99", "day=x", "about=%27%20OR%201=1", "action=%25"])
def test_a_search_that_finds_nothing(desk, query):
    assert desk.get(f"/admin/history?{query}").status_code == 200


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(1, "每 1 分钟"), (90, "每 90 分钟"), (60, "每 1 小时"), (1440, "每 1 天"), (2880, "每 2 天")],
)
def test_how_often(app, minutes, words):
    assert rules.how_often(minutes) == words
