"""A shift on the organiser's screen: QR, digits, the roll, and hours by hand."""

import re

import pytest

from core.clock import VILLAGE
from services.hours.models import Check
from services.hours.operations import checking
from services.hours.rules import codes
from tests.services.hours.world import HOUR, MINUTE


def test_the_screen_has_the_qr_of_this_minute_and_the_digits(world, officer, desk):
    shift, _li = world.coming()
    page = officer.get(f"{desk}/shifts/{shift.id}").text
    assert "<svg" in page
    assert codes.digits_of(shift.id) in page
    assert re.search(r'<noscript>\s*<meta http-equiv="refresh" content="60" />', page)
    assert 'data-behaviour="renew"' in page


@pytest.mark.parametrize(
    ("begins", "words"), [(31 * MINUTE, "开始前 30 分钟起"), (-5 * HOUR, "已经结束")]
)
def test_before_and_after_there_is_no_code(world, officer, desk, begins, words):
    shift, _li = world.coming(begins=begins)
    page = officer.get(f"{desk}/shifts/{shift.id}").text
    assert words in page
    assert codes.digits_of(shift.id) not in page
    assert "qr-card" not in page


def test_the_roll_checks_in_and_out_by_plain_buttons(world, officer, desk, attendances):
    shift, li = world.coming()
    url = f"{desk}/shifts/{shift.id}"
    forms = re.findall(r'action="(/desk/[^"]+/in/\d+)"', officer.get(url).text)
    assert forms == [f"{url}/in/{li.id}"]
    assert officer.send(forms[0]).location == url
    (there,) = attendances()
    assert (there.in_how, there.in_by) == (Check.ORGANISER, world.officer.id)
    assert "还没签退" in officer.get(url).text
    assert f"{url}/out/{li.id}" in officer.get(url).text
    answer = officer.send(f"{url}/out/{li.id}")
    assert answer.status_code == 422, "not within the first minute"
    assert "不到一分钟" in answer.text


def test_who_forgot_to_go_is_put_right_by_hand(world, officer, desk, do, at):
    """Long after the end nobody is checked out: hours would count in which nobody was there."""
    shift, li = world.coming(begins=-5 * HOUR)
    there = do(checking.check_in, shift, li.id, Check.QR, by=li, at=at - 5 * HOUR)
    url = f"{desk}/shifts/{shift.id}"
    page = officer.get(url).text
    assert f"{url}/out/" not in page
    assert f"{desk}/hours/{there.id}#put-right" in page
    assert f"{url}/hand" in page
    answer = officer.send(f"{url}/out/{li.id}")
    assert answer.status_code == 422
    assert "请作废这一次" in answer.text


def test_the_roll_has_no_button_for_oneself(world, officer, desk, attendances):
    shift, _li = world.coming()
    world.sign_up(shift, world.officer)
    url = f"{desk}/shifts/{shift.id}"
    page = officer.get(url).text
    assert f"{url}/in/{world.officer.id}" not in page
    assert "自己扫码，或请别的委员点名" in page
    answer = officer.send(f"{url}/in/{world.officer.id}")
    assert answer.status_code == 422
    assert "不能自己点名" in answer.text
    assert attendances() == []


def test_who_does_not_come_is_on_no_roll(world, officer, desk):
    shift, _li = world.coming()
    stranger = world.person("王五")
    assert officer.send(f"{desk}/shifts/{shift.id}/in/{stranger.id}").status_code == 404
    assert officer.get(f"{desk}/shifts/987654").status_code == 404


def test_no_other_branch_has_this_shift(world, as_person, make):
    shift, li = world.coming()
    other = make.branch()
    stranger = as_person(make.officer(other, person=make.person(name="别的书记")))
    assert stranger.get(f"/desk/{other.id}/shifts/{shift.id}").status_code == 404
    assert stranger.get(f"/desk/{world.branch.id}/shifts/{shift.id}").status_code == 404
    assert stranger.send(f"/desk/{other.id}/shifts/{shift.id}/in/{li.id}").status_code == 404
    assert as_person(li).get(f"/desk/{world.branch.id}/shifts/{shift.id}").status_code == 404


def local(moment):
    return moment.astimezone(VILLAGE).strftime("%Y-%m-%dT%H:%M")


def test_hours_by_hand(world, officer, desk, attendances, at):
    shift, li = world.coming(begins=-4 * HOUR)
    url = f"{desk}/shifts/{shift.id}/hand"
    page = officer.get(url).text
    assert re.findall(r'type="datetime-local"[^>]*value="([^"]+)"', page) == [
        local(shift.starts_at),
        local(shift.ends_at),
    ]
    said = {
        "who": li.id,
        "starts": local(at - 3 * HOUR),
        "ends": local(at - 2 * HOUR),
        "why": "手机没电",
    }
    for field, wrong in (("why", ""), ("ends", local(at + HOUR)), ("who", 987654), ("starts", "x")):
        answer = officer.send(url, {**said, field: wrong})
        assert answer.status_code == 422, field
        assert 'class="alert alert-danger trouble"' in answer.text
    answer = officer.send(url, said)
    assert answer.location == f"{desk}/shifts/{shift.id}"
    (there,) = attendances()
    assert (there.by_hand, there.minutes, there.in_by) == (True, 60, world.officer.id)
    assert there.starts_at == (at - 3 * HOUR).replace(second=0)
    assert "人工补录" in officer.get(answer.location).text


def test_the_menus_show_where_one_is(world, officer, desk):
    shift, _li = world.coming()
    page = officer.get(f"{desk}/shifts/{shift.id}").text
    here = re.findall(r'href="([^"]+)"\s*aria-current="page"', page)
    assert set(here) == {f"{desk}/hours"}
    for url in ("/volunteer/", f"/volunteer/{shift.task_id}", "/hours/certificate"):
        assert {"/help", "/help/"} & set(
            re.findall(r'href="([^"]+)"\s*aria-current="page"', officer.get(url).text)
        ), url
