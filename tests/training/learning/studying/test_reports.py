"""Work at home: handed in with photos, looked at by a teacher, done again or done."""

import io

import pytest
from html5lib import parse
from PIL import Image
from sqlalchemy import select

from core.db import db, writing
from core.notices.models import Notice
from core.storage.models import StoredFile
from tests.pages import X
from tests.training.learning.studying.world import PRACTICE, TEXT
from training.learning.models import EnrolmentStatus, ReportStatus
from training.learning.operations.own_learning import OwnLearning

pytestmark = pytest.mark.both_engines
WORDS = "照着做了一遍，肥皂换了新的。"


def photo(name="hands.png"):
    data = io.BytesIO()
    Image.new("RGB", (640, 480), "#7a8").save(data, "PNG")
    data.seek(0)
    return data, name


@pytest.fixture
def learner(client, world):
    client.log_in(world.learner)
    return client


@pytest.fixture
def teacher(app, world):
    client = app.test_client()
    client.log_in(world.teacher)
    return client


def fields_of(page):
    """Return the fields of the page's form with files, as a browser would send them."""
    (form,) = [f for f in parse(page.text).iter(f"{X}form") if f.get("enctype")]
    found = {}
    for each in form.iter():
        if each.get("name") and each.get("type") not in {"file", "checkbox"}:
            found[each.get("name")] = each.get("value") or (each.text or "").strip()
    return found


def hand_in(client, world, photos=1, words=WORDS, page=None, **more):
    url = world.url(PRACTICE, "/report")
    sent = {**fields_of(page or client.get(url)), "words": words, **more}
    if photos:
        sent["picture"] = [photo(f"{number}.png") for number in range(photos)]
    return client.post(url, data=sent, content_type="multipart/form-data")


def at_desk(world, report, what=""):
    return f"/teach/courses/{world.course.id}/reports/{report.id}{what}"


def told(person, event):
    db.session.rollback()
    query = select(Notice).where(Notice.person_id == person.id, Notice.event == event)
    return db.session.scalars(query).all()


class TestHandingIn:
    def test_words_and_photos(self, learner, world):
        page = learner.get(world.url(PRACTICE, "/report"))
        assert "水龙头" in page.text
        answer = hand_in(learner, world, photos=2)
        assert answer.location == world.url(PRACTICE, "/report")
        (report,) = world.reports()
        assert (report.words, report.status, report.lesson_key) == (
            WORDS,
            ReportStatus.HANDED_IN,
            PRACTICE,
        )
        assert [each.file.is_public for each in report.pictures] == [False, False]
        shown = learner.get(answer.location)
        assert "交了，等老师看" in shown.text
        assert WORDS in shown.text
        (notice,) = told(world.teacher, "school.report_came")
        assert notice.url == at_desk(world, report)
        assert notice.facts == {"name": "张桂兰", "title": "第3讲"}

    @pytest.mark.parametrize(
        ("photos", "words", "said"),
        [
            (0, WORDS, "请至少放一张照片"),
            (5, WORDS, "最多 4 张照片"),
            (1, "  ", "请写一两句"),
            (1, "字" * 1001, "最多 1000 个字"),
        ],
    )
    def test_nonsense_is_said_and_what_was_written_stays(self, learner, world, photos, words, said):
        answer = hand_in(learner, world, photos=photos, words=words)
        assert answer.status_code == 422
        assert said in answer.text
        assert words.strip()[:20] in answer.text
        assert world.reports() == []
        assert db.session.query(StoredFile).count() == 0

    def test_what_is_no_photo(self, learner, world):
        url = world.url(PRACTICE, "/report")
        sent = {**fields_of(learner.get(url)), "words": WORDS}
        sent["picture"] = [(io.BytesIO(b"GIF89a"), "x.gif")]
        answer = learner.post(url, data=sent, content_type="multipart/form-data")
        assert answer.status_code == 422
        assert "只收 JPG、PNG 或 WebP 照片" in answer.text

    def test_photos_that_came_are_not_sent_again(self, learner, teacher, world):
        refused = hand_in(learner, world, photos=2, words="")
        assert "先前选的 2 张照片还在" in refused.text
        done = hand_in(learner, world, photos=1, page=refused)
        assert done.status_code == 302
        (report,) = world.reports()
        assert len(report.pictures) == 3
        sent = {"form_key": "0123456789", "again": "再拍近一点"}
        teacher.send(at_desk(world, report, "/again"), sent)
        again = hand_in(learner, world, photos=0, page=refused, form_key="another-form-of-it")
        assert again.status_code == 422
        assert "这些照片已经交过了" in again.text
        assert len(world.reports()) == 1

    def test_photos_that_came_can_be_left_out(self, learner, world):
        refused = hand_in(learner, world, photos=4, words="")
        done = hand_in(learner, world, photos=1, page=refused, drop="y")
        assert done.status_code == 302
        assert len(world.reports()[0].pictures) == 1

    def test_nobody_sends_the_photos_of_another(self, learner, world, app, make):
        refused = hand_in(learner, world, photos=1, words="")
        kept = fields_of(refused)["kept"]
        assert kept
        other = make.person(name="李四")
        world.enrol(other)
        client = app.test_client()
        client.log_in(other)
        answer = hand_in(client, world, photos=0, kept=kept)
        assert answer.status_code == 422
        assert "先前的照片没有存下，请再选一次" in answer.text
        assert hand_in(client, world, photos=0, kept="nonsense").status_code == 422
        assert world.reports() == []

    def test_the_same_form_twice_hands_in_once(self, learner, world):
        page = learner.get(world.url(PRACTICE, "/report"))
        for _time in range(2):
            assert hand_in(learner, world, page=page).status_code == 302
        assert len(world.reports()) == 1

    def test_while_it_waits_nothing_more(self, learner, world):
        page = learner.get(world.url(PRACTICE, "/report"))
        hand_in(learner, world)
        answer = hand_in(learner, world, page=page, form_key="another-form-of-it")
        assert answer.status_code == 422
        assert "已经交了，等老师看过再说" in answer.text
        assert len(world.reports()) == 1

    def test_only_where_there_is_work_at_home(self, learner, world, make, client):
        assert learner.get(world.url(TEXT, "/report")).status_code == 404
        client.log_in(make.person(name="路人"))
        assert client.get(world.url(PRACTICE, "/report")).status_code == 404

    def test_who_has_passed_hands_in_nothing(self, client, world, make):
        person = make.person(name="学过的")
        world.enrol(person, status=EnrolmentStatus.PASSED)
        client.log_in(person)
        page = client.get(world.url(PRACTICE, "/report"))
        assert "您已经学完了" in page.text


