"""A recording is played from any second on, by whom it is for."""

import pytest

from core.db import db, writing
from core.house import HOUSE
from tests.core.storage import media
from training.courses.models import VersionStatus

pytestmark = pytest.mark.both_engines
DATA = media.boxed(b"isom", 600_000)
SIZE = len(DATA)


@pytest.fixture
def film(world):
    return world.put(data=DATA, name="第 1 课.mp4")


@pytest.fixture
def learner(client, world, film, make):
    """Somebody who is signed in, at a film that is published."""
    world.publish()
    client.log_in(make.person())
    return client


def play(client, film, **headers):
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return client.get(f"/recordings/{film.ref}", headers=named)


class TestRanges:
    def test_the_whole(self, learner, film):
        answer = play(learner, film)
        assert (answer.status_code, answer.data) == (200, DATA)
        said = answer.headers
        assert said["Content-Type"] == "video/mp4"
        assert said["Content-Length"] == str(SIZE)
        assert said["Accept-Ranges"] == "bytes"
        assert said["X-Content-Type-Options"] == "nosniff"
        assert said["Content-Security-Policy"] == "sandbox; default-src 'none'"
        assert said["Cross-Origin-Resource-Policy"] == "same-origin"
        assert (
            said["Content-Disposition"] == "inline; filename*=UTF-8''%E7%AC%AC%201%20%E8%AF%BE.mp4"
        )
        assert said["Cache-Control"] == "private, max-age=86400"
        assert "Set-Cookie" not in said

    @pytest.mark.parametrize(
        ("asked", "begin", "end"),
        [
            ("bytes=0-", 0, SIZE),
            ("bytes=0-0", 0, 1),
            ("bytes=300000-300999", 300_000, 301_000),
            ("bytes=599999-", 599_999, SIZE),
            ("bytes=500000-99999999", 500_000, SIZE),
            ("bytes=-5", SIZE - 5, SIZE),
            ("bytes=-99999999", 0, SIZE),
        ],
    )
    def test_a_part(self, learner, film, asked, begin, end):
        answer = play(learner, film, Range=asked)
        assert answer.status_code == 206
        assert answer.data == DATA[begin:end]
        assert answer.headers["Content-Range"] == f"bytes {begin}-{end - 1}/{SIZE}"
        assert answer.headers["Content-Length"] == str(end - begin)

    @pytest.mark.parametrize("asked", [f"bytes={SIZE}-", "bytes=99999999-999999999"])
    def test_a_part_that_is_not_there(self, learner, film, asked):
        answer = play(learner, film, Range=asked)
        assert (answer.status_code, answer.data) == (416, b"")
        assert answer.headers["Content-Range"] == f"bytes */{SIZE}"
        assert answer.headers["Cache-Control"] == "no-store"

    @pytest.mark.parametrize(
        "asked",
        ["bytes=5-3", "bytes=", "lines=0-5", "bytes=0-1,5-6", "x", "bytes=a-b", "bytes=--5"],
    )
    def test_what_nobody_understands_is_answered_with_the_whole(self, learner, film, asked):
        answer = play(learner, film, Range=asked)
        assert (answer.status_code, len(answer.data)) == (200, SIZE)

    def test_what_one_has_already(self, learner, film):
        tag = play(learner, film).headers["ETag"]
        again = play(learner, film, If_None_Match=tag)
        assert (again.status_code, again.data) == (304, b"")
        assert play(learner, film, Range="bytes=5-9", If_Range=tag).status_code == 206
        assert play(learner, film, Range="bytes=5-9", If_Range='"another"').status_code == 200
        then = "Tue, 24 Nov 2026 02:00:00 GMT"
        assert play(learner, film, Range="bytes=5-9", If_Range=then).status_code == 200

    def test_only_its_head(self, learner, film):
        for asked, status, length in (({}, 200, SIZE), ({"Range": "bytes=5-9"}, 206, 5)):
            answer = learner.head(f"/recordings/{film.ref}", headers=asked)
            assert (answer.status_code, answer.data) == (status, b"")
            assert answer.headers["Content-Length"] == str(length)

    def test_captions(self, world, client, make):
        captions = world.put(data=media.VTT, name="a.vtt")
        world.publish()
        client.log_in(make.person())
        answer = play(client, captions)
        assert (answer.data, answer.mimetype) == (media.VTT, "text/vtt")

    def test_a_storage_that_is_away(self, learner, film, monkeypatch, tmp_path):
        monkeypatch.setattr(HOUSE.files, "folder", tmp_path / "nowhere")
        answer = play(learner, film)
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "60")
        assert answer.headers["Cache-Control"] == "no-store"

    def test_it_is_read_in_pieces_and_closed(self, learner, film):
        """A reader who hangs up leaves nothing open: what is not closed would be a warning."""
        answer = learner.get(f"/recordings/{film.ref}", buffered=False)
        assert 0 < len(next(answer.iter_encoded())) < SIZE
        answer.close()


class TestWho:
    def test_a_draft_is_its_teachers_alone(self, client, world, film, make):
        assert play(client, film).status_code == 404
        client.log_in(make.person())
        assert play(client, film).status_code == 404
        client.log_in(world.teacher)
        answer = play(client, film)
        assert answer.status_code == 200
        assert answer.headers["Cache-Control"] == "private, no-store"

    def test_what_is_published_is_for_who_came_in(self, client, world, film, make):
        world.publish()
        answer = play(client, film)
        assert (answer.status_code, answer.location[:6]) == (302, "/login")
        client.log_in(make.person())
        assert play(client, film).status_code == 200

    def test_who_began_the_version_before_goes_on(self, client, world, film, make):
        past = world.make_version(VersionStatus.PAST, number=2)
        world.copy(world.draft, past)
        client.log_in(make.person())
        assert play(client, film).status_code == 200

    def test_what_is_open_to_be_read_is_for_all(self, client, world, film):
        with writing():
            world.draft.open_reading = True
        assert play(client, film).status_code == 404
        world.publish()
        answer = play(client, film)
        assert answer.status_code == 200
        assert answer.headers["Cache-Control"] == "public, max-age=86400"

    def test_a_course_that_was_removed(self, client, world, film, make):
        world.publish()
        with writing():
            world.course.removed_at = world.at
        client.log_in(make.person())
        assert play(client, film).status_code == 404
        client.log_in(world.teacher)
        assert play(client, film).status_code == 200

    def test_what_was_taken_out_is_gone_for_all(self, client, world, film):
        client.log_in(world.teacher)
        client.send(f"/teach/courses/{world.course.id}/lessons/1/recording/remove", what="media")
        assert play(client, film).status_code == 404

    @pytest.mark.parametrize("ref", ["0" * 32, "x", "F" * 32, "0" * 31, "%00", "../../etc/passwd"])
    def test_what_nobody_has(self, client, world, make, ref):
        client.log_in(make.person())
        assert client.get(f"/recordings/{ref}").status_code in {400, 404}

    def test_it_costs_few_queries(self, client, world, film, make):
        world.publish()
        for number in range(5):
            world.copy(world.draft, world.make_version(VersionStatus.PAST, number=number + 2))
        db.session.rollback()
        client.log_in(make.person())
        assert play(client, film).status_code == 200
