"""Bytes first, then the row; quotas, deletion, sweeps, and a storage that is away."""

import sys
from datetime import timedelta

import pytest
from sqlalchemy import select

from core.clock import now
from core.db import db, writing
from core.errors import Refused
from core.house import HOUSE, Area
from core.storage import operations, queries, rules
from core.storage.jobs import remove_deleted, remove_orphans
from core.storage.models import LARGE, SMALL, StoredFile, picture_name
from core.storage.personal import OwnFiles
from tests.core.storage import samples
from tests.core.storage.samples import opened
from wsgi import AREAS

JPG = samples.photo("JPEG", (64, 48))


@pytest.mark.both_engines
class TestKeeping:
    def test_two_of_one_name_do_not_meet(self, app, keep):
        first, second = keep("茶叶.jpg", JPG), keep("茶叶.jpg", JPG)
        assert first.name == second.name == "茶叶.jpg"
        assert first.ref != second.ref
        assert len(set(HOUSE.files.names())) == 4

    def test_the_row_knows_its_bytes(self, app, keep, by):
        stored = keep()
        assert sum(len(opened(name)) for name in stored.objects) == stored.size
        assert queries.usage(by.person) == (1, stored.size)
        assert queries.list_damaged() == []

    def test_a_paper(self, app, keep):
        stored = keep("证明.pdf", samples.PDF_WITH_JS, lay=operations.lay_paper)
        assert opened(f"{stored.ref}.pdf") == samples.PDF_WITH_JS
        assert (stored.width, stored.small_sha256, stored.is_picture) == (None, None, False)

    @pytest.mark.parametrize("data", [samples.HTML, JPG, b"%PDF-1.4\n" + samples.HTML])
    def test_what_is_no_paper(self, app, by, data):
        with pytest.raises(Refused) as refused:
            operations.lay_paper("a.pdf", data, by=by)
        assert refused.value.field == "paper"

    def test_two_hundred_files_and_no_more(self, app, keep, by, at):
        keep("a.jpg", JPG)
        fill(by, at, 198, size=10)
        laid = operations.lay_picture("a.jpg", JPG, by=by)
        keep("a.jpg", JPG)
        with pytest.raises(Refused, match="200"), writing():
            operations.keep(laid, is_public=True, by=by, at=at)
        with pytest.raises(Refused, match="200"):
            operations.lay_picture("a.jpg", JPG, by=by)
        assert queries.usage(by.person)[0] == 200

    def test_five_hundred_megabytes_and_no_more(self, app, keep, by, at):
        fill(by, at, 1, size=rules.MOST_BYTES_IN_ALL - 100)
        with pytest.raises(Refused, match="500 MB"):
            operations.lay_paper("a.pdf", samples.PDF + b" " * 100 + b"%%EOF", by=by)
        keep("a.pdf", samples.PDF, lay=operations.lay_paper)

    def test_what_is_deleted_makes_room(self, app, keep, by, at):
        stored = keep()
        with writing():
            operations.drop(stored, at=at)
        assert queries.usage(by.person) == (0, 0)
        assert queries.find_file(stored.ref) is None

    def test_nothing_is_drawn_or_sent_inside_a_transaction(self, app, by):
        with pytest.raises(RuntimeError, match="before writing"), writing():
            operations.lay_picture("a.jpg", JPG, by=by)
        with pytest.raises(RuntimeError, match="before writing"), writing():
            operations.lay_paper("a.pdf", samples.PDF, by=by)


def fill(by, at, count, *, size, name="x"):
    """Let a person keep so many files already, of which only the rows matter."""
    with writing():
        db.session.add_all(
            StoredFile(
                ref=f"{number:032x}", name=name, media_type="application/pdf", size=size,
                sha256="0" * 64, owner_id=by.person, is_public=False, created_at=at,
            )
            for number in range(count)
        )  # fmt: skip


@pytest.mark.both_engines
class TestStaying:
    """What nobody may delete takes no room; how much of it one sends is counted by the day."""

    @pytest.fixture
    def areas(self):
        def staying():
            return select(StoredFile.id).where(StoredFile.name == "留言.jpg")

        return (*AREAS, Area(name="trial", staying=(staying,)))

    @pytest.fixture
    def send(self, app, by, at):
        """Return a hand that keeps what stays, as a view does."""

        def keep(at=at):
            laid = operations.lay_picture("留言.jpg", JPG, by=by, stays_at=at)
            with writing():
                return operations.keep(laid, is_public=False, stays=True, by=by, at=at)

        return keep

    def test_it_takes_no_room_from_what_can_be_deleted(self, app, send, keep, by, at):
        fill(by, at, 199, size=10)
        send()
        assert queries.usage(by.person) == (199, 1990)
        keep("a.jpg", JPG)
        with pytest.raises(Refused, match="200"):
            keep("b.jpg", JPG)
        send()

    def test_so_many_a_day_and_tomorrow_again(self, app, send, keep, by, at):
        fill(by, at, rules.MOST_STAYING_A_DAY - 1, size=10, name="留言.jpg")
        laid = operations.lay_picture("留言.jpg", JPG, by=by, stays_at=at)
        send()
        with pytest.raises(Refused, match="明天再发"), writing():
            operations.keep(laid, is_public=False, stays=True, by=by, at=at)
        with pytest.raises(Refused, match="明天再发") as refused:
            send()
        assert refused.value.field == "picture"
        keep("a.jpg", JPG)
        send(at + rules.A_DAY)


