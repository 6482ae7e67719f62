"""The lesson as its learner sees it: their own version, what is done, what completes it."""

import pytest
from html5lib import parse

from core.db import db, writing
from tests.counting import queries_in
from tests.pages import X
from tests.training.learning.studying.world import FILM, LAST, PRACTICE, TEXT
from training.courses.models import Course, CourseVersion, LessonFile, LessonKind, VersionStatus
from training.learning.models import EnrolmentStatus

pytestmark = pytest.mark.both_engines


def form_of(page, action):
    """Return the fields of the form with this address, as a browser would send them."""
    tree = parse(page.text)
    (form,) = [f for f in tree.iter(f"{X}form") if f.get("action") == action]
    return {each.get("name"): each.get("value") or "" for each in form.iter(f"{X}input")}


def read_to_the_end(client, world, key=TEXT):
    page = client.get(world.url(key))
    return client.post(world.url(key, "/done"), data=form_of(page, world.url(key, "/done")))


class TestWhatIsShown:
    def test_the_lesson_its_place_and_what_completes_it(self, learner, world):
        page = learner.get(world.url(TEXT))
        assert page.status_code == 200
        for words in (
            "先把手洗干净",
            "第 1 课，共 4 课",
            "读完了，点一下“读完了”",
            "下一课",
            "学完 0 / 4",
        ):
            assert words in page.text, words
        assert page.headers["Cache-Control"] == "no-store"
        assert "上一课" not in page.text

    def test_each_kind_says_what_completes_it(self, learner, world):
        film = learner.get(world.url(FILM)).text
        assert "视频放过九成" in film
        assert "大家好，今天讲洗手" in film
        assert film.index("大家好，今天讲洗手") < film.index("<video")
        assert 'preload="none"' in film
        assert "读完了</button>" not in film
        practice = learner.get(world.url(PRACTICE)).text
        assert "拍照交上来" in practice
        assert "水龙头" in practice
        assert "做好了，交上来" in practice

    def test_a_film_that_has_gone_is_read(self, learner, world):
        with writing():
            row = db.session.query(LessonFile).one()
            row.recording.deleted_at = world.at
        page = learner.get(world.url(FILM))
        assert "<video" not in page.text
        assert read_to_the_end(learner, world, FILM).status_code == 302

    def test_ones_own_version_to_the_end(self, learner, world, make, app):
        with writing():
            old = db.session.get(CourseVersion, world.version.id)
            old.status = VersionStatus.PAST
            db.session.flush()
        new = world.make_version(number=2, kinds=[LessonKind.TEXT] * 2)
        assert "版本1，第1讲" in learner.get(world.url(TEXT)).text
        other = app.test_client()
        person = make.person(name="后来的")
        other.log_in(person)
        world.enrol(person, new)
        assert "版本2，第1讲" in other.get(world.url(TEXT)).text
        assert other.get(world.url(LAST)).status_code == 404

    def test_who_has_passed_looks_again(self, client, world, make):
        person = make.person(name="学过的")
        world.enrol(person, status=EnrolmentStatus.PASSED)
        client.log_in(person)
        assert "先把手洗干净" in client.get(world.url(TEXT)).text

    def test_who_is_learning_again_sees_the_new_one(self, client, world, make):
        person = make.person(name="再学的")
        world.enrol(person, status=EnrolmentStatus.PASSED)
        with writing():
            db.session.get(CourseVersion, world.version.id).status = VersionStatus.PAST
        new = world.make_version(number=2, kinds=[LessonKind.TEXT])
        world.enrol(person, new)
        client.log_in(person)
        assert "版本2" in client.get(world.url(TEXT)).text

    def test_a_course_that_is_hidden_is_learnt_to_the_end(self, learner, world):
        with writing():
            db.session.get(Course, world.course.id).is_on = False
        assert "先把手洗干净" in learner.get(world.url(TEXT)).text

    def test_it_costs_few_queries(self, learner, world):
        learner.get(world.url(PRACTICE))
        assert queries_in(lambda: learner.get(world.url(PRACTICE))) <= 12

    def test_a_get_writes_nothing(self, learner, world):
        learner.get(world.url(TEXT))
        assert world.progress(TEXT) is None


