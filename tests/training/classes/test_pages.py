"""The pages of classes: of teachers, of learners, and of who countersigns."""

from datetime import datetime

import pytest

from core.clock import VILLAGE, now
from core.db import db, writing
from core.house import HOUSE
from core.presence.rules import digits
from tests.services.help.pages.forms import form_of
from tests.training.classes.world import CLASS, DAY, HOUR, TEXT
from training.classes.desk_views import list_waiting
from training.classes.models import AttendedHow
from training.classes.operations import attending
from training.classes.rules import digits_name, mark_of
from training.courses.models import Lesson, LessonKind
from training.learning.models import Class

pytestmark = pytest.mark.both_engines
KEY = {"form_key": "a-key-of-its-own"}


@pytest.fixture
def here(client, world):
    """Return the addresses of the course; its teacher is signed in."""
    client.log_in(world.teacher)
    return f"/teach/courses/{world.course.id}"


def clock(moment: datetime) -> str:
    return moment.astimezone(VILLAGE).strftime("%Y-%m-%dT%H:%M")


def sent(world, **kw):
    begins = world.at + 2 * DAY
    made = {"way": "place", "lesson": CLASS, "place": "村委会二楼", "link": ""}
    made |= {"starts": clock(begins), "ends": clock(begins + HOUR)}
    return KEY | made | kw


class TestPlanning:
    def test_from_the_cohorts_page(self, client, world, here):
        page = client.get(f"{here}/cohorts/{world.group.id}")
        url = f"{here}/cohorts/{world.group.id}/classes/new"
        assert url in page.text
        assert client.get(url).status_code == 200
        answer = client.send(url, sent(world))
        held = db.session.query(Class).one()
        assert answer.location == f"{here}/classes/{held.id}"
        assert client.send(url, sent(world)).location == answer.location  # sent twice, made once
        assert db.session.query(Class).count() == 1
        assert f"{here}/classes/{held.id}" in client.get(f"{here}/cohorts/{world.group.id}").text

    def test_it_begins_with_a_choice_that_fits(self, client, world, here):
        url = f"{here}/cohorts/{world.group.id}/classes/new"
        assert form_of(client.get(url), "")["way"] == "place"
        with writing():
            for lesson in db.session.query(Lesson).filter_by(kind=LessonKind.CLASS):
                lesson.kind = LessonKind.TEXT
        assert form_of(client.get(url), "")["way"] == "screen"

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("way", "zzz"),
            ("way", ""),
            ("lesson", "zzz"),
            ("lesson", "99"),
            ("starts", ""),
            ("starts", "昨天"),
            ("starts", "2020-01-01T10:00"),
            ("ends", "2020-01-01T10:00"),
            ("place", ""),
            ("place", "长" * 121),
            ("link", "x"),
            ("link", "https://a.example/" + "x" * 300),
        ],
    )
    def test_nonsense_is_kept_and_said(self, client, world, here, field, value):
        url = f"{here}/cohorts/{world.group.id}/classes/new"
        page = client.send(url, sent(world, **{field: value}))
        assert page.status_code == 422
        assert "村委会二楼" in page.text or field == "place"
        assert db.session.query(Class).count() == 0

    def test_changed_and_cancelled(self, client, world, here):
        held = world.meeting(starts=DAY)
        url = f"{here}/classes/{held.id}"
        page = client.get(f"{url}/edit")
        assert form_of(page, "")["place"] == "村委会二楼"
        seen = {"seen": world.seen(held)}
        assert client.send(f"{url}/edit", sent(world, place="小学", **seen)).location == url
        assert "小学" in client.get(url).text
        assert client.send(f"{url}/cancel", KEY | {"why": ""}).status_code == 422
        assert client.send(f"{url}/cancel", KEY | {"why": "下雨"}).location == url
        assert "下雨" in client.get(url).text
        for step in ("edit", "cancel"):
            assert "这次课取消了" in client.get(f"{url}/{step}").text
        assert client.send(f"{url}/edit", sent(world, **seen)).status_code == 422

    def test_of_two_the_second_sees_both(self, client, world, here):
        held = world.meeting(starts=DAY)
        url = f"{here}/classes/{held.id}"
        begun = form_of(client.get(f"{url}/edit"), "")
        client.log_in(world.second)
        theirs = form_of(client.get(f"{url}/edit"), "") | {"place": "小学"}
        assert client.send(f"{url}/edit", theirs).location == url
        client.log_in(world.teacher)
        mine = begun | {"place": "大队部", "csrf_token": client.token()}
        page = client.send(f"{url}/edit", mine)
        assert page.status_code == 422
        assert "另一位老师改过这次课" in page.text
        assert '<h2 class="h3" id="now">现在的安排</h2>' in page.text
        assert "小学" in page.text
        again = form_of(page, "")
        assert again["place"] == "大队部"  # what was typed is kept
        assert client.send(f"{url}/edit", again).location == url
        assert "大队部" in client.get(url).text

    @pytest.mark.parametrize("seen", ["", "zzz", "0" * 16, "0" * 17])
    def test_without_a_beginning_nothing_is_changed(self, client, world, here, seen):
        held = world.meeting(starts=DAY)
        page = client.send(f"{here}/classes/{held.id}/edit", sent(world, place="大队部", seen=seen))
        assert page.status_code == 422
        assert "大队部" in page.text
        assert world.seen(held) == mark_of(held)


