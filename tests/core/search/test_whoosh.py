"""The folder of the Whoosh index: ours alone, and whatever happens to it is said as one thing."""

import contextlib
import faulthandler
import os
import shutil
import signal
import threading
import time

import pytest
from whoosh.filedb.filestore import FileStorage

from core.adapters import index_from
from core.adapters.files import LocalFiles
from core.adapters.whoosh_folder import CURRENT, LOCK
from core.adapters.whoosh_index import FEW_MEGABYTES, WhooshIndex, fill, opened, writer_of
from core.adapters.whoosh_reading import Files
from core.ports import IndexAway
from core.search.wishes import read
from tests.core.search.conftest import thing


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "search"


@pytest.fixture
def index(folder):
    index = WhooshIndex(str(folder), patience=0.2)
    index.rebuild(thing(ref, f"绿茶 {ref} 号", "山里的春天") for ref in range(1, 31))
    return index


def place(folder):
    (found,) = folder.glob("index-*")
    return found


def files_of(folder):
    return sorted(path for path in place(folder).iterdir() if not path.name.endswith("LOCK"))


def cut(folder, left):
    for path in files_of(folder):
        os.truncate(path, min(left, path.stat().st_size))


def find_while_cutting(index, folder, left):
    with index.reading() as reading:
        cut(folder, left)
        with contextlib.suppress(Exception):
            reading.find(read("绿茶"), (), 9)


def mapping(files, folder):
    """Open the files of an index as Whoosh does when nobody tells it not to."""
    FileStorage.__init__(files, str(folder))
    files.taken = []


def exactly(index, query):
    """Return how many hold just these words."""
    found = index.find(query)
    return 0 if found.instead else len(found.keys)


def is_away(index):
    try:
        index.find("绿茶")
    except IndexAway:
        return True
    return False


class TestOursAlone:
    def test_nobody_else_may_enter(self, index, folder):
        assert folder.stat().st_mode & 0o777 == 0o700
        assert place(folder).stat().st_mode & 0o777 == 0o700
        for name in (LOCK, CURRENT):
            assert (folder / name).stat().st_mode & 0o777 == 0o600

    @pytest.mark.parametrize("mode", [0o750, 0o701, 0o777])
    def test_a_folder_that_others_can_enter_is_not_read(self, index, folder, mode):
        assert not is_away(index)
        folder.chmod(mode)
        assert is_away(index)
        index.rebuild([thing(1, "绿茶")])
        assert folder.stat().st_mode & 0o777 == 0o700
        assert not is_away(index)

    def test_a_folder_of_somebody_else_is_neither_read_nor_written(self, index, folder):
        if os.geteuid() == 0:
            os.chown(folder, 12345, 12345)
        else:
            shutil.rmtree(folder)
            folder.symlink_to("/usr")
        assert is_away(index)
        with pytest.raises(IndexAway):
            index.rebuild([thing(1, "绿茶")])
        with pytest.raises(IndexAway):
            index.write([thing(1, "绿茶")], [])

    @pytest.mark.parametrize("name", ["../files", "..", "index-", "/etc", "index-0123456789ab/.."])
    def test_only_a_place_inside_is_current(self, index, folder, name):
        (folder / CURRENT).write_text(f'{{"place": "{name}", "sizes": {{}}}}')
        assert is_away(index)

    def test_no_upload_comes_to_lie_in_it(self, index, folder, tmp_path):
        """A file may have just such a name: it lies where files lie, and is not looked at here."""
        files, before = LocalFiles(tmp_path / "files"), sorted(folder.rglob("*"))
        for name in (path.name for path in files_of(folder)):
            plain = name.lstrip("_")
            files.put(plain, b"cos\nsystem\n(S'false'\ntR.", "text/plain")
            for wrong in (name, f"../search/{plain}", f"{place(folder)}/{plain}", f"..\\{plain}"):
                if wrong != plain:
                    with pytest.raises(ValueError, match="plain"):
                        files.put(wrong, b"", "text/plain")
        assert sorted(folder.rglob("*")) == before
        assert not is_away(WhooshIndex(str(folder)))


