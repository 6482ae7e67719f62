"""Requests at the branch's desk: the list by day, one form to arrange, no, and the slip."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from core.clock import now, village_day
from core.db import db, writing
from core.history.models import Entry
from services.help.desk_views.waiting import list_figures, list_waiting
from services.help.models import DayPart, HelpKind, HelpRequest, HelpStatus
from services.hours.models import AttendanceStatus
from services.hours.rules.codes import served_code, served_url
from services.volunteering.models import Task
from services.volunteering.operations import signups
from services.volunteering.rules.times import in_words
from tests.counting import queries_in
from tests.services.help.pages.forms import form_of
from tests.services.help.world import DAY, HOUR, told


@pytest.fixture
def desk(client, world):
    client.log_in(world.officer)
    return f"/desk/{world.branch.id}/help"


def test_the_list_stands_by_the_day_that_is_wished_for(client, world, desk, at):
    world.ask(day=village_day(at) + 2 * DAY, kind=HelpKind.REPAIRS, part=DayPart.MORNING)
    world.ask(world.make.resident(world.unit), kind=HelpKind.PHONE)
    page = client.get(desk)
    assert page.text.index("教用手机") < page.text.index("修修补补")
    assert "越快越好" in page.text
    assert "上午" in page.text
    assert "今天答复" in page.text


def test_what_was_not_answered_on_its_day_is_told_apart(client, world, desk, at):
    world.ask(at=at - 2 * DAY)
    assert "过了当天，还没答复" in client.get(desk).text


def test_the_list_costs_the_same_for_one_and_for_many(client, world, desk):
    request, _task, _shift = world.under_way()
    few = queries_in(lambda: client.get(f"{desk}?tab=planned"))
    for _time in range(3):
        person = world.make.resident(world.unit)
        world.come(world.arrange(world.ask(person)), world.make.resident(world.unit))
    assert queries_in(lambda: client.get(f"{desk}?tab=planned")) == few
    assert client.get(f"{desk}?tab=planned&after={request.id}").status_code == 200
    assert client.get(f"{desk}?tab=over&after=3").status_code == 200
    assert client.get(f"{desk}?tab=asked&after=999").status_code == 200
    assert client.get(f"{desk}?after=x").status_code == 404
    assert client.get(f"{desk}?tab=nothing").status_code == 200


def test_the_usual_is_arranged_in_one_tap(client, world, desk):
    request = world.ask(kind=HelpKind.REPAIRS, words="灯不亮", place="村东头")
    page = client.get(f"{desk}/{request.id}")
    assert "灯不亮" in page.text
    action = f"{desk}/{request.id}/arrange"
    sent = form_of(page, action)
    assert "灯不亮" not in str(sent)
    assert "dangerous" not in sent  # nothing is chosen before
    answer = client.post(action, data=sent)
    assert answer.status_code == 422
    assert "请选是不是危险的活" in answer.text
    assert "<details open" in " ".join(answer.text.split())
    answer = client.post(action, data=sent | {"dangerous": "no"})
    assert answer.location == f"{desk}/{request.id}"
    task = db.session.scalars(select(Task)).one()
    assert (task.title, task.skill, task.place) == ("帮村里人修东西", "repairs", "村东头")
    assert (task.private, task.in_turn, task.served_id) == (True, False, world.villager.id)
    assert task.shifts[0].starts_at > now() + timedelta(hours=1, minutes=59)
    db.session.refresh(request)
    assert request.status is HelpStatus.PLANNED
    assert told(world.villager, "help.arranged")
    page = client.get(answer.location)
    assert action not in page.text
    assert f"/desk/{world.branch.id}/tasks/{task.id}" in page.text


@pytest.mark.parametrize("kind", [HelpKind.REPAIRS, HelpKind.HARVEST])
def test_dangerous_work_is_insured_and_for_adults(client, world, desk, kind):
    request = world.ask(kind=kind)
    action = f"{desk}/{request.id}/arrange"
    sent = form_of(client.get(f"{desk}/{request.id}"), action) | {"dangerous": "yes"}
    answer = client.post(action, data=sent)
    assert answer.status_code == 422
    assert "风险" in answer.text
    answer = client.post(action, data=sent | {"risks": "登高", "form_key": "with-risks"})
    assert "保险" in answer.text
    safe = {"risks": "登高", "insurance": "意外险", "form_key": "with-both"}
    assert client.post(action, data=sent | safe).status_code == 302
    task = db.session.scalars(select(Task)).one()
    assert (task.dangerous, task.min_age, task.insurance) == (True, 18, "意外险")


def test_other_kinds_are_arranged_in_one_tap(client, world, desk):
    request = world.ask(kind=HelpKind.PAPERWORK)
    action = f"{desk}/{request.id}/arrange"
    sent = form_of(client.get(f"{desk}/{request.id}"), action)
    assert client.post(action, data=sent).status_code == 302
    assert not db.session.scalars(select(Task)).one().dangerous


def test_the_same_form_twice_arranges_once(client, world, desk):
    request = world.ask()
    action = f"{desk}/{request.id}/arrange"
    sent = form_of(client.get(f"{desk}/{request.id}"), action)
    assert [client.post(action, data=sent).status_code for _time in range(2)] == [302, 302]
    assert len(db.session.scalars(select(Task)).all()) == 1
    another = client.post(action, data=sent | {"form_key": "another-form"})
    assert another.status_code == 422
    assert "已经安排过了" in another.text


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"title": ""}, "请写要做什么"),
        ({"day": "2020-01-01"}, "已经过了"),
        ({"dangerous": "y"}, "风险"),
        ({"capacity": "0"}, "人数"),
        ({"place": " "}, "请写在哪里"),
    ],
)
def test_what_is_wrong_is_said_and_kept(client, world, desk, changed, said):
    request = world.ask()
    action = f"{desk}/{request.id}/arrange"
    sent = form_of(client.get(f"{desk}/{request.id}"), action)
    answer = client.post(action, data=sent | {"insurance": "意外险"} | changed)
    assert answer.status_code == 422
    assert said in answer.text
    assert "意外险" in answer.text
    assert not db.session.scalars(select(Task)).all()


def test_no_is_answered_with_why(client, world, desk):
    request = world.ask()
    action = f"{desk}/{request.id}/decline"
    assert client.send(action, why="").status_code == 422
    answer = client.send(action, why="车坏了")
    assert answer.location == f"{desk}/{request.id}"
    (notice,) = told(world.villager, "help.not_possible")
    assert notice.facts["why"] == "车坏了"
    page = client.get(answer.location)
    assert "车坏了" in page.text
    assert "arrange" not in page.text
    assert client.send(action, why="车坏了").status_code == 422
    assert "这次办不了" in client.get(f"{desk}?tab=over").text


def test_the_slip_has_who_comes_and_the_code(client, world, desk):
    request = world.ask()
    slip, print_it = f"{desk}/{request.id}/slip", f"{desk}/{request.id}/print"
    assert client.get(slip).status_code == 404
    assert client.send(print_it).status_code == 409
    task = world.arrange(request, start=world.at + HOUR, repeats=2)
    assert "还在请人" in client.get(slip).text
    world.come(task)
    first, second = task.shifts
    later = world.make.resident(world.unit, world.make.person(name="下周来的"))
    with writing():
        signups.join(second, of_age=True, by=world.actor(later), at=world.at)
    assert print_it in client.get(f"{desk}/{request.id}").text
    answer = client.send(print_it)
    assert answer.location == slip
    page = client.get(slip)
    code, next_week = served_code(first.id), served_code(second.id)
    assert f"{code[:3]} {code[3:]}" in page.text
    assert f"{next_week[:3]} {next_week[3:]}" not in page.text
    assert f"只管 {in_words(first.starts_at, first.ends_at)} 这一次" in page.text
    assert "下周来的" not in page.text
    assert 'class="qr"' in page.text
    assert "李明" in page.text
    assert world.volunteer.phone in page.text
    assert "不收钱" in page.text


def code_on(page, shift):
    """Tell whether the code of the shift stands on the page."""
    code = served_code(shift.id)
    return f"{code[:3]} {code[3:]}" in page.text


def test_who_prints_it_is_noted_and_nobody_else_reads_the_code(client, world, desk):
    request = world.ask()
    task = world.arrange(request, start=world.at + HOUR, repeats=2)
    first, second = task.shifts
    slip, print_it = f"{desk}/{request.id}/slip", f"{desk}/{request.id}/print"
    assert not code_on(client.get(slip), first)
    client.send(print_it)
    entry = db.session.scalars(select(Entry).where(Entry.action == "print_slip")).one()
    assert (entry.by_id, entry.about, entry.about_id) == (
        world.officer.id,
        "volunteer_task",
        task.id,
    )
    assert code_on(client.get(slip), first)
    other = world.make.officer(world.branch, role="publicity")
    client.log_in(other)
    page = client.get(slip)
    assert "打印的人会记下来" in page.text
    assert not code_on(page, first)
    client.log_in(world.officer)
    world.move_back(first, 4 * HOUR)
    page = client.get(slip)
    assert not code_on(page, first), "it is over"
    assert not code_on(page, second), "the next one is another slip"


def test_an_officer_who_goes_does_not_print_their_own_code(client, world, desk):
    request = world.ask()
    task = world.arrange(request, start=world.at + HOUR)
    shift = world.come(task, world.officer)
    assert client.send(f"{desk}/{request.id}/print").status_code == 409
    page = client.get(f"{desk}/{request.id}/slip")
    assert "请别的委员打印" in page.text
    assert not code_on(page, shift)
    assert "请别的委员打印" in client.get(f"{desk}/{request.id}").text


def test_who_printed_it_and_then_went_confirms_nothing_by_its_code(client, world, desk):
    request = world.ask()
    task = world.arrange(request, start=world.at + HOUR)
    client.send(f"{desk}/{request.id}/print")
    shift = world.come(task, world.officer)
    world.move_back(shift, 4 * HOUR)
    there = world.work(shift, world.officer)
    answer = client.send(f"/hours/{there.ref}/code", typed=served_code(shift.id))
    assert answer.status_code == 422
    assert "您打印过这件事的条子" in answer.text
    assert client.send(served_url(shift)).status_code == 422
    db.session.refresh(there)
    assert there.status is AttendanceStatus.ENDED


def test_what_was_said_of_it_is_read_at_the_desk(client, world, desk):
    request, attendance = world.done()
    when = attendance.ends_at
    said = {"mark": 3, "thanks": "谢谢小李", "marked_at": when}
    world.change(request, status=HelpStatus.DONE, ended_at=when, **said)
    assert "谢谢小李" in client.get(f"{desk}/{request.id}").text
    assert "满意" in client.get(f"{desk}?tab=over").text


def test_nobody_else_has_this_desk(client, world):
    request = world.ask()
    where = f"/desk/{world.branch.id}/help"
    for person in (world.make.officer(world.other_branch), world.make.officer(world.town)):
        client.log_in(person)
        for url in (where, f"{where}/{request.id}", f"{where}/{request.id}/slip"):
            assert client.get(url).status_code == 404
        assert client.send(f"{where}/{request.id}/print").status_code == 404
    mine = f"/desk/{world.other_branch.id}/help/{request.id}"
    assert client.get(mine).status_code == 404


def test_the_list_speaks_to_the_branch(client, world, desk, been):
    text = client.get(f"{desk}?tab=planned").text
    assert "办好了，等本人确认" in text
    assert "等您确认" not in text


def test_it_waits_at_the_desk_until_it_is_answered(world, at):
    request = world.ask()
    officer = world.actor(world.officer)
    (item,) = list_waiting(officer, at)
    assert (item.since, item.url) == (at, f"/desk/{world.branch.id}/help/{request.id}")
    assert item.due > at
    assert "张某" in item.what
    world.change(world.villager, email="gui@example.com", email_confirmed_at=at)
    world.arrange(request)
    assert list(list_waiting(officer, at)) == []
    assert list(list_waiting(world.actor(world.villager), at)) == []


def test_many_that_wait_are_said_in_a_line(world, at):
    for _number in range(22):
        world.ask(world.make.resident(world.unit))
    items = list(list_waiting(world.actor(world.officer), at))
    assert len(items) == 21
    assert items[-1].url == f"/desk/{world.branch.id}/help"


def test_the_desk_counts(world, at):
    world.ask()
    assert [each.value for each in list_figures(world.branch.id, at)] == [1, 0]
    request = db.session.scalars(select(HelpRequest)).one()
    world.change(request, status=HelpStatus.DONE, ended_at=at)
    assert [each.value for each in list_figures(world.branch.id, at)] == [0, 1]
    assert [each.value for each in list_figures(world.branch.id, at + 31 * DAY)] == [0, 0]
