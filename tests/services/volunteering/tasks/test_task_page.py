"""A task's page: facts and risks for all, the address of a home for who comes."""

from datetime import timedelta

import pytest

from core.clock import village_day
from core.db import db, writing
from core.proxy.models import How, Proxy
from services.volunteering.models import Source, Task, Turn, TurnStatus
from services.volunteering.operations import tasks as operations
from tests.services.volunteering.tasks.world import SECRETS, hour


def test_facts_and_risks_are_said(client, task):
    daring = {"dangerous": True, "risks": "登梯子", "insurance": "意外险到年底", "min_age": 18}
    made = task(skill="repairs", licence="electrician", place="村口变压器", **daring)
    page = client.get(f"/volunteer/{made.id}").text
    for said in (
        "自愿参加，不来不会有任何影响。",
        "登梯子",
        "意外险到年底",
        "18 岁以上",
        "水电维修",
        "电工证",
        "桃源村 村口变压器",
        "桃源村党支部",
        "0576-01000101",
        "危险的活",
        "要 2 人",
    ):
        assert said in page, said
    assert f"/login?next=/volunteer/{made.id}" in page
    plain = client.get(f"/volunteer/{task().id}").text
    assert "推子要拿稳" in plain
    assert "没有另买保险" in plain


def test_of_a_home_all_see_the_village_only(client, at_home, make, come, officer):
    url = f"/volunteer/{at_home.id}"
    guest, other = come(at_home.shifts[0]), make.person()
    for person in (None, other, make.officer(make.branch())):
        if person is not None:
            client.log_in(person)
        for page in (url, "/volunteer/", "/", "/search?q=修水龙头"):
            text = client.get(page).text
            assert not [each for each in SECRETS if each in text], (person, page)
        assert "桃源村，报了名就看得到地点" in client.get(url).text
    address, name = SECRETS
    client.log_in(guest)
    text = client.get(url).text
    assert address in text
    assert f"/help/coming/{at_home.id}" in text  # where the name is told, from the evening before
    assert name not in text
    client.log_in(officer)
    text = client.get(url).text
    assert all(each in text for each in SECRETS)
    assert "/help/coming/" not in text
    client.log_out()
    assert not [each for each in SECRETS if each in client.get(url).text]


def test_who_said_no_after_all_reads_it_no_more(client, at_home, come, by, at):
    guest = come(at_home.shifts[0])
    client.log_in(guest)
    assert "三组 12 号" in client.get(f"/volunteer/{at_home.id}").text
    with writing():
        operations.cancel(db.session.get(Task, at_home.id), why="改天", by=by, at=at)
    assert client.get(f"/volunteer/{at_home.id}").status_code == 404


def test_when_it_is_over_a_home_is_shown_to_nobody(
    client, at_home, task, come, officer, at, monkeypatch
):
    guest, public = come(at_home.shifts[0]), task()
    over = hour(at, 2, 14)
    with writing():
        operations.end_over(at_home, at=over)
        operations.end_over(public, at=over)
    url, other = f"/volunteer/{at_home.id}", f"/volunteer/{public.id}"
    assert client.get(url).status_code == 404
    assert "已经结束" in client.get(other).text
    monkeypatch.setenv("XINGCUN_CLOCK_OFFSET", str(int((over - at).total_seconds())))
    client.log_in(guest)
    assert client.get(url).status_code == 200
    day_after = hour(at, 3, 11)
    monkeypatch.setenv("XINGCUN_CLOCK_OFFSET", str(int((day_after - at).total_seconds()) + 60))
    client.log_in(guest)
    assert client.get(url).status_code == 404
    client.log_in(officer)
    assert client.get(url).status_code == 200


def test_a_cancelled_one_says_so_and_leads_nowhere(client, task, by, at):
    made = task()
    with writing():
        operations.cancel(made, why="要付的药费没凑齐", by=by, at=at)
    page = client.get(f"/volunteer/{made.id}").text
    assert "已经取消" in page
    assert "登录后报名" not in page
    assert "noindex" in page
    assert "药费" not in page, "why is for those who were to come"