class TestBroken:
    def test_deleted(self, index, folder):
        shutil.rmtree(folder)
        assert is_away(index)
        index.rebuild([thing(1, "绿茶")])
        assert index.keys() == {("product", 1)}

    def test_each_file_truncated(self, index, folder):
        count = len(files_of(folder))
        assert count >= 2
        for number in range(count):
            for left in (0, 7, -1):
                path = files_of(folder)[number]
                os.truncate(path, left if left >= 0 else path.stat().st_size - 1)
                assert is_away(index), path
                assert is_away(WhooshIndex(str(folder))), path
                with pytest.raises(IndexAway):
                    index.write([thing(99, "绿茶")], [])
                index.rebuild(thing(ref, f"绿茶 {ref} 号") for ref in range(1, 31))
                assert not is_away(index)

    @pytest.mark.parametrize("left", [0, 100])
    def test_cut_short_while_it_is_read(self, index, folder, left):
        with pytest.raises(IndexAway):
            find_while_cutting(index, folder, left)
        assert index.held is None

    @pytest.mark.filterwarnings("ignore:.*fork")
    def test_control_a_mapped_file_would_end_the_process(self, index, folder, monkeypatch):
        monkeypatch.setattr(Files, "__init__", mapping)
        child = os.fork()
        if child == 0:
            faulthandler.disable()
            with contextlib.suppress(Exception):
                find_while_cutting(WhooshIndex(str(folder)), folder, 0)
            os._exit(0)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGBUS

    def test_what_a_writer_took_away_meanwhile_is_read_on(self, index):
        with index.reading() as reading:
            index.rebuild([thing(1, "绿茶")])
            assert len(reading.find(read("绿茶"), (), 99)) == 30

    def test_each_file_gone(self, index, folder):
        for number in range(len(files_of(folder))):
            files_of(folder)[number].unlink()
            assert is_away(index)
            assert is_away(WhooshIndex(str(folder)))
            index.rebuild(thing(ref, f"绿茶 {ref} 号") for ref in range(1, 31))
            assert not is_away(index)

    @pytest.mark.parametrize("rubbish", [b"", b"{", b"[]", b'{"place": 3, "sizes": {}}', b"\xff"])
    def test_rubbish_in_place_of_the_name(self, index, folder, rubbish):
        (folder / CURRENT).write_bytes(rubbish)
        assert is_away(index)
        index.rebuild([thing(1, "绿茶")])
        assert not is_away(index)

    def test_rubbish_in_a_file_is_never_another_exception(self, index, folder):
        for path in files_of(folder):
            path.write_bytes(os.urandom(path.stat().st_size))
        fresh = WhooshIndex(str(folder))
        for call in (lambda: fresh.find("绿茶"), lambda: fresh.suggest("绿"), fresh.keys):
            with contextlib.suppress(IndexAway):
                call()


class TestWriters:
    def test_one_at_a_time(self, index, folder):
        with index.folder.alone(1):
            begun = time.monotonic()
            for call in (lambda: index.write([thing(1, "茶")], []), lambda: index.rebuild([])):
                with pytest.raises(IndexAway, match="writing"):
                    call()
            assert time.monotonic() - begun < 5
            assert not is_away(index)
        index.write([thing(1, "茶")], [])

    def test_who_waits_gets_his_turn(self, index, folder):
        patient = WhooshIndex(str(folder), patience=10)
        with index.folder.alone(1):
            writer = threading.Thread(target=patient.write, args=([thing(77, "红茶")], []))
            writer.start()
            time.sleep(0.2)
            assert exactly(index, "红茶") == 0
        writer.join()
        assert index.find("红茶").keys == (("product", 77),)

    def test_what_another_process_has_made_is_seen(self, index, folder):
        reader = WhooshIndex(str(folder))
        assert len(reader.find("绿茶").keys) == 30
        index.write([thing(31, "绿茶新品")], [("product", 1)])
        assert len(reader.find("绿茶").keys) == 30
        assert reader.find("绿茶新品").keys == (("product", 31),)
        index.rebuild([thing(1, "绿茶")])
        assert len(reader.find("绿茶").keys) == 1

    def test_leftovers_are_swept(self, index, folder):
        old = place(folder)
        for name in ("index-0123456789ab", "index-ffffffffffff"):
            (folder / name).mkdir()
            (folder / name / "MAIN_a.seg").touch()
        (folder / "current.0a1b2c3d").touch()
        for name in ("MAIN_killed.seg", "_MAIN_9.toc.1764.5", "MAIN_killed.trm", "x.run"):
            (old / name).touch()
        index.write([thing(1, "红茶")], [])
        assert {path.name for path in folder.iterdir()} == {LOCK, CURRENT, old.name}
        assert all(path.name.startswith(("MAIN", "_MAIN")) for path in old.iterdir())
        assert not [path for path in old.iterdir() if "killed" in path.name]
        index.rebuild([thing(1, "红茶")])
        assert not old.exists()
        assert index.keys() == {("product", 1)}

    def test_a_writer_killed_before_it_could_tell_has_still_written(self, index, folder):
        """All is stored when Whoosh has; the name of the current index comes a moment later."""
        assert exactly(index, "红茶") == 0
        with writer_of(opened(place(folder)), 1, FEW_MEGABYTES) as writer:
            fill(writer, [thing(55, "红茶")], lambda _word: False)
        assert WhooshIndex(str(folder)).find("红茶").keys == (("product", 55),)
        index.write([thing(56, "红茶")], [])
        assert set(index.find("红茶").keys) == {("product", 55), ("product", 56)}
        os.truncate(files_of(folder)[0], 3)
        assert is_away(index)

    def test_many_small_writes_stay_few_files(self, index, folder):
        for ref in range(40):
            index.write([thing(ref, f"新茶 {ref}")], [])
        assert len(files_of(folder)) < 15
        assert len(index.find("新茶").keys) == 40


@pytest.mark.filterwarnings("ignore:.*fork")
def test_a_fork_opens_its_own(index):
    assert not is_away(index)
    child = os.fork()
    if child == 0:
        os._exit(0 if len(index.find("绿茶").keys) == 30 else 1)
    assert os.waitpid(child, 0)[1] == 0
    assert not is_away(index)


@pytest.mark.parametrize("url", ["", "whoosh:", "postgresql://x", "elastic:x", "whoosh"])
def test_other_addresses_are_refused(url):
    with pytest.raises(ValueError, match="SEARCH_URL"):
        index_from(url)
