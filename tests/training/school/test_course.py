"""The page of one course: for a visitor, for who learns it, and when it takes nobody any more."""

import pytest

from tests.training.school.world import acting, hide
from training.courses.models import Chapter

pytestmark = pytest.mark.both_engines
NO_MORE = "这门课现在不收新学员了"


@pytest.fixture
def url(world):
    return f"/learn/{world.course.id}"


@pytest.fixture
def old(world):
    """Return the enrolment of who learns the first version, while there is a second."""
    made = world.enrol()
    world.version(world.course, "食品安全（新版）", 4)
    world.say(summary="这是新的")
    return made


class TestVisitor:
    """Who is not signed in."""

    def test_what_it_is(self, client, world, url):
        world.say(title="做豆腐", summary="点卤不难。", for_whom="想卖豆腐的", minutes=80)
        world.change(world.organiser, about="周老师做豆腐三十年。", phone="0718-1234567")
        page = client.get(url).text
        assert "<h1>做豆腐</h1>" in page
        for words in ("点卤不难。", "想卖豆腐的", "不收钱", "入门"):
            assert words in page, words
        for words in (
            "第一章",
            "第1课",
            "图文",
            "周老师做豆腐三十年。",
            "村委会二楼",
            "0718-1234567",
        ):
            assert words in page, words
        assert f'href="/learn/organisers/{world.organiser.id}"' in page
        assert "桃源镇党委已核验" in page
        assert "地方干净。" in page

    def test_enrolling_leads_through_the_door(self, client, world, url):
        page = client.get(url).text
        assert f'href="/login?next=/learn/{world.course.id}/enrol"' in page
        assert f'href="{url}/1"' not in page, "lessons are read by who is enrolled"
        assert NO_MORE not in page

    def test_open_reading_needs_no_enrolling(self, client, world, url):
        world.say(open_reading=True)
        page = client.get(url).text
        assert f'href="{url}/1"' in page
        assert "登录后报名" not in page

    def test_the_exam_in_words_and_no_way_to_it(self, client, world, url):
        assert "学完考一次" not in client.get(url).text
        world.say(questions=10, exam_minutes=20, pass_mark=80)
        page = client.get(url).text
        assert "学完考一次：10 道题，20 分钟，答对 80% 就过" in page
        assert "/exam" not in page

    def test_what_it_opens(self, client, world, url):
        assert "学完有" not in client.get(url).text
        world.change(world.course, unlocks="food-seller")
        assert "学完有食品销售资格" in client.get(url).text

    def test_what_was_passed_before(self, client, world):
        course = world.shown("做豆腐第二", needs=[world.course])
        page = client.get(f"/learn/{course.id}").text
        assert "先要学过" in page
        assert f'<a class="grow" href="/learn/{world.course.id}">食品安全</a>' in page

    @pytest.mark.parametrize("how", ["off", "closed", "suspended", "under nothing"])
    def test_to_what_is_not_shown_no_link_leads(self, client, world, make, how):
        own = world.course
        organiser = (world.organiser, world.sponsorship)
        world.another()
        course = world.shown("做豆腐第二", needs=[own])
        world.organiser, world.sponsorship = organiser
        hide(world, how)
        page = client.get(f"/learn/{course.id}").text
        assert "食品安全" in page
        assert f'href="/learn/{own.id}"' not in page

    def test_dates_of_cohorts_without_a_form(self, client, world, url):
        world.cohort(words="周三晚上", seats=7)
        page = client.get(url).text
        assert "周三晚上" in page
        assert "7 个名额" in page
        assert f'action="{url}' not in page

    def test_a_chapter_without_lessons_is_left_out(self, client, world, url):
        world.make.add(Chapter(version_id=world.live().id, position=9, title="空的一章"))
        assert "空的一章" not in client.get(url).text

    @pytest.mark.parametrize("course_id", ["0", "987654", "x", "-1", "99999999999999999999"])
    def test_no_such_course(self, client, world, course_id):
        assert client.get(f"/learn/{course_id}").status_code == 404


