"""Checking in and out at a device: by the QR's address, by four digits; what a device says."""

from datetime import timedelta

import pytest

from core.accounts.models import Throttle
from core.clock import now
from core.db import db
from services.hours.models import AttendanceStatus, Check
from services.hours.operations import checking
from services.hours.rules import codes
from services.volunteering.models import Shift
from tests.services.hours.world import HOUR, MINUTE

A = AttendanceStatus


@pytest.fixture
def place(world):
    return world.coming()


def qr(shift, at):
    return f"/volunteer/here/{shift.id}/{codes.minute_code(shift.id, at=at)}"


def digits(shift):
    return f"/volunteer/here/{shift.id}"


def test_scan_tap_work_scan_tap(place, as_person, attendances, at):
    shift, li = place
    client = as_person(li)
    page = client.get(qr(shift, at))
    assert "签到：修水渠" in page.text
    answer = client.send(qr(shift, at), what="in")
    assert (answer.status_code, answer.location) == (302, digits(shift))
    assert "签到好了" in client.get(answer.location).text
    (there,) = attendances()
    assert (there.status, there.in_how) == (A.OPEN, Check.QR)
    assert abs(there.starts_at - now()) < MINUTE


def test_going_leads_to_what_was_done(place, as_person, attendances, do, at):
    shift, li = place
    do(checking.check_in, shift, li.id, Check.QR, by=li, at=at - 40 * MINUTE)
    client = as_person(li)
    assert "签退：修水渠" in client.get(qr(shift, at)).text
    answer = client.send(qr(shift, at), what="out")
    (there,) = attendances()
    assert answer.location == f"/hours/{there.ref}"
    assert (there.status, there.minutes, there.out_how) == (A.ENDED, 40, Check.QR)
    page = client.get(answer.location).text
    assert "签退好了" in page
    assert "40 分钟" in page


def test_a_visitor_signs_in_and_comes_back_with_the_same_code(place, client, as_person, at):
    shift, _li = place
    answer = client.get(qr(shift, at))
    assert answer.status_code == 302
    assert answer.location.startswith("/login?next=")
    assert codes.minute_code(shift.id, at=at) in answer.location


@pytest.mark.parametrize(("minutes", "status"), [(9, 302), (12, 422), (-3, 422)])
def test_a_code_of_a_while_ago_or_of_the_future(place, as_person, attendances, at, minutes, status):
    shift, li = place
    client = as_person(li)
    url = qr(shift, at - minutes * MINUTE)
    page = client.get(url)
    assert ("改输四位码" in page.text) is (status == 422)
    assert client.send(url, what="in").status_code == status
    assert len(attendances()) == (status == 302)


def test_times_and_minutes_of_a_device_are_ignored(world, as_person, attendances, do, at):
    shift, li = world.coming()
    client = as_person(li)
    lies = {
        "starts_at": "2020-01-01T00:00",
        "ends_at": "2030-01-01T00:00",
        "minutes": "900",
        "at": "2020-01-01",
        "status": "confirmed",
        "by_hand": "1",
        "person_id": "1",
    }
    client.send(qr(shift, at), {**lies, "what": "in"})
    (there,) = attendances()
    assert abs(there.starts_at - now()) < MINUTE
    assert (there.minutes, there.person_id, there.status) == (0, li.id, A.OPEN)
    # Somebody has come ten minutes ago, whatever the device says now.
    wu = world.sign_up(shift, world.person("吴九"))
    do(checking.check_in, shift, wu.id, Check.QR, by=wu, at=at - 10 * MINUTE)
    answer = as_person(wu).send(qr(shift, at), {**lies, "what": "out"})
    assert answer.status_code == 302
    gone = attendances()[-1]
    assert (gone.minutes, gone.status, gone.by_hand) == (10, A.ENDED, False)


def test_the_same_form_twice_comes_once(place, as_person, attendances, at):
    shift, li = place
    client, key = as_person(li), "k" * 16
    for _tap in range(2):
        answer = client.send(qr(shift, at), what="in", form_key=key)
        assert (answer.status_code, answer.location) == (302, digits(shift))
    assert len(attendances()) == 1


def test_a_second_device_is_told_plainly(place, as_person, attendances, at):
    shift, li = place
    as_person(li).send(qr(shift, at), what="in")
    answer = as_person(li).send(qr(shift, at), what="in")
    assert answer.status_code == 422
    assert "已经在“修水渠”签到了" in answer.text
    assert len(attendances()) == 1


def test_nonsense_is_a_sentence(place, as_person, attendances, at):
    shift, li = place
    client = as_person(li)
    assert client.send(qr(shift, at), what="sideways").status_code == 422
    assert client.send(qr(shift, at), what="out").status_code == 422
    assert client.get("/volunteer/here/987654").status_code == 404
    assert attendances() == []