class TestAtTheDesk:
    def test_the_list_and_one_report(self, learner, teacher, world):
        hand_in(learner, world)
        (report,) = world.reports()
        page = teacher.get(f"/teach/courses/{world.course.id}/reports")
        assert "张桂兰" in page.text
        assert at_desk(world, report) in page.text
        one = teacher.get(at_desk(world, report))
        assert WORDS in one.text
        assert "水龙头" in one.text
        picture = report.pictures[0].id
        shown = teacher.get(at_desk(world, report, f"/pictures/{picture}/480"))
        assert (shown.status_code, shown.mimetype) == (200, "image/webp")
        assert "no-store" in shown.headers["Cache-Control"]

    def test_good_the_lesson_is_done_and_the_learner_hears(self, learner, teacher, world):
        world.all_done(but=[PRACTICE])
        hand_in(learner, world)
        (report,) = world.reports()
        url = at_desk(world, report, "/accept")
        answer = teacher.send(url, form_key="0123456789", answer="洗得干净")
        assert answer.location == at_desk(world, report)
        (report,) = world.reports()
        assert (report.status, report.answer, report.looked_by) == (
            ReportStatus.ACCEPTED,
            "洗得干净",
            world.teacher.id,
        )
        assert world.progress(PRACTICE).done_at
        assert world.status() is EnrolmentStatus.PASSED
        (notice,) = told(world.learner, "school.report_accepted")
        assert notice.url == world.url(PRACTICE, "/report")
        page = learner.get(notice.url)
        assert "老师说：洗得干净" in page.text
        assert "老师已经说好了" in page.text

    def test_again_with_words_and_then_good(self, learner, teacher, world):
        hand_in(learner, world)
        (report,) = world.reports()
        blank = teacher.send(at_desk(world, report, "/again"), form_key="0123456789", again=" ")
        assert blank.status_code == 422
        assert "请写明哪里要改" in blank.text
        teacher.send(at_desk(world, report, "/again"), form_key="0123456789", again="肥皂没拍到")
        assert world.progress(PRACTICE) is None
        assert len(told(world.learner, "school.report_again")) == 1
        assert "肥皂没拍到" in learner.get(world.url(PRACTICE)).text
        assert hand_in(learner, world).status_code == 302
        _first, second = world.reports()
        teacher.send(at_desk(world, second, "/accept"), form_key="9876543210")
        assert world.progress(PRACTICE).done_at
        looked = teacher.get(f"/teach/courses/{world.course.id}/reports?tab=looked-at").text
        assert looked.index(at_desk(world, second)) < looked.index(at_desk(world, report))

    def test_too_many_words_are_kept(self, learner, teacher, world):
        hand_in(learner, world)
        (report,) = world.reports()
        for what, field in (("/accept", "answer"), ("/again", "again")):
            sent = {field: "话" * 501, "form_key": "0123456789"}
            answer = teacher.send(at_desk(world, report, what), sent)
            assert answer.status_code == 422
            assert "话" * 501 in answer.text

    def test_said_once(self, learner, teacher, world):
        hand_in(learner, world)
        (report,) = world.reports()
        teacher.send(at_desk(world, report, "/accept"), form_key="0123456789")
        late = teacher.send(at_desk(world, report, "/again"), form_key="9876543210", again="不行")
        assert late.status_code == 422
        assert "已经有老师看过了" in late.text
        assert world.reports()[0].status is ReportStatus.ACCEPTED

    def test_nobody_says_so_of_their_own(self, teacher, world):
        world.enrol(world.teacher)
        hand_in(teacher, world)
        (report,) = world.reports()
        assert told(world.teacher, "school.report_came") == []
        page = teacher.get(at_desk(world, report))
        assert "自己交的，要请别的老师看" in page.text
        answer = teacher.send(at_desk(world, report, "/accept"), form_key="0123456789")
        assert answer.status_code == 422
        assert world.reports()[0].status is ReportStatus.HANDED_IN

    def test_pages_by_key(self, teacher, world, make):
        for number in range(31):
            enrolment = world.enrol(make.person(name=f"学员{number}"))
            world.report(enrolment)
        first = teacher.get(f"/teach/courses/{world.course.id}/reports")
        assert "学员29" in first.text
        assert "学员30" not in first.text
        key = world.reports()[29].id
        rest = teacher.get(f"/teach/courses/{world.course.id}/reports?tab=waiting&after={key}")
        assert "学员30" in rest.text
        assert "学员29" not in rest.text
        nonsense = f"/teach/courses/{world.course.id}/reports?after=x"
        assert teacher.get(nonsense).status_code == 404