class TestLearner:
    """Who is in the course."""

    def test_their_own_version(self, client, old, world, url):
        client.log_in(world.learner)
        page = client.get(url).text
        assert "<h1>食品安全</h1>" in page
        assert "3 课，一共约" in page
        assert "这是新的" not in page
        assert "第4课" not in page
        assert "您在学这门课" in page
        assert f'href="{url}/1"' in page

    def test_all_others_the_live_one(self, client, old, world, url):
        for person in (None, world.make.person(name="邻居"), world.teacher):
            if person is not None:
                client.log_in(person)
            page = client.get(url).text
            assert "<h1>食品安全（新版）</h1>" in page
            assert "第4课" in page

    def test_what_was_kept_for_visitors_is_not_theirs(self, client, old, world, url):
        assert "（新版）</h1>" in client.get(url).text
        client.log_in(world.learner)
        assert "<h1>食品安全</h1>" in client.get(url).text
        client.log_out()
        assert "您在学这门课" not in client.get(url).text

    def test_who_has_passed_sees_what_they_passed(self, client, old, world, url):
        world.passed(old)
        client.log_in(world.learner)
        page = client.get(url).text
        assert "<h1>食品安全</h1>" in page
        assert f'href="{url}/1"' in page
        assert "去考试" not in page

    def test_the_way_to_the_exam(self, client, world, url):
        world.say(questions=5)
        world.enrol()
        client.log_in(world.learner)
        assert f'href="{url}/exam"' in client.get(url).text

    def test_who_left_is_as_everybody_and_may_come_back(self, client, old, world, url):
        world.leave(old)
        client.log_in(world.learner)
        page = client.get(url).text
        assert "（新版）</h1>" in page
        assert f'href="{url}/1"' not in page
        assert f'action="{url}/enrol"' in page

    @pytest.mark.parametrize("how", ["off", "removed", "suspended", "ended", "lapsed", "closed"])
    def test_closed_to_others_they_go_on(self, client, old, world, url, how):
        hide(world, how)
        assert client.get(url).status_code == 404
        client.log_in(world.make.person(name="邻居"))
        assert client.get(url).status_code == 404
        client.log_in(world.learner)
        page = client.get(url).text
        assert NO_MORE in page
        assert "<h1>食品安全</h1>" in page
        assert f'href="{url}/1"' in page
        for words in ("已核验", "谁办的", "/learn/organisers/"):
            assert words not in page, "nothing is said that does not hold any more"
        assert client.get(f"{url}/1").status_code == 200

    def test_who_acts_for_them_does_not_learn_for_them(self, client, old, world, url):
        helper = world.make.person(name="李小帮")
        acting(client, world, helper)
        page = client.get(url).text
        assert "您在学这门课" in page
        assert f'href="{url}/1"' not in page
        assert "去考试" not in page


class TestNotYet:
    """Who is signed in and not in the course."""

    @pytest.fixture(autouse=True)
    def here(self, client, world):
        client.log_in(world.learner)

    def test_one_tap(self, client, world, url):
        page = client.get(url).text
        assert f'action="{url}/enrol"' in page
        assert f'href="{url}/1"' not in page

    def test_by_cohort(self, client, world, url):
        world.cohort(words="周三晚上")
        page = client.get(url).text
        assert "周三晚上" in page
        assert f'action="{url}/enrol"' in page

    def test_enrolment_is_over(self, client, world, url):
        world.cohort(starts=-3, closes=-5)
        page = client.get(url).text
        assert "这一期的报名截止了，等下一期开班再来报" in page
        assert f'action="{url}/enrol"' not in page

    def test_full(self, client, world, url):
        world.enrol(world.make.person(name="先来的"), cohort=world.cohort(seats=1))
        page = client.get(url).text
        assert "报满了" in page
        assert "名额已经满了，可以排候补" in page

    def test_something_else_first(self, client, world):
        course = world.shown("做豆腐第二", needs=[world.course])
        page = client.get(f"/learn/{course.id}").text
        assert "要先学完《食品安全》，再来报这门" in page
        assert f'action="/learn/{course.id}/enrol"' not in page

    def test_what_was_passed_is_asked_for_no_more(self, client, world):
        course = world.shown("做豆腐第二", needs=[world.course])
        assert "先要学过" in client.get(f"/learn/{course.id}").text
        world.passed(world.enrol())
        page = client.get(f"/learn/{course.id}").text
        assert "先要学过" not in page
        assert f'action="/learn/{course.id}/enrol"' in page

    def test_who_teaches_it(self, client, world, url):
        client.log_in(world.teacher)
        assert "您教这门课，不用报名" in client.get(url).text
