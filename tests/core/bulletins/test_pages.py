"""The board on its pages: at the desk, on the branch's page, on one's own."""

from datetime import timedelta

import pytest
from sqlalchemy import inspect, select

from core.branches.models import OfficeRole
from core.bulletins import queries
from core.bulletins.desk_views import waiting
from core.bulletins.models import Bulletin
from core.clock import now, village_day
from core.db import db
from tests.core.bulletins.conftest import TITLE

LATER = timedelta(days=9)


@pytest.fixture
def desk(client, officer, branch):
    client.log_in(officer)
    return f"/desk/{branch.id}/bulletins/"


def fields(**kw):
    until = (village_day(now()) + LATER).isoformat()
    return {"title": TITLE, "text": "明天停水。\n请备水。\n\n谢谢。", "until": until, **kw}


def key_of(page):
    return page.split('name="form_key"')[1].split('value="')[1].split('"')[0]


def the_sheet():
    return db.session.scalars(select(Bulletin)).one()


def test_from_an_empty_board_to_the_public_page(client, desk, branch):
    assert "通知栏还是空的" in client.get(desk).text
    page = client.get(f"{desk}new").text
    answer = client.send(f"{desk}new", fields(form_key=key_of(page), tell="y"))
    assert (answer.status_code, answer.location) == (302, desk)
    sheet = the_sheet()
    listed = client.get(desk).text
    assert "贴好了" in listed
    assert TITLE in listed
    assert "正在发给村民" in listed
    client.log_out()
    shown = client.get(f"/branches/{branch.id}/bulletins/{sheet.id}").text
    assert "<p>明天停水。<br>\n请备水。</p>" in shown
    assert branch.name in shown
    for public in ("/", f"/branches/{branch.id}"):
        assert f"/branches/{branch.id}/bulletins/{sheet.id}" in client.get(public).text


def test_the_same_form_sent_twice_puts_up_one_sheet(client, desk):
    given = fields(form_key="once-and-never-again")
    for _time in range(2):
        assert client.send(f"{desk}new", given).status_code == 302
    assert the_sheet().title == TITLE


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"title": ""}, "请写标题"),
        ({"title": "   "}, "请写标题"),
        ({"title": "长" * 61}, "标题最多 60 个字"),
        ({"text": " \n "}, "请写正文"),
        ({"text": "长" * 5001}, "正文最多 5000 个字"),
        ({"until": ""}, "请选日期"),
        ({"until": "2020-01-01"}, "这一天已经过了"),
        ({"until": "2999-01-01"}, "最长贴一年"),
        ({"until": "soon"}, "贴到哪一天"),
    ],
)
def test_what_is_wrong_stands_at_its_field_and_nothing_typed_is_lost(client, desk, given, words):
    answer = client.send(f"{desk}new", fields(form_key="12345678", **given))
    assert answer.status_code == 422
    assert words in answer.text
    if "title" not in given:
        assert TITLE in answer.text
    assert db.session.scalars(select(Bulletin)).all() == []


def test_the_second_editor_sees_what_both_wrote(client, desk, post):
    sheet = post()
    url = f"{desk}{sheet.id}"
    assert 'name="version" type="hidden" value="1"' in client.get(url).text
    first = client.send(url, fields(form_key="12345678", version=1, text="第一个人写的"))
    assert first.status_code == 302
    second = client.send(url, fields(form_key="87654321", version=1, text="第二个人写的"))
    assert second.status_code == 409
    assert "第一个人写的" in second.text
    assert "第二个人写的" in second.text
    assert the_sheet().text == "第一个人写的"
    assert client.send(url, fields(form_key="87654321", version="x")).status_code == 422


def test_taken_down_it_is_gone_for_everybody(client, desk, post, branch):
    sheet = post()
    page = client.get(desk).text
    assert "要取下吗" in page
    assert client.send(f"{desk}{sheet.id}/take-down").location == desk
    assert "取下" in client.get(desk).text
    for url in (f"/branches/{branch.id}/bulletins/{sheet.id}", f"{desk}{sheet.id}"):
        assert client.get(url).status_code == 404
    assert client.send(f"{desk}{sheet.id}/take-down").status_code == 404
    assert TITLE not in client.get(f"/branches/{branch.id}").text


