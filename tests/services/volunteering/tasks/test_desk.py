"""Tasks at the branch's desk: from a need in one tap, made, changed, called off."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from core.clock import VILLAGE, village_day
from core.db import db
from core.house import HOUSE
from services.volunteering.models import Licence, Shift, Source, Task, TaskStatus
from services.volunteering.queries import tasks as queries
from services.volunteering.queries.needs import list_needs
from tests.services.volunteering.tasks.world import PAID, hour


def sent(at, **kw):
    day = (village_day(at) + timedelta(days=2)).isoformat()
    usual = {
        "form_key": "12345678",
        "title": "给老人剪头发",
        "words": "带上推子。\n\n轮流剪。",
        "unit_id": "",
        "place": "文化礼堂",
        "skill": "haircut",
        "licence": "",
        "min_age": "16",
        "risks": "",
        "insurance": "",
        "day": day,
        "begins": "09:00",
        "ends": "11:00",
        "capacity": "2",
        "repeats": "1",
    }
    return {name: value for name, value in {**usual, **kw}.items() if value is not None}


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
        ({"dangerous": "y"}, "风险写清楚"),
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


# Who comes, and changing


def test_officers_read_who_comes(client, desk, task, come, make):
    made = task(capacity=2)
    come(made.shifts[0], make.person(name="吴德顺"))
    for url in (desk, f"{desk}{made.id}"):
        page = client.get(url).text
        assert "来的人：吴德顺" in page
        assert "还缺 1 人" in page
    come(made.shifts[0], make.person(name="方美兰"))
    assert "来的人：吴德顺、方美兰" in client.get(desk).text
    assert "人够了" in client.get(desk).text


def edited(task, **kw):
    said = {"title": task.title, "words": task.words, "place": task.place, "unit_id": ""}
    said |= {"min_age": "16", "skill": "", "licence": "", "risks": "", "insurance": ""}
    return {**said, "form_key": "12345678", "version": "1", **kw}


def test_the_second_editor_sees_what_both_wrote(client, desk, task):
    made = task()
    url = f"{desk}{made.id}/edit"
    page = client.get(url).text
    assert 'name="version" type="hidden" value="1"' in page
    assert 'name="in_turn"' in page
    assert client.send(url, edited(made, place="甲写的")).status_code == 302
    second = client.send(url, edited(made, place="乙写的", form_key="87654321"))
    assert second.status_code == 409
    assert "甲写的" in second.text
    assert "乙写的" in second.text
    assert the_task().place == "甲写的"
    assert client.send(url, edited(made, version="x")).status_code == 422
    wrong = client.send(url, edited(made, version="2", dangerous="y"))
    assert wrong.status_code == 422
    assert "风险写清楚" in wrong.text


def test_a_shift_is_added_and_one_called_off(client, desk, task, at):
    made = task()
    url = f"{desk}{made.id}"
    day = (village_day(at) + timedelta(days=5)).isoformat()
    given = {"form_key": "12345678", "day": day, "begins": "14:00", "ends": "16:00"}
    for _ in range(2):
        answer = client.send(f"{url}/shifts/new", {**given, "capacity": "3"})
        assert answer.location == url
    assert [each.capacity for each in shifts()] == [2, 3]
    again = client.send(f"{url}/shifts/new", {**given, "capacity": "3", "form_key": "87654321"})
    assert again.status_code == 422
    assert "已经有一班" in again.text
    off = f"{url}/shifts/{shifts()[0].id}/cancel"
    assert "取消这一班" in client.get(off).text
    assert client.send(off, {"why": " "}).status_code == 422
    assert client.send(off, {"why": "下雨"}).location == url
    assert shifts()[0].cancelled_at
    assert "已取消" in client.get(url).text
    assert "已经取消" in client.get(off).text
    assert client.send(off, {"why": "再取消"}).status_code == 422


def test_the_whole_task_is_cancelled_with_a_reason(client, desk, task, come):
    made = task(repeats=2)
    come(made.shifts[0])
    url = f"{desk}{made.id}/cancel"
    page = client.get(url).text
    assert "2 班" in page
    assert "1 人次" in page
    assert client.send(url, {"why": ""}).status_code == 422
    assert client.send(url, {"why": "河水涨了"}).location == desk
    assert the_task().status is TaskStatus.CANCELLED
    shown = client.get(f"{desk}{made.id}").text
    assert "河水涨了" in shown
    assert "改内容" not in shown
    for rest in ("edit", "cancel", "shifts/new"):
        assert "已经取消" in client.get(f"{desk}{made.id}/{rest}").text
    assert made.title not in client.get(desk).text


def test_the_list_turns_pages(client, desk, task, monkeypatch):
    monkeypatch.setattr(queries, "PAGE", 2)
    monkeypatch.setattr("services.volunteering.desk_views.home.PAGE", 2)
    made = [task(title=f"第{n}件") for n in range(3)]
    rows = queries.list_at_desk.__kwdefaults__
    monkeypatch.setitem(rows, "limit", 3)
    page = client.get(desk).text
    assert "第2件" in page
    assert "第0件" not in page
    older = client.get(f"{desk}?after={made[1].id}").text
    assert "第0件" in older
    assert "第2件" not in older
    assert "后面没有了" in client.get(f"{desk}?after={made[0].id}").text
    for key in ("x", "-1", "9" * 30):
        assert client.get(f"{desk}?after={key}").status_code == 404


def test_only_officers_of_the_branch_itself(client, make, branch, task):
    made = task()
    shift_id = made.shifts[0].id
    rest = ("", "new", f"{made.id}", f"{made.id}/edit", f"{made.id}/cancel")
    member = make.member(branch).person
    rest += (f"{made.id}/shifts/new", f"{made.id}/shifts/{shift_id}/cancel")
    above = make.branch()
    other = make.branch(parent=above)
    officer = make.officer(other)
    for person in (make.person(), make.officer(above), member, officer):
        client.log_in(person)
        for each in rest:
            url = f"/desk/{branch.id}/tasks/{each}"
            assert client.get(url).status_code == 404, url
            assert client.send(url, {"why": "x"}).status_code in {404, 405}, url
    for each in rest[2:]:  # through the last one's own desk
        assert client.get(f"/desk/{other.id}/tasks/{each}").status_code == 404
    assert db.session.get(Task, made.id).status is TaskStatus.OPEN


def test_a_shift_of_another_task_is_not_called_off_through_this_one(client, desk, task):
    one, two = task(), task()
    assert client.get(f"{desk}{one.id}/shifts/{two.shifts[0].id}/cancel").status_code == 404


# Licences


@pytest.fixture
def licences(desk, branch):
    return f"/desk/{branch.id}/licences/"


def test_a_licence_is_put_down_once_and_struck_out(client, licences, make, village, at):
    villager = make.resident(village, make.person(name="吴德顺"))
    assert "还没有登记过证件" in client.get(licences).text
    given = {"form_key": "12345678", "who": "吴德顺", "kind": "driver", "number": "332601"}
    for _ in range(2):
        assert client.send(f"{licences}new", given).location == licences
    (licence,) = db.session.scalars(select(Licence)).all()
    assert (licence.person_id, licence.kind, licence.valid_until) == (villager.id, "driver", None)
    page = client.get(licences).text
    assert "332601" in page
    assert "驾驶证" in page
    assert client.send(f"{licences}{licence.id}/remove").location == licences
    assert "已划掉" in client.get(licences).text
    assert client.send(f"{licences}{licence.id}/remove").status_code == 409


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"who": "无此人"}, "没有找到这个人"),
        ({"who": "沈晓梅"}, "没有找到这个人"),
        ({"kind": "pilot"}, "什么证"),
        ({"number": ""}, "请照证件写编号"),
        ({"valid_until": "2020-01-01"}, "已经过期"),
    ],
)
def test_a_licence_that_is_not_put_down(client, licences, make, village, given, words):
    make.resident(village, make.person(name="吴德顺"))
    usual = {"form_key": "12345678", "who": "吴德顺", "kind": "driver", "number": "1"}
    answer = client.send(f"{licences}new", {**usual, **given})
    assert answer.status_code == 422
    assert words in answer.text
    assert db.session.scalars(select(Licence)).all() == []


def test_an_officer_does_not_put_down_their_own(client, licences, make, village, officer):
    make.resident(village, officer)
    given = {"form_key": "12345678", "who": "沈晓梅", "kind": "driver", "number": "1"}
    answer = client.send(f"{licences}new", given)
    assert answer.status_code == 422
    assert "请别的委员来登记" in answer.text


def test_licences_of_another_branch_are_not_there(client, licences, make, branch):
    client.log_in(make.officer(make.branch()))
    assert client.get(licences).status_code == 404
    assert client.get(f"{licences}new").status_code == 404


# What waits, and what is counted


def waiting(app, actor, at):
    with app.test_request_context():
        found = [item for hook in HOUSE.waiting for item in hook(actor, at)]
        return [(item.what, item.url) for item in found if "/tasks/" in item.url]


def test_open_needs_and_shifts_that_lack_hands_wait(app, by, fields, village, branch, at, task):
    need = fields.want(village, at)
    paid = fields.want(village, at, **PAID)
    soon = task(title="快开始", first_start=hour(at, 1, 9), first_end=hour(at, 1, 10))
    task(title="还早", first_start=hour(at, 4, 9), first_end=hour(at, 4, 10))
    here = f"/desk/{branch.id}/tasks/"
    (needed, lacking) = waiting(app, by, at)
    assert needed == (f"王小满家要人手：{need.title}", f"{here}new?kind=fields&ref={need.ref}")
    assert "还缺 2 个人：快开始" in lacking[0]
    assert lacking[1] == f"{here}{soon.id}"
    assert paid.title not in needed[0]


def test_what_is_full_begun_or_made_waits_no_more(app, by, task, come, at, make):
    made = task(first_start=hour(at, 1, 9), first_end=hour(at, 1, 10), capacity=1)
    then = made.shifts[0].starts_at
    assert waiting(app, by, then - timedelta(days=2))
    assert not waiting(app, by, then - timedelta(days=2, minutes=1))
    assert not waiting(app, by, then)
    come(made.shifts[0])
    assert not waiting(app, by, at)
    assert not waiting(app, make.actor(make.officer()), at)


def test_of_many_the_soonest_are_named(app, by, task, fields, village, branch, at, monkeypatch):
    monkeypatch.setattr("services.volunteering.desk_views.waiting.SHOWN", 2)
    for number in range(4):
        fields.want(village, at)
        task(first_start=hour(at, 1, 9 + number), first_end=hour(at, 1, 14))
    found = waiting(app, by, at)
    assert len(found) == 6
    here = f"/desk/{branch.id}/tasks/"
    assert [found[2], found[5]] == [("还有 2 家要人手", here), ("还有 2 班缺人手", here)]


def test_the_desk_counts_open_tasks(app, client, desk, task, branch):
    task()
    page = client.get(f"/desk/{branch.id}/").text
    assert "进行中的志愿服务" in page