class TestKeeping:
    def test_the_screen_shows_the_codes(self, client, world, here):
        held = world.meeting()
        page = client.get(f"{here}/classes/{held.id}")
        assert digits(digits_name(held.id, at=now())) in page.text
        over = world.meeting(starts=-5 * HOUR)
        assert (
            digits(digits_name(over.id, at=now()))
            not in client.get(f"{here}/classes/{over.id}").text
        )

    def test_from_the_roll(self, client, world, here):
        held = world.meeting()
        url = f"{here}/classes/{held.id}"
        assert client.send(f"{url}/roll", KEY | {"who": "zzz"}).status_code == 422
        assert client.send(f"{url}/roll", KEY).status_code == 422
        assert client.send(f"{url}/roll", KEY | {"who": world.mine.id}).location == url
        (entry,) = world.entries(held)
        assert (entry.how, entry.counted_at) == (AttendedHow.HAND, None)
        page = client.get(url)
        assert "等另一位核对" in page.text
        strike = f"{url}/roll/{entry.id}/strike"
        assert client.send(strike, form_of(page, strike)).location == url
        assert world.entries(held) == []

    def test_the_tutor_keeps_the_roll_and_changes_nothing(self, client, world, make, at):
        tutor = make.person(name="陈医生")
        held = world.meeting(wants_tutor=True, tutor_id=tutor.id)
        client.log_in(tutor)
        url = f"/teach/courses/{world.course.id}/classes/{held.id}"
        assert client.get(url).status_code == 200
        assert client.send(f"{url}/roll", KEY | {"who": world.mine.id}).location == url
        for step in ("edit", "cancel", "countersign"):
            assert client.get(f"{url}/{step}").status_code == 404

    def test_before_it_begins_there_is_nothing_to_note(self, client, world, here):
        page = client.get(f"{here}/classes/{world.screen(starts=DAY).id}")
        assert page.text.count("还没有记。") == 2
        assert "还没有开始" in page.text

    def test_before_a_screen(self, client, world, here, do):
        held = world.screen()
        url = f"{here}/classes/{held.id}"
        assert digits(digits_name(held.id, at=now())) not in client.get(url).text
        client.send(f"{url}/roll", KEY | {"who": world.mine.id})
        assert client.send(f"{url}/shown", KEY | {"shown": "zzz"}).status_code == 422
        assert client.send(f"{url}/shown", KEY | {"shown": TEXT}).location == f"{url}#screen"
        asked = {"whom": world.mine.id, "question": "怎么洗手", "right": "yes"}
        for field in asked:
            wrong = KEY | asked | {field: ""}
            assert client.send(f"{url}/asked", wrong).status_code == 422
        answer = client.send(f"{url}/asked", {"form_key": "another-key"} | asked)
        assert answer.location == f"{url}#asked"
        assert "怎么洗手" in client.get(url).text
        (entry,) = world.entries(held)
        do(attending.countersign, held, [entry.id], shown=[TEXT], by=world.actor(world.second))
        assert world.keys_done(world.mine) == [TEXT]
        assert client.get(url).status_code == 200


class TestSigning:
    @pytest.fixture
    def held(self, world, do):
        held = world.meeting()
        do(attending.enter, held, [world.mine.id], by=world.actor(world.teacher))
        return held

    def url(self, world, held):
        return f"/teach/courses/{world.course.id}/classes/{held.id}/countersign"

    @pytest.mark.parametrize("who", ["second", "officer"])
    def test_by_another(self, client, world, held, who):
        client.log_in(getattr(world, who))
        url = self.url(world, held)
        page = client.get(url)
        assert "张桂兰" in page.text
        assert client.send(url, KEY).status_code == 422
        (entry,) = world.entries(held)
        assert client.send(url, KEY | {"who": entry.id}).location == url
        (entry,) = world.entries(held)
        assert entry.countersigned_by == getattr(world, who).id
        assert "没有要您核对的" in client.get(url).text

    def test_not_by_who_entered_it(self, client, world, held):
        client.log_in(world.teacher)
        url = self.url(world, held)
        assert "要请别人核对" in client.get(url).text
        (entry,) = world.entries(held)
        assert client.send(url, KEY | {"who": entry.id}).status_code == 422
        assert world.keys_done(world.mine) == []

    def test_it_waits_at_the_desk_of_the_village(self, client, world, held, make, at):
        (item,) = list_waiting(world.actor(world.officer), at)
        assert item.url == self.url(world, held)
        elsewhere = make.officer(make.branch("柳湾镇党委"))
        assert list(list_waiting(world.actor(elsewhere), at)) == []
        client.log_in(elsewhere)
        assert client.get(self.url(world, held)).status_code == 404
        assert list_waiting in HOUSE.waiting

    def test_an_officer_reads_no_answers(self, client, world, do):
        held, by = world.screen(), world.actor(world.teacher)
        do(attending.enter, held, [world.mine.id], by=by)
        client.log_in(world.officer)
        assert "答对了" not in client.get(self.url(world, held)).text
        assert client.get(self.url(world, held).removesuffix("/countersign")).status_code == 404
