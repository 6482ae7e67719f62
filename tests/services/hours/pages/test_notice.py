"""The public notice as a visitor sees it, and objecting to it."""

import re

import pytest
from sqlalchemy import text

from core.db import db, writing
from services.hours.models import AttendanceStatus, Objection
from services.hours.operations import checking
from services.hours.queries import notices


@pytest.fixture
def shown(world, at):
    there = world.ended(world.person("欧阳明", public=True))
    with writing():
        checking.put_up(there, at=at)
    return there


def test_anybody_reads_masked_names(shown, world, client):
    page = client.get(f"/hours/notice/{world.branch.id}")
    assert page.status_code == 200
    assert "欧阳某" in page.text
    assert "欧阳明" not in page.text
    assert "修水渠" in page.text
    assert "1 小时" in page.text
    assert client.get("/hours/notice/987654").status_code == 404


def test_without_any_it_says_what_it_is_for(world, client):
    assert "现在没有公示的时长" in client.get(f"/hours/notice/{world.branch.id}").text


def test_only_who_agreed_stands_there(world, client, at):
    world.ended(world.person("没同意的"))
    assert "没某" not in client.get(f"/hours/notice/{world.branch.id}").text


def test_who_agrees_no_more_is_gone_with_the_next_look(shown, world, client):
    url = f"/hours/notice/{world.branch.id}"
    assert "欧阳某" in client.get(url).text
    with writing():
        db.session.execute(text("UPDATE volunteer SET public_at = NULL"))
    assert "欧阳某" not in client.get(url).text
    assert client.get(f"{url}/{shown.ref}").status_code == 302  # to sign in, as ever


def test_who_is_signed_in_objects_in_words(shown, world, client, as_person):
    url = f"/hours/notice/{world.branch.id}/{shown.ref}"
    answer = client.get(url)
    assert answer.location.startswith("/login?next=")
    somebody = as_person(world.person("路人"))
    assert "欧阳明" not in somebody.get(url).text
    assert somebody.send(url, words="  ").status_code == 422
    answer = somebody.send(url, words="那天没看见他")
    assert answer.location == f"/hours/notice/{world.branch.id}"
    assert "收到了" in somebody.get(answer.location).text
    assert db.session.query(Objection).one().words == "那天没看见他"
    db.session.refresh(shown)
    assert shown.status is AttendanceStatus.OBJECTED
    assert somebody.get(url).status_code == 404, "it is shown no more"


def test_ones_own_is_not_objected_to(shown, world, as_person, make):
    client = as_person(shown.person)
    url = f"/hours/notice/{world.branch.id}/{shown.ref}"
    assert "这是您自己的时长" in client.get(url).text
    assert client.send(url, words="不对").status_code == 422


def test_of_another_branch_or_not_shown_there_is_no_line(shown, world, as_person):
    client = as_person(world.person("路人"))
    waits = world.ended(world.person("赵六"))
    assert client.get(f"/hours/notice/{world.above.id}/{shown.ref}").status_code == 404
    assert client.get(f"/hours/notice/{world.branch.id}/{waits.ref}").status_code == 404


def test_a_long_notice_goes_on(world, client, at, monkeypatch):
    monkeypatch.setattr(notices, "PAGE", 2)
    for name in "赵钱孙李周":
        there = world.ended(world.person(f"{name}四", public=True))
        with writing():
            checking.put_up(there, at=at)
    seen, url = [], f"/hours/notice/{world.branch.id}"
    while url:
        page = client.get(url).text
        seen += re.findall(r"<b>(.)某</b>", page)
        more = re.search(r'href="([^"]*after=\d+)"', page)
        url = more and more[1]
    assert seen == list("周李孙钱赵")