class TestWhoSees:
    def test_nobody_but_the_learner_and_the_teachers(self, learner, world, app, make):
        hand_in(learner, world)
        (report,) = world.reports()
        picture = report.pictures[0]
        pages = [
            f"/teach/courses/{world.course.id}/reports",
            at_desk(world, report),
            at_desk(world, report, f"/pictures/{picture.id}/480"),
            world.url(PRACTICE, f"/report/pictures/{picture.id}/480"),
            f"/files/{picture.file.ref}",
            f"/files/{picture.file.ref}/480",
        ]
        former = make.person(name="走了的老师")
        world.teaches(former, ended_at=world.at)
        other = make.person(name="同学")
        world.enrol(other)
        people = [world.officer, make.admin(), make.clerk(), former, other]
        for person in people:
            client = app.test_client()
            client.log_in(person)
            statuses = [client.get(url).status_code for url in pages]
            assert statuses == [404] * 6, person.name
            for what in ("/accept", "/again"):
                sent = {"form_key": "0123456789", "again": "不"}
                assert client.send(at_desk(world, report, what), sent).status_code == 404
        assert learner.get(pages[3]).status_code == 200
        assert learner.get(pages[1]).status_code == 404

    def test_a_report_of_another_course(self, learner, teacher, world):
        hand_in(learner, world)
        (report,) = world.reports()
        other = world.make_course()
        wrong = f"/teach/courses/{other.id}/reports/{report.id}"
        picture = report.pictures[0].id
        assert teacher.get(wrong).status_code == 404
        assert teacher.get(f"{wrong}/pictures/{picture}/480").status_code == 404
        assert teacher.get(at_desk(world, report, f"/pictures/{picture}/77")).status_code == 404


class TestOnesOwn:
    def test_it_is_copied_out_and_erased(self, learner, teacher, world, at):
        hand_in(learner, world)
        (report,) = world.reports()
        teacher.send(at_desk(world, report, "/again"), form_key="0123456789", again="再洗一遍")
        mine = OwnLearning().export(world.learner.id)
        (row,) = mine["practice_reports"]
        assert (row["words"], row["answer"], row["status"]) == (WORDS, "再洗一遍", "again")
        assert row["pictures"]
        (said,) = OwnLearning().export(world.teacher.id)["practice_answers"]
        assert said["answer"] == "再洗一遍"
        with writing():
            OwnLearning().erase(world.learner.id, at=at)
        empty = OwnLearning().export(world.learner.id)
        assert {name: list(rows) for name, rows in empty.items()} == {
            "lessons": [],
            "practice_reports": [],
            "practice_answers": [],
        }

    def test_others_keep_theirs(self, world, make, at):
        other = world.enrol(make.person(name="同学"))
        world.report(other)
        world.all_done(enrolment=other, but=[PRACTICE])
        with writing():
            OwnLearning().erase(world.learner.id, at=at)
        assert len(OwnLearning().export(other.person_id)["lessons"]) == 3
        assert len(world.reports()) == 1