class TestWhoMayRead:
    def test_a_visitor_is_told_how_to_get_in(self, client, world):
        page = client.get(world.url(TEXT))
        assert page.status_code == 200
        assert "这一课报了名就能看" in page.text
        assert f'href="/learn/{world.course.id}"' in page.text
        assert "先把手洗干净" not in page.text

    @pytest.mark.parametrize("status", [None, EnrolmentStatus.OUT])
    def test_neither_does_who_is_not_in_it_read(self, client, world, make, status):
        person = make.person(name="路人")
        if status:
            world.enrol(person, status=status)
        client.log_in(person)
        assert "先把手洗干净" not in client.get(world.url(TEXT)).text
        assert client.get(world.url(TEXT, "/offline")).status_code == 404
        assert client.send(world.url(TEXT, "/done")).status_code == 404

    def test_what_is_open_all_read_from_the_same_page(self, client, world, make):
        with writing():
            row = db.session.get(CourseVersion, world.version.id)
            row.open_reading = True
        assert "先把手洗干净" in client.get(world.url(TEXT)).text
        client.log_in(make.person(name="路人"))
        page = client.get(world.url(TEXT))
        assert "先把手洗干净" in page.text
        assert "读完了" not in page.text

    def test_what_is_not_there(self, client, world, learner):
        assert client.get(f"/learn/{world.course.id}/99").status_code == 404
        assert learner.get(f"/learn/{world.course.id}/99").status_code == 404
        assert client.get("/learn/987654/1").status_code == 404

    def test_a_draft_is_nobodys(self, client, world):
        draft = world.make_course()
        world.make_version(draft, VersionStatus.PAST)
        assert client.get(f"/learn/{draft.id}/1").status_code == 404


class TestDone:
    def test_the_learners_word(self, learner, world, at):
        answer = read_to_the_end(learner, world)
        assert answer.location == world.url(TEXT) + "#way-on"
        assert world.progress(TEXT).done_at >= at
        page = learner.get(world.url(TEXT))
        assert "1 课学完了，一共 4 课" in page.text
        assert "学完 1 / 4" in page.text
        assert "读完了</button>" not in page.text

    def test_said_twice_the_first_counts(self, learner, world):
        page = learner.get(world.url(TEXT))
        sent = form_of(page, world.url(TEXT, "/done"))
        learner.post(world.url(TEXT, "/done"), data=sent)
        first = world.progress(TEXT).done_at
        assert learner.post(world.url(TEXT, "/done"), data=sent).status_code == 302
        learner.send(world.url(TEXT, "/done"), form_key="another-key-for-it")
        assert world.progress(TEXT).done_at == first

    @pytest.mark.parametrize("key", [FILM, PRACTICE])
    def test_a_film_or_work_at_home_is_not_done_by_saying_so(self, learner, world, key):
        answer = learner.send(world.url(key, "/done"), form_key="0123456789")
        assert answer.status_code == 422
        assert "不能自己说学完" in answer.text
        assert world.progress(key) is None

    def test_a_broken_form_is_shown_again(self, learner, world):
        answer = learner.send(world.url(TEXT, "/done"), form_key="x")
        assert answer.status_code == 422
        assert world.progress(TEXT) is None

    def test_the_last_one_lets_pass(self, learner, world):
        world.all_done(but=[TEXT])
        read_to_the_end(learner, world)
        assert world.status() is EnrolmentStatus.PASSED
        assert learner.get(world.url(TEXT)).status_code == 200

    def test_after_passing_nothing_breaks(self, client, world, make):
        person = make.person(name="学过的")
        passed = world.enrol(person, status=EnrolmentStatus.PASSED)
        client.log_in(person)
        assert read_to_the_end(client, world).status_code == 302
        assert world.progress(TEXT, passed).done_at


class TestWithoutNetwork:
    def test_a_bare_page_without_anybodys_name(self, learner, world):
        page = learner.get(world.url(TEXT, "/offline"))
        assert page.status_code == 200
        assert "先把手洗干净" in page.text
        assert "没有网，看的是存下来的" in page.text
        assert world.learner.name not in page.text
        assert "csrf" not in page.text
        assert "<form" not in page.text
        assert page.headers["Cache-Control"] == "private, no-cache"

    def test_a_visitor_signs_in_first(self, client, world):
        assert "/login" in client.get(world.url(TEXT, "/offline")).location

    def test_the_worker_comes_from_the_root(self, client):
        answer = client.get("/sw.js")
        assert answer.mimetype == "text/javascript"
        assert answer.headers["Cache-Control"] == "no-cache"
        assert "worker-src 'self'" in answer.headers["Content-Security-Policy"]
        assert "caches.match" in answer.text

    def test_signing_out_clears_the_phone(self, learner, world):
        answer = learner.send("/logout")
        assert answer.headers["Clear-Site-Data"] == '"storage"'
