"""A teacher puts a recording and its captions into a lesson: in a form."""

import pytest

from core.cli import invariants
from core.clock import now
from core.db import db, writing
from core.storage import rules as storage
from core.storage.recordings import Recording
from tests.core.storage import media
from tests.training.courses.recordings.sending import send, url
from tests.training.courses.recordings.world import SOUND, TEXT
from training.courses.models import LessonKind
from training.courses.rules import recordings as rules

pytestmark = pytest.mark.both_engines


class TestForm:
    def test_the_empty_page_says_what_is_taken(self, teacher, world):
        page = teacher.get(url(world))
        assert (page.status_code, "还没有上传" in page.text) == (200, True)
        assert "MP4 或 WebM，不超过 200 MB" in page.text
        assert "MP3 或 M4A" in teacher.get(url(world, key=SOUND)).text
        text = teacher.get(url(world, key=TEXT))
        assert "不是视频课" in text.text
        assert "multipart" not in text.text

    def test_a_film_is_put_in_and_shown(self, teacher, world):
        answer = send(teacher, world)
        assert (answer.status_code, answer.location) == (302, url(world))
        page = teacher.get(url(world))
        assert all(word in page.text for word in ("传好了", "第一课.mp4", "不到 1 MB", "<video"))
        kept = db.session.query(Recording).one()
        assert f"/recordings/{kept.ref}" in page.text
        assert (kept.space, kept.owner_id) == (f"organiser:{world.organiser.id}", world.teacher.id)
        assert invariants.broken(at=now()) == {}

    def test_a_sound_is_heard(self, teacher, world):
        send(teacher, world, media.MP3, "a.mp3", key=SOUND)
        assert "<audio" in teacher.get(url(world, key=SOUND)).text

    def test_the_same_form_twice_is_one(self, teacher, world):
        for _each in range(2):
            answer = send(teacher, world, form_key="the-same-form-twice")
            assert answer.status_code == 302
        assert db.session.query(Recording).count() == 1

    @pytest.mark.parametrize(
        ("data", "name", "said"),
        [
            (b"", "", "请选一个文件"),
            (b"", "a.mp4", "文件是空的"),
            (media.WEBM, "a.mp4", "只收 MP4 和 WebM"),
            (media.MP3, "a.mp3", "只收 MP4 和 WebM"),
            (b"<script>", "a.html", "只收 MP4 和 WebM"),
        ],
    )
    def test_what_is_no_film_comes_back_with_words(self, teacher, world, data, name, said):
        answer = send(teacher, world, data, name)
        assert answer.status_code == 422
        assert said in answer.text
        assert db.session.query(Recording).count() == 0

    def test_a_lesson_to_read_takes_none(self, teacher, world):
        for part, data, name in (
            ("/media", media.MP4, "a.mp4"),
            ("/captions", media.VTT, "a.vtt"),
        ):
            answer = send(teacher, world, data, name, part=part, key=TEXT)
            assert (answer.status_code, "不是视频课" in answer.text) == (422, True)

    def test_another_takes_its_place_and_the_first_goes(self, teacher, world):
        send(teacher, world)
        teacher.send(url(world, "/length"), length="1:00")
        send(teacher, world, media.WEBM, "b.webm")
        first, second = db.session.query(Recording).order_by(Recording.id)
        assert first.deleted_at is not None
        assert second.deleted_at is None
        assert world.lesson().seconds == 0
        assert [each.recording_id for each in world.lesson().files] == [second.id]
        assert invariants.broken(at=now()) == {}

    def test_what_is_full_is_said(self, teacher, world, make):
        make.add(
            Recording(
                ref="f" * 32, name="x", media_type="video/mp4", size=storage.MOST_IN_A_SPACE - 10,
                sha256="0" * 64, space=f"organiser:{world.organiser.id}", created_at=world.at,
            )
        )  # fmt: skip
        answer = send(teacher, world)
        assert (answer.status_code, "5 GB" in answer.text) == (422, True)