def test_one_in_turn_is_shown_to_who_was_asked(client, task, make, officer, at):
    made, asked = task(in_turn=True), make.person()
    until = {"offered_at": at, "until": hour(at, 1, 9), "status": TurnStatus.DECLINED}
    make.add(Turn(shift_id=made.shifts[0].id, person_id=asked.id, ended_at=at, **until))
    for person in (None, make.person()):
        if person:
            client.log_in(person)
        assert client.get(f"/volunteer/{made.id}").status_code == 404
    for person in (asked, officer):
        client.log_in(person)
        page = client.get(f"/volunteer/{made.id}").text
        assert "一位一位地问" in page
        assert "登录后报名" not in page


def test_one_in_turn_is_shown_to_whom_it_is_done_for(client, task, make, village):
    served = make.resident(village, make.person(name="陈桂花"))
    source = {"source": Source.HELP, "source_kind": "help", "source_ref": 4}
    made = task(in_turn=True, served_id=served.id, **source)
    client.log_in(served)
    assert client.get(f"/volunteer/{made.id}").status_code == 200


@pytest.mark.parametrize("asked", ["0", "987654", "x"])
def test_a_task_that_is_not_there(client, asked):
    assert client.get(f"/volunteer/{asked}").status_code == 404


def test_words_stay_words(client, task):
    evil = "<script>__xss=1</script> [点我](javascript:__xss=1)"
    made = task(title="<img src=x onerror=__xss=1>", words=evil, place="<b>坡上</b>")
    for url in ("/", "/volunteer/", f"/volunteer/{made.id}"):
        page = client.get(url).text
        assert "<script>__xss" not in page
        assert "<img src=x" not in page
        assert 'href="javascript' not in page
        assert "<b>坡上" not in page


def test_nothing_ranks_people(client, task, come, make):
    """A visitor and a villager see how many are wanted, never who comes."""
    made = task(capacity=3)
    come(made.shifts[0], make.person(name="吴德顺"))
    for person in (None, make.person()):
        if person:
            client.log_in(person)
        for url in ("/volunteer/", f"/volunteer/{made.id}"):
            page = client.get(url).text
            assert "吴德顺" not in page
            assert "还缺 2 人" in page


def test_who_acts_for_somebody_sees_what_all_see(client, at_home, make, come, at):
    """What the villager has signed up for, and where, is theirs: no scope opens it."""
    guest, helper = come(at_home.shifts[0]), make.person()
    url, address = f"/volunteer/{at_home.id}", SECRETS[0]
    client.log_in(guest)
    own = client.get(url).text
    assert address in own
    assert "您报上了" in own
    trusted = make.add(
        Proxy(
            ref="a-proxy-of-the-guest-here",
            person_id=guest.id,
            proxy_id=helper.id,
            scopes="order,list,enrol,book,ask",
            how=How.CODE,
            until=village_day(at) + timedelta(days=9),
            asked_at=at,
            consented_at=at,
        )
    )
    client.log_in(helper)
    assert client.send(f"/me/proxies/{trusted.id}/start").status_code == 302
    shown = client.get(url).text
    assert "代办时不能替人报名" in shown
    assert address not in shown
    assert "您报上了" not in shown
    assert "/cannot" not in shown


def test_the_page_leads_to_the_hours_of_the_branch(client, task, at_home):
    made = task()
    assert f"/hours/notice/{made.branch_id}" in client.get(f"/volunteer/{made.id}").text
    assert "/hours/notice/" not in client.get(f"/volunteer/{at_home.id}").text


def test_the_desk_leads_to_the_roll_of_each_shift(client, task, officer):
    made = task()
    client.log_in(officer)
    page = client.get(f"/desk/{made.branch_id}/tasks/{made.id}").text
    roll = f"/desk/{made.branch_id}/shifts/{made.shifts[0].id}"
    assert roll in page
    assert client.get(roll).status_code == 200
