"""Work at home: handed in with words and photos; what is refused, and what is kept of it."""

import io

import pytest

from core.db import db
from core.storage.models import StoredFile
from tests.training.learning.studying.handing import WORDS, at_desk, fields_of, hand_in, told
from tests.training.learning.studying.world import PRACTICE, TEXT
from training.learning.models import EnrolmentStatus, ReportStatus

pytestmark = pytest.mark.both_engines


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