class TestCaptions:
    def test_they_become_the_transcript_where_there_is_none(self, teacher, world):
        send(teacher, world)
        answer = send(teacher, world, media.VTT, "a.vtt", part="/captions")
        assert answer.status_code == 302
        page = teacher.get(url(world)).text
        assert "先用字幕里的话" in page
        assert '<track kind="captions"' in page
        assert world.lesson().transcript == media.SAID

    def test_what_somebody_has_written_stays(self, teacher, world):
        lesson = world.lesson()
        with writing():
            lesson.transcript = "写好的"
        send(teacher, world, media.VTT, "a.vtt", part="/captions")
        assert world.lesson().transcript == "写好的"

    @pytest.mark.parametrize(
        ("data", "name", "said"),
        [
            (b"", "", "请选一个文件"),
            (media.MP4, "a.mp4", "只收 WebVTT"),
            (media.VTT.replace(b".", b","), "a.vtt", "第 7 行的时间不对"),
        ],
    )
    def test_what_no_player_shows_is_refused(self, teacher, world, data, name, said):
        answer = send(teacher, world, data, name, part="/captions")
        assert answer.status_code == 422
        assert said in answer.text


class TestLength:
    @pytest.mark.parametrize(
        ("typed", "seconds"),
        [("12:30", 750), ("1:02:03", 3723), ("９０", 90), (" 0:05 ", 5), ("０：０５", 5)],
    )
    def test_it_is_said(self, teacher, world, typed, seconds):
        send(teacher, world)
        assert teacher.send(url(world, "/length"), length=typed).status_code == 302
        assert world.lesson().seconds == seconds
        shown = f'value="{rules.clock_of(seconds)}"'
        assert shown in teacher.get(url(world)).text

    @pytest.mark.parametrize("typed", ["", "0", "0:00", "-5", "1.5", "1:60", "36001", "x" * 500])
    def test_nonsense_comes_back_as_it_was_typed(self, teacher, world, typed):
        send(teacher, world)
        answer = teacher.send(url(world, "/length"), length=typed)
        assert answer.status_code == 422
        assert f'value="{typed}"' in answer.text
        assert world.lesson().seconds == 0

    def test_of_nothing_there_is_no_length(self, teacher, world):
        assert teacher.send(url(world, "/length"), length="1:00").status_code == 422


class TestTakingOut:
    def test_both_are_taken_out(self, teacher, world):
        send(teacher, world)
        send(teacher, world, media.VTT, "a.vtt", part="/captions")
        for what in ("media", "captions", "media"):
            assert teacher.send(url(world, "/remove"), what=what).status_code == 302
        assert world.lesson().files == []
        assert all(each.deleted_at for each in db.session.query(Recording))
        assert "还没有上传" in teacher.get(url(world)).text

    @pytest.mark.parametrize("what", ["", "paper", "x" * 99])
    def test_nothing_else_can_be(self, teacher, world, what):
        assert teacher.send(url(world, "/remove"), what=what).status_code == 422

    def test_what_a_published_version_plays_stays(self, teacher, world):
        kept = world.put()
        live = world.draft
        world.publish()
        world.draft = world.make_version(number=2)
        world.copy(live, world.draft)
        teacher.send(url(world, "/remove"), what="media")
        db.session.expire_all()
        assert kept.deleted_at is None
        send(teacher, world, media.WEBM, "b.webm")
        teacher.send(url(world, "/remove"), what="media")
        assert db.session.query(Recording).filter(Recording.deleted_at.is_not(None)).count() == 1

    def test_a_lesson_of_another_kind_lets_go_of_it(self, teacher, world):
        world.put()
        lesson = world.lesson()
        with writing():
            lesson.kind = LessonKind.TEXT
        assert "去掉" in teacher.get(url(world)).text
        assert teacher.send(url(world, "/remove"), what="media").status_code == 302
