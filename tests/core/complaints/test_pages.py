"""Complaints on their pages."""

import pytest

from core.clock import now
from core.complaints import queries
from core.complaints.models import ComplaintStatus as C
from core.db import db, writing
from core.sponsorship import operations as sponsorships
from tests.core.complaints.conftest import DAY
from tests.counting import queries_in

NEW = "/complaints/new/orchard/1"
BAD = "箱子里一半是烂的"


@pytest.fixture
def at():
    return now().replace(microsecond=0)


def the_case(person):
    db.session.rollback()
    complaint = queries.list_mine(person.id)[0]
    return queries.find_case(complaint.ref)


def test_from_the_first_word_to_the_last(client, court, land, at):
    land.farms.offer(1, "苹果", at=at)
    land.farms.put_under(1, 101, court.sponsorship.id, seen=at, by=None, at=at)
    url = f"{NEW}?listing=101"
    assert client.get(url).location == "/login?next=/complaints/new/orchard/1?listing%3D101"
    client.log_in(court.buyer)
    assert "您没有投诉" in client.get("/me/complaints").text
    assert "苹果" in client.get(url).text
    short = client.send(url, form_key="complaining", text="坏")
    assert (short.status_code, "请写得再清楚一点" in short.text) == (422, True)
    sent = [client.send(url, form_key="complaining", text=BAD) for _twice in range(2)]
    page = f"/complaints/{the_case(court.buyer).complaint.ref}"
    assert {each.location for each in sent} == {page}
    assert len(queries.list_mine(court.buyer.id)) == 1
    shown = client.get(page).text
    for words in ("对“苹果”的投诉", BAD, "桃源村党支部 · 包联人 欧阳某", "最晚答复"):
        assert words in shown
    assert "欧阳小满" not in shown
    with writing():
        sponsorships.give_name(by=land.actor(land.steward), at=at)
    assert "欧阳小满" in client.get(page).text  # with that person's consent
    client.log_in(land.owner)
    shown = client.get(page).text
    assert BAD in shown
    assert "买主" not in shown
    assert f'action="{page}/say"' in shown
    said = client.send(f"{page}/say", form_key="explaining", text="那天下雨，路上颠坏了")
    assert said.location == page
    shown = client.get(page).text
    assert "路上颠坏了" in shown
    assert f'action="{page}/say"' not in shown
    client.log_in(land.steward)
    assert f'action="{page}/answer"' in client.get(page).text
    blank = client.send(f"{page}/answer", form_key="answering", text="")
    assert (blank.status_code, "请写几句话" in blank.text) == (422, True)
    assert client.send(f"{page}/answer", form_key="answering", text="去看过了").location == page
    assert f'action="{page}/answer"' not in client.get(page).text
    client.log_in(court.buyer)
    assert "等您回话" in client.get("/me/complaints").text
    assert "满意吗" in client.get(page).text
    assert client.send(f"{page}/further", form_key="not-enough", text="还是不行").location == page
    assert the_case(court.buyer).complaint.status is C.WITH_UPPER
    client.log_in(land.upper)
    assert "对“苹果”的投诉等答复" in client.get("/desk/").text
    assert page in client.get(f"/desk/{land.township.id}/complaints/").text
    client.send(f"{page}/answer", form_key="answering", text="已经让他退款")
    client.log_in(court.buyer)
    assert client.send(f"{page}/accept").location == page
    assert client.send(f"{page}/accept").status_code == 409
    shown = client.get(page).text
    assert "已办结" in shown
    assert "12315" in shown


def test_nobody_else_finds_it(client, court, land, make):
    complaint = court.make()
    page = f"/complaints/{complaint.ref}"
    officer = make.officer(land.branch, "publicity")
    for person in (make.person(), land.upper, officer, make.admin()):
        client.log_in(person)
        assert client.get(page).status_code == 404
        for action in ("answer", "accept", "further", "say"):
            assert client.send(f"{page}/{action}").status_code == 404
    client.log_in(land.secretary)
    assert client.get(page).status_code == 200
    for action in ("accept", "further", "say"):
        assert client.send(f"{page}/{action}").status_code == 404
    client.log_in(court.buyer)
    assert client.send(f"{page}/answer", text="自己答").status_code == 404
    assert client.get("/complaints/guessed-guessed-guessed").status_code == 404
    client.log_out()
    assert client.get(page).status_code == 302


