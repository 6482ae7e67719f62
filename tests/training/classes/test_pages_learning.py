"""The pages of classes for who learns: where it is, and signing in by code or by digits."""

import pytest

from core.clock import now
from core.presence.rules import digits, minute_code
from tests.training.classes.world import CLASS, DAY, HOUR, TEXT
from training.classes.models import AttendedHow
from training.classes.rules import code_of, digits_name
from training.learning.models import ClassWay

pytestmark = pytest.mark.both_engines
KEY = {"form_key": "a-key-of-its-own"}


class TestLearning:
    def test_where_it_is_and_under_which_link(self, client, world, make):
        secret = "https://meet.example/secret"
        held = world.meeting(starts=DAY, way=ClassWay.ONLINE, link=secret)
        client.log_in(world.learner)
        for page in ("/learn/mine", f"/learn/{world.course.id}/{CLASS}"):
            assert f"/learn/classes/{held.id}" in client.get(page).text
            assert secret not in client.get(page).text
        assert (
            f"/learn/classes/{held.id}" not in client.get(f"/learn/{world.course.id}/{TEXT}").text
        )
        assert secret in client.get(f"/learn/classes/{held.id}").text
        file = client.get(f"/learn/classes/{held.id}/class.ics")
        assert file.mimetype == "text/calendar"
        assert secret not in file.text
        client.log_out()
        client.log_in(make.person(name="外人"))
        assert client.get(f"/learn/classes/{held.id}").status_code == 404
        assert client.get(f"/learn/classes/{held.id}/class.ics").status_code == 404

    def test_by_the_address_behind_the_qr(self, client, world):
        held = world.meeting()
        client.log_in(world.learner)
        url = f"/learn/classes/{held.id}/here/{minute_code(code_of(held.id), at=now())}"
        assert client.get(url).status_code == 200
        assert world.entries(held) == []  # looking writes nothing
        assert client.send(url, KEY).location == f"/learn/classes/{held.id}"
        (entry,) = world.entries(held)
        assert entry.how is AttendedHow.QR
        assert world.keys_done(world.mine) == [CLASS]
        assert "算上了" in client.get(f"/learn/classes/{held.id}").text
        assert "已经签到了" in client.get(url).text

    @pytest.mark.parametrize("code", ["zzz", "1-2", "old"])
    def test_another_code_is_no_good(self, client, world, code):
        held = world.meeting()
        if code == "old":
            code = minute_code(code_of(held.id), at=now() - HOUR / 2)
        client.log_in(world.learner)
        url = f"/learn/classes/{held.id}/here/{code}"
        assert "改输四位码" in client.get(url).text
        assert client.send(url, KEY).status_code == 422
        assert world.entries(held) == []

    def test_by_four_digits(self, client, world):
        held = world.meeting()
        right = digits(digits_name(held.id, at=now()))
        wrong = f"{(int(right) + 1) % 10_000:04}"
        client.log_in(world.learner)
        url = f"/learn/classes/{held.id}/here"
        assert client.get(url).status_code == 200
        for typed in ("", wrong, "四位码", "长" * 21):
            assert client.send(url, KEY | {"digits": typed}).status_code == 422
        assert client.send(url, KEY | {"digits": right}).location == f"/learn/classes/{held.id}"
        assert world.entries(held)[0].how is AttendedHow.CODE

    def test_the_digits_change_and_those_of_just_now_are_taken(self, client, world):
        held = world.meeting()
        names = [digits_name(held.id, at=now(), ago=ago) for ago in range(4)]
        old, just_now = digits(names[3]), digits(names[1])
        client.log_in(world.learner)
        url = f"/learn/classes/{held.id}/here"
        if old not in {digits(names[0]), just_now}:
            assert client.send(url, KEY | {"digits": old}).status_code == 422
        assert client.send(url, KEY | {"digits": just_now}).status_code == 302
        answer = client.send(url, {"form_key": "a-second-key", "digits": just_now})
        assert "已经签到了" in answer.text

    def test_so_many_wrong_ones_and_no_more(self, client, world):
        held = world.meeting()
        right = digits(digits_name(held.id, at=now()))
        wrong = f"{(int(right) + 1) % 10_000:04}"
        client.log_in(world.learner)
        url = f"/learn/classes/{held.id}/here"
        for _ in range(5):
            assert client.send(url, KEY | {"digits": wrong}).status_code == 422
        page = client.send(url, KEY | {"digits": right})
        assert "输错太多次" in page.text
        assert world.entries(held) == []

    def test_all_together_try_so_often(self, client, world):
        held = world.meeting(code_tries=50)
        client.log_in(world.learner)
        sent = KEY | {"digits": digits(digits_name(held.id, at=now()))}
        page = client.send(f"/learn/classes/{held.id}/here", sent)
        assert page.status_code == 422
        assert "停用了" in page.text

    def test_who_is_not_in_it_reads_nothing_of_it(self, client, world, make):
        held = world.meeting()
        client.log_in(make.person(name="外人"))
        code = minute_code(code_of(held.id), at=now())
        for url in (f"/learn/classes/{held.id}/here", f"/learn/classes/{held.id}/here/{code}"):
            page = client.get(url)
            assert "没有报这一期" in page.text
            assert "第3课" not in page.text
            more = {"digits": digits(digits_name(held.id, at=now()))}
            assert client.send(url, KEY | more).status_code == 422
        assert world.entries(held) == []
