"""Making a task at the branch's desk: by oneself, or from a need in one tap."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from core.clock import VILLAGE
from core.db import db
from services.volunteering.models import Shift, Source, Task
from services.volunteering.queries.needs import list_needs
from tests.services.volunteering.tasks.world import PAID, hour, sent


def the_task():
    return db.session.scalars(select(Task)).one()


def shifts():
    return db.session.scalars(select(Shift).order_by(Shift.starts_at)).all()


def test_from_an_empty_desk_to_the_public_page(client, desk, at):
    assert "还没有要做的事" in client.get(desk).text
    assert client.get(f"{desk}new").status_code == 200
    answer = client.send(f"{desk}new", sent(at, repeats="3"))
    task = the_task()
    assert (answer.status_code, answer.location) == (302, f"{desk}{task.id}")
    assert (task.source, task.skill, task.title) == (Source.BRANCH, "haircut", "给老人剪头发")
    assert [each.starts_at for each in shifts()] == [hour(at, 2 + 7 * n, 9) for n in range(3)]
    assert "发出去了" in client.get(answer.location).text
    listed = client.get(desk).text
    assert "给老人剪头发" in listed
    assert "还有 2 班" in listed
    client.log_out()
    assert "给老人剪头发" in client.get("/volunteer/").text
    shown = client.get(f"/volunteer/{task.id}").text
    assert "<p>轮流剪。</p>" in shown


def test_the_same_form_twice_makes_one_task(client, desk, at):
    first, second = (client.send(f"{desk}new", sent(at)) for _ in range(2))
    assert first.location == second.location == f"{desk}{the_task().id}"


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"title": " "}, "请写要做什么"),
        ({"title": "长" * 41}, "要做什么"),
        ({"place": ""}, "请写在哪里"),
        ({"day": ""}, "请选日期"),
        ({"day": "2020-01-01"}, "已经过了"),
        ({"day": "2999-01-01"}, "90 天以内"),
        ({"begins": "25:00"}, "几点开始"),
        ({"ends": ""}, "请选结束时间"),
        ({"ends": "08:00"}, "一班最多 12 小时"),
        ({"capacity": "0"}, "人数写 1 到 500"),
        ({"capacity": "many"}, "要几个人"),
        ({"repeats": "13"}, "最多连排 12 周"),
        ({"min_age": "9"}, "年龄写"),
        ({"skill": "flying"}, "要会什么"),
        ({"dangerous": "y", "risks": ""}, "风险写清楚"),
        ({"dangerous": "y", "risks": "", "no_risks": "y"}, "风险写清楚"),
        ({"risks": ""}, "请写有什么风险"),
        ({"dangerous": "y", "risks": "登高"}, "保险"),
        ({"dangerous": "y", "risks": "登高", "insurance": "意外险"}, "年满 18 岁"),
    ],
)
def test_what_is_wrong_stands_at_its_field_and_nothing_typed_is_lost(
    client, desk, at, given, words
):
    answer = client.send(f"{desk}new", sent(at, **given))
    assert answer.status_code == 422
    assert words in answer.text
    assert "轮流剪。" in answer.text
    assert db.session.scalars(select(Task)).all() == []


def test_a_shift_over_midnight(client, desk, at):
    assert client.send(f"{desk}new", sent(at, begins="20:00", ends="06:00")).status_code == 302
    (shift,) = shifts()
    assert shift.ends_at.astimezone(VILLAGE).hour == 6
    assert shift.ends_at - shift.starts_at == timedelta(hours=10)
    assert "第二天" in client.get(desk).text


def test_two_villages_to_choose_from(client, desk, branch, make, at):
    second = make.unit(branch, name="柳湾村")
    page = client.get(f"{desk}new").text
    assert f'<option value="{second.id}">柳湾村</option>' in page
    strange = client.send(f"{desk}new", sent(at, unit_id=str(make.unit().id)))
    assert strange.status_code == 422
    client.send(f"{desk}new", sent(at, unit_id=str(second.id)))
    assert the_task().unit_id == second.id


# Needs


def test_a_need_becomes_a_task_in_one_tap(client, desk, fields, village, at):
    need = fields.want(village, at)
    page = client.get(desk).text
    assert "王小满家" in page
    url = f"{desk}new?kind=fields&ref={need.ref}"
    assert url.replace("&", "&amp;") in page
    form = client.get(url).text
    for given in (need.title, "桃溪坡", 'value="08:00"', 'value="11:00"', 'value="3"', "带手套"):
        assert given in form
    answer = client.send(url, sent(at, title=need.title))
    assert answer.status_code == 302
    task = the_task()
    assert (task.source, task.source_kind, task.source_ref) == (Source.NEED, "fields", need.ref)
    assert "已经发出去了" in client.get(desk).text
    again = client.send(url, sent(at, form_key="87654321"))
    assert again.status_code == 422
    assert "已经发出去了" in again.text


def test_what_is_to_be_paid_is_shown_and_never_offered(client, desk, fields, village, at):
    need = fields.want(village, at, **PAID)
    page = client.get(desk).text
    assert "不是困难户，请付工钱" in page
    assert "走帮工" in page
    assert "kind=fields" not in page
    url = f"{desk}new?kind=fields&ref={need.ref}"
    assert "不是困难户，请付工钱" in client.get(url).text
    assert client.send(url, sent(at)).status_code == 422
    assert db.session.scalars(select(Task)).all() == []


def test_the_needs_of_others_are_not_there(client, desk, fields, make, at):
    elsewhere = fields.want(make.unit(), at)
    assert elsewhere.title not in client.get(desk).text
    for asked in (f"kind=fields&ref={elsewhere.ref}", "kind=fields&ref=99", "kind=x&ref=1"):
        assert client.get(f"{desk}new?{asked}").status_code == 404
        assert client.send(f"{desk}new?{asked}", sent(at)).status_code == 404
    for asked in ("kind=fields", "ref=x", "kind=fields&ref=-1"):
        assert client.get(f"{desk}new?{asked}").status_code == 404


def test_a_warning_where_the_need_is_none_any_more(client, desk, fields, village, at):
    need = fields.want(village, at)
    client.send(f"{desk}new?kind=fields&ref={need.ref}", sent(at))
    url = f"{desk}{the_task().id}"
    assert "请付工钱" not in client.get(url).text
    fields.change(need.ref, **PAID)
    assert "请付工钱" in client.get(url).text
    del fields.needs[need.ref]
    assert "自动取消" in client.get(url).text


def test_needs_are_asked_once_a_source_however_many(fields, village, branch, at):
    for _ in range(5):
        fields.want(village, at)
    found = list_needs({branch.id}, at=at)
    assert [each.need.ref for each in found] == [1, 2, 3, 4, 5]
    assert fields.asked == 1
    assert list_needs(set(), at=at) == []
