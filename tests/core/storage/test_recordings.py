"""Recordings: streamed in, looked at as they pass, counted for a space, swept when they go."""

from datetime import timedelta
from hashlib import sha256
from threading import Barrier, Thread

import pytest

from core.cli import invariants
from core.clock import now
from core.db import db, writing
from core.errors import Refused
from core.house import HOUSE
from core.storage import queries, rules
from core.storage.jobs import remove_deleted, remove_orphans
from core.storage.personal import OwnFiles
from core.storage.recorded import drop_recording, keep_recording
from core.storage.recordings import Recording, RecordingType
from tests.core.storage import media
from tests.core.storage.laying import SPACE, lay

R = RecordingType


@pytest.fixture
def keep(app, by, at):
    def keep(name="第一课.mp4", data=media.MP4, space=SPACE):
        laid = lay(name, data, space=space)
        with writing():
            return keep_recording(laid, by=by, at=at)

    return keep


def fill(by, at, size, space=SPACE):
    with writing():
        db.session.add(
            Recording(
                ref=f"{size:032x}", name="x.mp4", media_type=R.MP4, size=size, sha256="0" * 64,
                space=space, owner_id=by.person, created_at=at,
            )
        )  # fmt: skip


@pytest.mark.both_engines
class TestKeeping:
    @pytest.mark.parametrize(
        ("name", "data", "kind"),
        [
            ("a.mp4", media.MP4, R.MP4),
            ("A.MP4", media.PHONE, R.MP4),
            ("录音.m4a", media.PHONE, R.M4A),
            ("a.m4a", media.M4A, R.M4A),
            ("a.webm", media.WEBM, R.WEBM),
            ("a.mp3", media.MP3, R.MP3),
            ("a.mp3", media.BARE_MP3, R.MP3),
            ("a.vtt", media.VTT, R.VTT),
            ("a.vtt", b"\xef\xbb\xbf" + media.VTT, R.VTT),
        ],
    )
    def test_what_is_taken(self, keep, name, data, kind):
        kept = keep(name, data)
        assert (kept.media_type, kept.size, kept.name) == (kind, len(data), name)
        assert kept.sha256 == sha256(data).hexdigest()
        with HOUSE.files.open(kept.object_name) as stream:
            assert stream.read() == data
        assert queries.list_damaged() == []
        assert invariants.broken(at=now()) == {}

    def test_however_few_bytes_come_at_a_time(self, app):
        laid = lay("a.mp4", media.MP4, source=media.Slow(media.MP4, step=3))
        assert (laid.size, laid.sha256) == (len(media.MP4), sha256(media.MP4).hexdigest())

    def test_captions_are_read(self, app):
        assert lay("a.vtt", media.VTT).words == media.SAID
        assert lay("a.vtt", media.VTT.replace(b"\n", b"\r\n")).words == media.SAID

    def test_the_space_is_counted_and_no_other(self, keep, by, at):
        fill(by, at, rules.MOST_IN_A_SPACE - 2 * len(media.MP4))
        keep()
        keep()
        with pytest.raises(Refused, match="5 GB"):
            lay("a.mp4", media.MP4)
        keep(space="organiser:8")
        assert queries.used_in(SPACE) == rules.MOST_IN_A_SPACE
        assert "storage.space_over_quota" not in invariants.broken(at=now())

    def test_of_two_at_once_one_is_the_last(self, app, by, at):
        fill(by, at, rules.MOST_IN_A_SPACE - len(media.MP4))
        laid = [lay("a.mp4", media.MP4) for _each in range(6)]
        gate, kept = Barrier(len(laid)), []

        def run(each):
            with app.app_context():
                gate.wait()
                try:
                    with writing():
                        keep_recording(each, by=by, at=at)
                    kept.append(True)
                except Refused:
                    kept.append(False)
                finally:
                    db.session.remove()

        db.session.rollback()
        threads = [Thread(target=run, args=(each,)) for each in laid]
        for each in threads:
            each.start()
        for each in threads:
            each.join()
        assert sorted(kept) == [False] * 5 + [True]
        assert queries.used_in(SPACE) == rules.MOST_IN_A_SPACE

    def test_what_is_deleted_makes_room(self, keep, at):
        kept = keep()
        with writing():
            drop_recording(kept, at=at)
        assert queries.used_in(SPACE) == 0

    def test_it_stays_when_who_sent_it_goes(self, keep, by, at):
        kept = keep()
        own = OwnFiles().export(by.person)["recordings"]
        assert [(each["name"], each["media_type"]) for each in own] == [("第一课.mp4", "video/mp4")]
        with writing():
            OwnFiles().erase(by.person, at=at)
        db.session.expire_all()
        assert (kept.owner_id, kept.deleted_at) == (None, None)
        assert OwnFiles().export(by.person)["recordings"] == []

    def test_nothing_is_sent_inside_a_transaction(self, app):
        with pytest.raises(RuntimeError, match="before writing"), writing():
            lay("a.mp4", media.MP4)


class TestSweeping:
    def test_bytes_without_a_row_go_after_an_hour(self, keep):
        kept = keep()
        for name, data in (("b.mp3", media.MP3), ("c.vtt", media.VTT), ("d.webm", media.WEBM)):
            lay(name, data)
        remove_orphans(now() + timedelta(minutes=58))
        assert len(list(HOUSE.files.names())) == 4
        remove_orphans(now() + timedelta(minutes=61))
        assert list(HOUSE.files.names()) == [kept.object_name]

    def test_scraps_of_a_killed_upload_go(self, keep):
        kept = keep()
        (HOUSE.files.folder / f"{'0' * 32}.mp4.0123abcd.part").write_bytes(b"killed")
        remove_orphans(now() + timedelta(minutes=61))
        assert [each.name for each in HOUSE.files.folder.iterdir()] == [kept.object_name]

    def test_deleting_takes_the_bytes_and_the_name(self, keep, at):
        kept, other = keep(), keep()
        with writing():
            drop_recording(kept, at=at)
        remove_deleted(at + timedelta(seconds=1))
        db.session.expire_all()
        assert list(HOUSE.files.names()) == [other.object_name]
        assert (kept.name, kept.gone_at) == ("", at + timedelta(seconds=1))
        assert invariants.broken(at=now()) == {}

    def test_what_is_missing_or_changed_is_found(self, keep):
        missing, changed, _whole = keep(), keep(), keep()
        HOUSE.files.delete(missing.object_name)
        HOUSE.files.put(changed.object_name, b"other", "video/mp4")
        assert queries.list_damaged() == [missing.ref, changed.ref]


class TestBucket:
    @pytest.fixture
    def values(self, bucket):
        return {"FILES_URL": f"s3://{bucket}"}

    def test_a_long_film_goes_in_pieces_and_comes_in_parts(self, keep):
        data = media.boxed(b"isom", 20 * 1024 * 1024 + 5)
        kept = keep(data=data)
        assert kept.sha256 == sha256(data).hexdigest()
        with HOUSE.files.open(kept.object_name, 10_000_000, 7) as part:
            assert part.read() == data[10_000_000:10_000_007]
        assert queries.list_damaged() == []

    def test_what_is_refused_half_way_leaves_nothing(self, app):
        data = media.boxed(b"isom", 20 * 1024 * 1024)
        with pytest.raises(Refused, match="没有传完"):
            lay("a.mp4", data, size=len(data) + 1)
        assert list(HOUSE.files.names()) == []
        begun = HOUSE.files.client.list_multipart_uploads(Bucket=HOUSE.files.bucket)
        assert begun.get("Uploads", []) == []
