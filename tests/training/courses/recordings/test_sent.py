"""A recording sent by a script as it is; who may send one; what is refused before it is read."""

import pytest

from core.db import db, writing
from core.errors import Refused
from core.house import HOUSE
from core.storage.recordings import Recording
from tests.core.storage import media
from tests.training.courses.recordings.sending import send, send_bare, url
from training.courses.models import FileRole
from training.courses.operations import recordings as operations

pytestmark = pytest.mark.both_engines


class TestBare:
    def test_a_script_sends_the_file_as_it_is(self, teacher, world):
        answer = send_bare(teacher, world, name="茶 叶.mp4")
        assert (answer.status_code, answer.json) == (200, {"url": url(world)})
        assert db.session.query(Recording).one().name == "茶 叶.mp4"
        assert "传好了" in teacher.get(url(world)).text

    def test_twice_with_one_key_is_one(self, teacher, world):
        assert [send_bare(teacher, world).status_code for _each in range(2)] == [200, 200]
        assert db.session.query(Recording).count() == 1

    @pytest.mark.parametrize(
        ("name", "data", "kind", "said"),
        [
            ("a.mp4", media.WEBM, "video/mp4", "只收 MP4 和 WebM"),
            ("a.mp4", media.MP4, "text/html", "只收 MP4 和 WebM"),
            ("", media.MP4, "video/mp4", "只收 MP4 和 WebM"),
            ("a.mp4", b"", "video/mp4", "文件是空的"),
        ],
    )
    def test_what_is_refused_is_said_to_it(self, teacher, world, name, data, kind, said):
        answer = send_bare(teacher, world, data, name, kind=kind)
        assert answer.status_code == 422
        assert said in answer.json["said"]

    def test_a_key_that_is_none(self, teacher, world):
        assert send_bare(teacher, world, form_key="x").status_code == 422

    def test_without_a_token_nothing_is_taken(self, teacher, world):
        answer = teacher.post(url(world, "/media"), data=media.MP4, content_type="video/mp4")
        assert answer.status_code == 400
        assert list(HOUSE.files.names()) == []

    def test_a_visitor_is_sent_to_log_in_whatever_the_size(self, client, world):
        client.look = False
        for size in (10, 20 * 1024 * 1024):
            answer = send_bare(client, world, b"x" * size)
            assert answer.status_code == 302
            assert answer.location.startswith("/login")

    def test_who_may_not_is_refused_before_it_is_read(self, client, world, make):
        client.look = False
        client.log_in(make.person())
        assert send_bare(client, world).status_code == 404
        big = send_bare(client, world, b"x" * 12 * 1024 * 1024)
        assert big.status_code == 413
        assert list(HOUSE.files.names()) == []

    def test_more_than_two_hundred_is_a_page_that_says_so(self, teacher, world):
        answer = teacher.post(
            url(world, "/media"),
            content_type="video/mp4",
            headers={"X-CSRFToken": teacher.token()},
            environ_overrides={"CONTENT_LENGTH": str(1024**3)},
        )
        assert (answer.status_code, "不超过 200 MB" in answer.text) == (413, True)


class TestWho:
    def test_what_is_published_is_written_no_more(self, teacher, world):
        world.publish()
        assert teacher.get(url(world)).status_code == 404
        assert send(teacher, world).status_code == 404

    def test_published_while_it_came_in(self, world):
        place = world.place()
        world.publish()
        with pytest.raises(Refused, match="已经发布"), writing():
            operations.take_out(place, FileRole.MEDIA, by=world.actor(), at=world.at)

    def test_its_teachers_alone(self, client, world, make):
        client.log_in(make.person())
        assert client.get(url(world)).status_code == 404
        gone = make.person()
        world.teach(world.organiser, gone, ended_at=world.at)
        client.log_in(gone)
        assert client.get(url(world)).status_code == 404
        second = make.person()
        world.teach(world.organiser, second, is_keeper=False)
        client.log_in(second)
        assert send(client, world).status_code == 302