class TestSweeping:
    """`at` is the test's clock, the files' age is the disk's: the sweeps look from tomorrow."""

    @pytest.fixture
    def later(self):
        return now() + timedelta(minutes=61)

    def test_bytes_without_a_row_go_after_an_hour(self, app, by, keep, later):
        stored = keep()
        operations.lay_picture("a.jpg", JPG, by=by)  # and then the form is refused
        assert len(list(HOUSE.files.names())) == 4
        remove_orphans(later - timedelta(minutes=3))
        assert len(list(HOUSE.files.names())) == 4
        remove_orphans(later)
        assert set(HOUSE.files.names()) == set(stored.objects)

    def test_what_others_keep_there_stays(self, app, later):
        HOUSE.files.put("backup-2026.tar", b"x", "application/x-tar")
        remove_orphans(later)
        assert list(HOUSE.files.names()) == ["backup-2026.tar"]

    def test_scraps_of_a_killed_upload_go(self, app, settings, keep, later):
        stored = keep()
        folder = HOUSE.files.folder
        (folder / f"{stored.ref}-480.webp.0123abcd.part").write_bytes(b"killed")
        (folder / f"probe-{'0' * 16}").write_bytes(b"ready?")
        remove_orphans(later)
        assert {each.name for each in folder.iterdir()} == set(stored.objects)

    def test_many_are_swept_in_batches(self, app, later):
        for number in range(450):
            HOUSE.files.put(f"{number:032x}.pdf", b"x", "application/pdf")
        remove_orphans(later)
        assert list(HOUSE.files.names()) == []

    def test_deleting_takes_the_bytes_and_the_name(self, app, keep, at):
        stored, other = keep(), keep()
        with writing():
            operations.drop(stored, at=at)
        remove_deleted(at + timedelta(seconds=1))
        assert set(HOUSE.files.names()) == set(other.objects)
        db.session.rollback()
        assert (stored.name, stored.gone_at) == ("", at + timedelta(seconds=1))
        remove_deleted(at + timedelta(days=1))
        db.session.rollback()
        assert stored.gone_at == at + timedelta(seconds=1)

    def test_until_the_storage_is_back_nothing_is_said_to_be_gone(self, app, keep, at, monkeypatch):
        stored = keep()
        with writing():
            operations.drop(stored, at=at)
        folder = HOUSE.files.folder
        monkeypatch.setattr(HOUSE.files, "folder", folder / next(iter(stored.objects)))
        with pytest.raises(OSError, match="directory"):
            remove_deleted(at + timedelta(seconds=1))
        db.session.rollback()
        assert stored.gone_at is None
        monkeypatch.setattr(HOUSE.files, "folder", folder)
        remove_deleted(at + timedelta(seconds=2))
        db.session.rollback()
        assert stored.gone_at is not None

    def test_damage_is_found(self, app, keep):
        keep()
        assert app.test_cli_runner().invoke(args=["check-invariants"]).exit_code == 0
        missing, changed = keep(), keep()
        HOUSE.files.delete(picture_name(missing.ref, SMALL))
        HOUSE.files.put(picture_name(changed.ref, LARGE), b"other", "image/webp")
        assert queries.list_damaged() == [missing.ref, changed.ref]
        done = app.test_cli_runner().invoke(args=["check-invariants"])
        assert done.exit_code == 1
        assert f"files missing or changed: 2, first ['{missing.ref}'" in done.output


def test_a_storage_out_of_reach_says_try_again_and_leaves_no_row(app, keep, monkeypatch, tmp_path):
    (tmp_path / "plain file").write_text("x")
    monkeypatch.setattr(HOUSE.files, "folder", tmp_path / "plain file")
    with pytest.raises(Refused, match="过几分钟"):
        keep()
    assert db.session.query(StoredFile).count() == 0


class TestPersonal:
    def test_ones_own_files_are_copied_out_and_erased(self, app, keep, by, at, make):
        stored = keep()
        (line,) = OwnFiles().export(by.person)["files"]
        assert (line["name"], line["size"]) == ("茶叶.jpg", stored.size)
        assert OwnFiles().export(make.person().id)["files"] == []
        with writing():
            OwnFiles().erase(by.person, at=at)
        assert OwnFiles().export(by.person)["files"] == []
        remove_deleted(at + timedelta(seconds=1))
        assert list(HOUSE.files.names()) == []


class TestScanner:
    @pytest.fixture
    def values(self, tmp_path):
        """A scanner that knows one virus, and dies of one file."""
        scanner = tmp_path / "scan"
        scanner.write_text(
            "import sys\ndata = sys.stdin.buffer.read()\n"
            "sys.exit(1 if b'EICAR' in data else 9 if b'DIE' in data else 0)\n"
        )
        return {"SCAN_COMMAND": f"{sys.executable} {scanner}"}

    def test_clean_files_pass(self, app, keep):
        keep("a.pdf", samples.PDF, lay=operations.lay_paper)

    @pytest.mark.parametrize(("word", "reason"), [(samples.EICAR, "病毒"), (b"DIE", "过几分钟")])
    def test_others_do_not(self, app, keep, word, reason):
        with pytest.raises(Refused, match=reason):
            keep("a.pdf", samples.PDF + word + b"%%EOF", lay=operations.lay_paper)
        assert list(HOUSE.files.names()) == []


def test_a_scanner_that_is_not_there_lets_nothing_in(app, keep, settings, monkeypatch):
    monkeypatch.setitem(settings.values, "SCAN_COMMAND", "/nowhere/scan -")
    with pytest.raises(Refused, match="过几分钟"):
        keep()