def test_an_expired_sheet_is_still_read_and_says_so(client, post, branch, at, monkeypatch):
    sheet = post(until=village_day(at))
    monkeypatch.setenv("XINGCUN_CLOCK_OFFSET", str(2 * 24 * 3600))
    assert "已到期" in client.get(f"/branches/{branch.id}/bulletins/{sheet.id}").text
    assert TITLE not in client.get(f"/branches/{branch.id}").text


@pytest.mark.parametrize("role", OfficeRole)
def test_who_may_write_on_the_board(client, make, branch, post, role):
    sheet = post()
    may = role in {OfficeRole.PUBLICITY, OfficeRole.SECRETARY, OfficeRole.DEPUTY}
    other = make.branch()
    client.log_in(make.officer(other, role=role))
    assert client.get(f"/desk/{other.id}/bulletins/").status_code == 200
    status = client.get(f"/desk/{other.id}/bulletins/new").status_code
    assert status == (200 if may else 404)
    for url in ("", "new", sheet.id):  # and nobody on another branch's
        assert client.get(f"/desk/{branch.id}/bulletins/{url}").status_code == 404
    crossed = f"/desk/{other.id}/bulletins/{sheet.id}"
    assert client.get(crossed).status_code == 404
    assert client.send(f"{crossed}/take-down").status_code == 404
    assert client.get(f"/branches/{other.id}/bulletins/{sheet.id}").status_code == 404


def test_what_is_written_stays_words(client, desk, branch):
    evil = "<script>__xss=1</script>\n\n[点我](javascript:__xss=1) ![x](//evil.example/x.png) # 一"
    sent = fields(form_key="12345678", title="<img src=x onerror=__xss=1>", text=evil)
    assert client.send(f"{desk}new", sent).status_code == 302
    for url in (desk, f"/branches/{branch.id}/bulletins/{the_sheet().id}", "/"):
        page = client.get(url).text
        assert "<script>__xss" not in page
        assert "<img src=x" not in page
        assert 'href="javascript' not in page
        assert '<img src="//evil' not in page


def test_a_full_board_has_pages_for_everybody(client, desk, branch, post, monkeypatch):
    monkeypatch.setattr(queries, "PAGE", 2)
    posted = [post(title=f"通知{number}").id for number in range(3)]
    public = f"/branches/{branch.id}/bulletins/"
    for url in (desk, public):
        page = client.get(url).text
        assert "通知2" in page
        assert "通知0" not in page
        older = client.get(f"{url}?after={posted[1]}").text
        assert f"?after={posted[1]}" in page
        assert "通知0" in older
        assert "通知2" not in older
        for key in ("x", "-1", 99, "9" * 30):
            assert client.get(f"{url}?after={key}").status_code == 404
    assert "3 张" in client.get(desk).text


def test_the_branch_shows_the_newest_and_leads_to_the_rest(client, branch, post):
    board = f'href="/branches/{branch.id}/bulletins/"'
    for number in range(10):
        post(title=f"第{number}张")
    assert board not in client.get(f"/branches/{branch.id}").text
    post(title="最新的一张")
    page = client.get(f"/branches/{branch.id}").text
    assert board in page
    assert "第0张" not in page
    assert "第0张" in client.get(f"/branches/{branch.id}/bulletins/").text


def test_lists_leave_the_texts_alone(post, at):
    number = post().branch_id
    db.session.expunge_all()
    soon = at + LATER
    for load in (
        lambda: queries.list_hanging(number, at=at),
        lambda: queries.list_running_out([number], at=soon),
        lambda: queries.list_old(number, at=soon + LATER),
    ):
        assert ["text" in inspect(each).unloaded for each in load()] == [True]
        db.session.expunge_all()


def test_of_many_that_run_out_the_soonest_are_named(app, branch, post, at, writer, monkeypatch):
    monkeypatch.setattr("core.bulletins.desk_views.WAITING_SHOWN", 2)
    for _ in range(5):
        post(until=village_day(at))
    with app.test_request_context():
        items = list(waiting(writer, at))
    assert len(items) == 3
    assert "3" in items[2].what
    assert items[2].url == f"/desk/{branch.id}/bulletins/"
