"""The teachers' pages as a browser walks through them, and the desk's."""

import pytest

from core.db import db, writing
from core.sponsorship import operations as sponsorship
from tests.services.clinics.desk.forms import form_of
from training.courses.operations.publishing import switch_off
from training.courses.queries.organisers import find_open, list_of

pytestmark = pytest.mark.both_engines


def here(world):
    return f"/teach/organisers/{world.organiser.id}/"


def test_anybody_begins(client, world, fill):
    client.log_in(world.stranger)
    assert "我要办课" in client.get("/teach/").text
    answer = fill(
        "/teach/organiser/new",
        name="山里手艺班",
        about="竹编三十年。",
        unit=str(world.unit.id),
        address="一组",
        phone="0718-7654321",
    )
    (made,) = list_of(world.stranger.id)
    assert answer.location == f"/teach/organisers/{made.id}/"
    assert "山里手艺班" in client.get(answer.location).text
    assert "您是负责人" in client.get("/teach/").text


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "推荐"),
        ("name", "长" * 41),
        ("about", ""),
        ("about", "长" * 501),
        ("unit", "987654"),
        ("address", ""),
        ("phone", "打我"),
    ],
)
def test_nonsense_at_registering_keeps_what_was_typed(client, world, fill, field, value):
    client.log_in(world.stranger)
    typed = {"name": "手艺班", "about": "竹编三十年。", "address": "一组", "phone": "0718-7654321"}
    answer = fill("/teach/organiser/new", **{"unit": str(world.unit.id), **typed, field: value})
    assert answer.status_code == 422
    assert all(words in answer.text for name, words in typed.items() if name != field)
    assert list_of(world.stranger.id) == []


def test_the_same_form_twice_registers_once(client, world):
    client.log_in(world.stranger)
    sent = form_of(client.get("/teach/organiser/new"))
    sent |= {"name": "班", "about": "会", "address": "一组", "phone": "0718-7654321"}
    places = {client.post("/teach/organiser/new", data=sent).location for _each in range(2)}
    assert len(places) == len(list_of(world.stranger.id)) == 1


def test_the_keeper_edits_names_and_closes(client, world, fill, keeper):
    assert fill(f"{here(world)}edit", name="桃源学堂").status_code == 302
    assert find_open(world.organiser.id).name == "桃源学堂"
    stale = form_of(client.get(f"{here(world)}edit"))
    assert fill(f"{here(world)}edit", name="第三个名字").status_code == 302
    answer = client.post(f"{here(world)}edit", data={**stale, "name": "第四个名字"})
    assert answer.status_code == 409
    assert "第四个名字" in answer.text
    assert "第三个名字" in answer.text
    teachers = f"{here(world)}teachers"
    assert fill(teachers, who="没有这个人").status_code == 422
    assert fill(teachers, who=world.stranger.phone, is_keeper="y").status_code == 302
    assert world.stranger.id in find_open(world.organiser.id).keeper_ids
    assert client.send(f"{here(world)}close").location == "/teach/"
    assert client.get(here(world)).status_code == 404


def test_keepers_and_teachers_change(client, world, keeper):
    found = {each.person_id: each.id for each in find_open(world.organiser.id).teachers}
    its = f"{here(world)}teachers"
    assert "总要有人打理" in client.get(its).text
    assert client.send(f"{its}/{found[world.keeper.id]}/out").status_code == 409
    assert client.send(f"{its}/{found[world.teacher.id]}/keep").location == its
    assert client.send(f"{its}/{found[world.teacher.id]}/out").location == its
    world.name(world.teacher)
    client.log_in(world.teacher)
    assert "我不教了" in client.get(here(world)).text
    assert client.send(f"{here(world)}leave").location == "/teach/"
    assert client.get(here(world)).status_code == 404


def test_who_only_teaches_builds_and_keeps_nothing(client, world):
    course = world.ready()
    client.log_in(world.teacher)
    for page in ("", "courses/new"):
        assert client.get(here(world) + page).status_code == 200
    assert client.get(f"/teach/courses/{course.id}/").status_code == 200
    for page in ("edit", "teachers"):
        assert client.get(here(world) + page).status_code == 404
    assert client.send(f"{here(world)}close").status_code == 404


def test_a_stranger_finds_nothing(client, world):
    course = world.ready()
    client.log_in(world.stranger)
    for url in (here(world), f"/teach/courses/{course.id}/", f"/teach/courses/{course.id}/preview"):
        assert client.get(url).status_code == 404


def test_the_steward_reads_it_before_putting_it_there(client, world):
    standing = world.verify()
    course = world.published()
    client.log_in(world.steward)
    desk = f"/desk/{world.branch.id}"
    shown = client.get(f"{desk}/sponsorships/{standing.id}").text
    organiser = f"{desk}/organisers/{world.organiser.id}"
    its = f"{organiser}/courses/{course.id}"
    assert its in shown
    assert "等包联人看过" in client.get(organiser).text
    assert f"{its}/lessons/1" in client.get(its).text
    assert "先洗手" in client.get(f"{its}/lessons/1").text
    put = f"{desk}/sponsorships/{standing.id}/listings/{course.id}/put"
    sent = form_of(client.get(its), put)
    assert client.post(put, data=sent).status_code == 302
    assert put not in client.get(its).text
    with writing():
        switch_off(world.row(course), **world.by())
    assert client.get(its).status_code == 404


def test_the_desk_shows_no_draft_and_nobody_elses(client, world, make):
    standing = world.verify()
    course = world.ready()
    client.log_in(world.steward)
    organiser = f"/desk/{world.branch.id}/organisers/{world.organiser.id}"
    assert client.get(organiser).status_code == 200
    assert client.get(f"{organiser}/courses/{course.id}").status_code == 404
    client.log_in(make.officer(make.branch()))
    assert client.get(organiser).status_code == 404
    with writing():
        found = db.session.merge(standing)
        sponsorship.end(found, reason="不办了", by=world.actor(world.steward), at=world.at)
    client.log_in(world.steward)
    assert client.get(organiser).status_code == 404


def test_it_asks_its_branch_for_the_visit(client, world, fill, keeper):
    place = f"/me/places/organiser/{world.organiser.id}"
    assert place in client.get(here(world)).text
    assert fill(place).status_code == 302
    assert "支部在看" in client.get("/teach/").text