def test_only_what_is_verified_can_be_complained_of(client, court, land):
    client.log_in(court.buyer)
    for wrong in ("/complaints/new/orchard/2", "/complaints/new/barn/1", f"{NEW}?listing=x"):
        assert client.get(wrong).status_code == 404
    land.ask(2)
    assert client.get("/complaints/new/orchard/2").status_code == 404
    client.log_in(land.owner)
    assert "您自己的地方" in client.get(NEW).text
    assert client.send(NEW, form_key="complaining", text=BAD).status_code == 422


def test_the_desk_lists_what_lies_or_lay_there(client, court, land, make, monkeypatch):
    first = court.make(at=court.at - DAY)
    second = court.make()
    url = f"/desk/{land.branch.id}/complaints/"
    client.log_in(land.secretary)
    page = client.get(url).text
    assert f"/complaints/{first.ref}" in page
    assert "没办结的" in page
    court.answer(second)
    court.do("accept", second, court.buyer)
    assert f"/complaints/{second.ref}" not in client.get(url).text
    assert f"/complaints/{second.ref}" in client.get(f"{url}?state=closed").text
    client.log_in(make.officer(land.branch, "publicity"))
    assert client.get(url).status_code == 404
    client.log_in(land.upper)
    upper = f"/desk/{land.township.id}/complaints/"
    assert "现在没有投诉" in client.get(upper).text
    court.answer(first)
    court.do("go_further", first, court.buyer, text="不行")
    assert f"/complaints/{first.ref}" in client.get(upper).text
    court.answer(first, land.upper)
    court.do("go_further", first, court.buyer, text="不行")  # with the operator now
    assert f"/complaints/{first.ref}" in client.get(upper).text
    client.log_in(land.secretary)
    assert f"/complaints/{first.ref}" in client.get(url).text


def test_lists_take_the_same_few_queries_and_have_pages(client, court, land, make, monkeypatch):
    buyers = [make.person() for _each in range(3)]

    def more(count):
        for number in range(count):
            court.make(by=buyers[number % 3])

    more(2)
    url = f"/desk/{land.branch.id}/complaints/"
    client.log_in(land.secretary)
    client.get(url)
    few = queries_in(lambda: client.get(url))
    more(6)
    assert queries_in(lambda: client.get(url)) == few <= 9  # the BEGIN among them
    monkeypatch.setattr("core.complaints.desk_views.PAGE", 2)
    page = client.get(url).text
    key = page.split("after=")[1].split('"')[0]
    refs = [each.ref for each in queries.list_of_branch(land.branch.id, closed=False)]
    older = client.get(f"{url}?after={key}").text
    assert refs[1] in page
    assert refs[2] not in page
    assert refs[2] in older
    for wrong in ("x", "99999"):
        assert client.get(f"{url}?after={wrong}").status_code == 404


def test_of_many_that_wait_some_are_named(client, court, land, make, monkeypatch):
    monkeypatch.setattr("core.complaints.waiting.SHOWN", 2)
    for _each in range(4):
        court.make()
    client.log_in(land.secretary)
    page = client.get("/desk/").text
    assert page.count("对“陈家果园1”的投诉等答复") == 2
    assert f"/desk/{land.branch.id}/complaints/" in page
    assert "还有别的投诉在等答复" in page


def test_whoever_answers_is_named_as_what_they_are(client, court, land):
    complaint = court.answer(court.make(), land.secretary)
    client.log_in(court.buyer)
    page = client.get(f"/complaints/{complaint.ref}").text
    assert "<b>支部</b>" in page
    assert "<b>包联人</b>" not in page
    other = court.answer(court.make())
    assert "<b>包联人</b>" in client.get(f"/complaints/{other.ref}").text


def test_who_may_not_complain_reads_why_before_writing(client, court, land):
    client.log_in(land.owner)
    assert "您自己的地方" in client.get(NEW).text
    client.log_in(court.buyer)
    for _each in range(5):
        assert "<textarea" in client.get(NEW).text
        court.make()
    page = client.get(NEW).text
    assert "5 件投诉还没办结" in page
    assert "<textarea" not in page
