"""The first page of the desk: what is there, what is missing, and what to do first."""

import pytest

from core.clock import village_day
from core.db import writing
from services.clinics.models import ClinicKind, PractitionerKind
from services.clinics.operations import setting_up
from tests.services.clinics.world import DAY, LONG_AGO

pytestmark = pytest.mark.both_engines


def test_an_empty_desk_says_what_comes_first(client, world, make):
    empty = make.branch("清溪乡党委")
    client.log_in(make.officer(empty))
    page = client.get(f"/desk/{empty.id}/clinics/")
    assert "先登记一位律师或咨询师，再设一个点" in page.text
    assert f"/desk/{empty.id}/clinics/practitioners/new" in page.text


def test_practitioners_and_clinics_with_what_is_missing(client, world, make, desk, counselling):
    today = village_day(world.at)
    world.practitioner(make.person(name="快到期"), licence_until=today + 20 * DAY)
    world.practitioner(make.person(name="过期了"), licence_until=today - DAY, languages="min,sign")
    world.practitioner(
        make.person(name="小学生"),
        PractitionerKind.LAW_STUDENT,
        licence="",
        licence_until=None,
        guide_id=world.lawyer.id,
    )
    world.make_clinic(title="没核验的点", verified=False)
    page = client.get(f"{desk}/")
    for words in (
        "陆律师",
        "律师 · 编号 13326201910000001",
        "证件快到期了",
        "证件过期了，约不了",
        "闽语、手语",
        "陆律师带",
        "桃源法律援助点",
        "桃源疏导室",
        "已核验",
        "还没核验，约不了",
        "还没有联络员",
        "都不收钱",
        "给不给援助，由法律援助机构定",
    ):
        assert words in page.text, words
    assert page.text.count("还没有联络员") == 2  # counselling has none


def test_a_student_whose_guide_is_gone_is_said(client, world, make, desk):
    guide = world.practitioner(make.person(name="带的人"), ended_at=LONG_AGO)
    student = PractitionerKind.LAW_STUDENT
    world.practitioner(make.person(name="小学生"), student, licence="", guide_id=guide.id)
    assert "带的人证件过期了，或者不再接待" in client.get(f"{desk}/").text


def test_ended_and_closed_are_gone(client, world, make, desk):
    world.practitioner(make.person(name="走了的"), ended_at=LONG_AGO)
    world.make_clinic(title="关了的点", closed_at=LONG_AGO)
    text = client.get(f"{desk}/").text
    assert "走了的" not in text
    assert "关了的点" not in text


def test_what_waits_at_the_desk(client, world, make, desk):
    today = village_day(world.at)
    world.practitioner(make.person(name="快到期"), licence_until=today + 29 * DAY)
    world.practitioner(make.person(name="还早"), licence_until=today + 30 * DAY)
    world.make_clinic(title="没核验的点", verified=False)
    world.make_clinic(ClinicKind.COUNSELLING, title="疏导室")
    text = client.get("/desk/").text
    assert "快到期的证件快到期了，请看新的" in text
    assert "还早的证件" not in text
    assert "没核验的点还没有核验，约不了" in text
    assert "桃源法律援助点还没有联络员" in text
    assert "疏导室还没有" not in text
    by, clerk = world.actor(world.officer), make.person()
    with writing():
        setting_up.name_contact(world.clinic, clerk, has_undertaken=True, by=by, at=world.at)
    assert "桃源法律援助点还没有联络员" not in client.get("/desk/").text


def test_of_many_the_rest_is_said_in_one_line(client, world, make, desk):
    for number in range(11):
        world.make_clinic(title=f"点{number}", verified=False)
    text = client.get("/desk/").text
    assert text.count("还没有核验，约不了") == 10
    assert text.count("咨询点还有别的事等着") == 1


@pytest.mark.parametrize("page", ["/", "/new", "/practitioners/new", "/counts", "/{clinic}"])
def test_nobody_of_another_branch_comes_in(client, world, make, desk, page):
    url = desk + page.format(clinic=world.clinic.id)
    assert client.get(url).status_code == 200
    client.log_in(make.officer(make.branch("别处支部")))
    assert client.get(url).status_code == 404
    client.log_in(world.guest)
    assert client.get(url).status_code == 404


def test_the_menu_of_the_desk_leads_there(client, desk):
    assert f'href="{desk}/"' in client.get(f"{desk}/").text
