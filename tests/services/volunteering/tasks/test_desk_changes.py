"""A task at the branch's desk: who comes, what is changed and called off, and by whom."""

from datetime import timedelta

from sqlalchemy import select

from core.clock import village_day
from core.db import db
from services.volunteering.models import Shift, Task, TaskStatus
from services.volunteering.queries import tasks as queries


def the_task():
    return db.session.scalars(select(Task)).one()


def shifts():
    return db.session.scalars(select(Shift).order_by(Shift.starts_at)).all()


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
    said |= {"min_age": "16", "skill": "", "licence": "", "risks": "路滑", "insurance": ""}
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
    wrong = client.send(url, edited(made, version="2", dangerous="y", risks=""))
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