def test_who_has_not_signed_up_is_shown_the_way(place, as_person, world):
    shift, _li = place
    page = as_person(world.person("王五")).get(digits(shift))
    assert "先报名再签到" in page.text
    assert f"/volunteer/{shift.task_id}" in page.text


# the four digits


def test_the_four_digits_let_in_and_out(place, as_person, attendances, do, at):
    shift, li = place
    client = as_person(li)
    typed = {"what": "in", "digits": f" {codes.digits_of(shift.id)} "}
    assert client.send(digits(shift), typed).status_code == 302
    (there,) = attendances()
    assert there.in_how is Check.CODE
    assert db.session.get(Shift, shift.id).code_tries == 0


def wrong_of(shift):
    return f"{(int(codes.digits_of(shift.id)) + 1) % 10_000:04}"


def test_five_wrong_ones_of_a_person_and_no_more(place, as_person, attendances):
    """Each is stored though it was refused; then the right one is of no use either."""
    shift, li = place
    client = as_person(li)
    for number in range(1, 6):
        answer = client.send(digits(shift), what="in", digits=wrong_of(shift))
        assert answer.status_code == 422
        assert "四位码不对" in answer.text
        assert db.session.get(Shift, shift.id).code_tries == number
    right = {"what": "in", "digits": codes.digits_of(shift.id)}
    answer = client.send(digits(shift), right)
    assert answer.status_code == 422
    assert "输错太多次" in answer.text
    assert attendances() == []
    assert db.session.get(Shift, shift.id).code_tries == 5


def test_the_right_one_forgets_the_wrong_ones(place, as_person, at):
    shift, li = place
    client = as_person(li)
    for _try in range(4):
        client.send(digits(shift), what="in", digits=wrong_of(shift))
    client.send(digits(shift), what="in", digits=codes.digits_of(shift.id))
    db.session.rollback()
    assert db.session.query(Throttle).filter(Throttle.key.startswith("hours.")).count() == 0


def test_after_fifty_wrong_ones_the_digits_are_off(place, as_person, world, make, attendances):
    shift, li = place
    with_tries = make.add(
        Shift(
            task_id=shift.task_id,
            starts_at=shift.starts_at + HOUR,
            ends_at=shift.ends_at,
            capacity=9,
            code_tries=49,
        )
    )
    people = [world.sign_up(with_tries, each) for each in (li, world.person("赵六"))]
    with_tries_url = digits(with_tries)
    clients = [as_person(each) for each in people]
    answer = clients[0].send(with_tries_url, what="in", digits=wrong_of(with_tries))
    assert "四位码不对" in answer.text
    right = {"what": "in", "digits": codes.digits_of(with_tries.id)}
    answer = clients[1].send(with_tries_url, right)
    assert answer.status_code == 422
    assert "四位码停用" in answer.text
    assert attendances() == []
    assert db.session.get(Shift, with_tries.id).code_tries == 50


def test_who_could_not_come_in_anyway_uses_up_no_try(place, as_person, world):
    shift, _li = place
    stranger = as_person(world.person("王五"))
    answer = stranger.send(digits(shift), what="in", digits=wrong_of(shift))
    assert answer.status_code == 422
    assert "先报名再签到" in answer.text
    assert db.session.get(Shift, shift.id).code_tries == 0


def test_an_empty_field_is_no_try(place, as_person):
    shift, li = place
    answer = as_person(li).send(digits(shift), what="in", digits="")
    assert answer.status_code == 422
    assert "请输四位码" in answer.text
    assert db.session.get(Shift, shift.id).code_tries == 0


@pytest.mark.parametrize(("hours", "may"), [(3, True), (5, False)])
def test_out_by_oneself_until_an_hour_after_the_end(world, as_person, do, at, hours, may):
    shift, li = world.coming(begins=-timedelta(hours=hours), lasts=timedelta(hours=3))
    begin = at - hours * HOUR
    do(checking.check_in, shift, li.id, Check.QR, by=li, at=begin)
    answer = as_person(li).send(digits(shift), what="out", digits=codes.digits_of(shift.id))
    assert (answer.status_code == 302) is may
    assert may or "请负责人问清楚以后补录" in answer.text


@pytest.mark.parametrize(("hours", "may"), [(4, True), (6, False)])
def test_who_has_not_gone_from_the_morning_is_led_back_there(world, as_person, do, at, hours, may):
    morning, li = world.coming(begins=-hours * HOUR, lasts=3 * HOUR + 30 * MINUTE)
    afternoon = world.shift(world.task(title="扫雪"), begins=-10 * MINUTE)
    world.sign_up(afternoon, li)
    do(checking.check_in, morning, li.id, Check.QR, by=li, at=at - hours * HOUR)
    page = as_person(li).get(digits(afternoon)).text
    assert "您在“修水渠”还没有签退" in page
    assert ("先去签退" in page) is may
    assert (f'href="{digits(morning)}"' in page) is may
    assert may or "请“修水渠”的负责人作废、补录" in page
