"""What every place for files must do, asked of each of them."""

import stat
from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest

from core.adapters import files_from

NOT_PLAIN = [
    "", ".", "..", "../x", "a/b", "/etc/passwd", ".hidden", "a\\b", "a\0b", "a\n", "茶叶.jpg",
    "x" * 129, "-rf", " a",
]  # fmt: skip


class Slow:
    """Gives what there is as asked for, once; at its end it may break off instead."""

    def __init__(self, data, *, broken=False):
        self.data, self.broken = BytesIO(data), broken

    def read(self, size=-1):
        piece = self.data.read(size)
        if self.broken and (size < 0 or len(piece) < size):
            raise EOFError("gone")
        return piece


@pytest.fixture(params=["file", "s3"])
def files(request, tmp_path):
    if request.param == "file":
        return files_from(f"file:{tmp_path}/files")
    return files_from(f"s3://{request.getfixturevalue('bucket')}")


class TestFiles:
    def test_gives_back_what_was_put(self, files):
        files.put("a1.webp", b"\x00tea\xff", "image/webp")
        with files.open("a1.webp") as stream:
            assert stream.read() == b"\x00tea\xff"

    def test_an_empty_file_is_a_file(self, files):
        files.put("empty", b"", "text/plain")
        with files.open("empty") as stream:
            assert stream.read() == b""

    def test_the_second_put_wins(self, files):
        files.put("a1", b"old and longer", "text/plain")
        files.put("a1", b"new", "text/plain")
        with files.open("a1") as stream:
            assert stream.read() == b"new"
        assert list(files.names()) == ["a1"]

    def test_what_is_not_there_is_missing(self, files):
        with pytest.raises(FileNotFoundError):
            files.open("nothing")

    def test_forgets(self, files):
        files.put("a1", b"x", "text/plain")
        files.delete("a1")
        files.delete("a1")
        with pytest.raises(FileNotFoundError):
            files.open("a1")

    def test_names_all(self, files):
        assert list(files.names()) == []
        for name in ("a", "b.pdf", "c-480.webp"):
            files.put(name, b"x", "text/plain")
        assert sorted(files.names()) == ["a", "b.pdf", "c-480.webp"]

    def test_names_the_old_ones(self, files):
        files.put("a", b"x", "text/plain")
        now = datetime.now(UTC)
        assert list(files.names(before=now - timedelta(hours=1))) == []
        assert list(files.names(before=now + timedelta(hours=1))) == ["a"]

    @pytest.mark.parametrize("size", [0, 1, 9 * 1024 * 1024])
    def test_takes_what_comes_little_by_little(self, files, size):
        data = bytes(range(251)) * (size // 251 + 1)
        files.put_from("a1", Slow(data[:size]), "video/mp4")
        with files.open("a1") as stream:
            assert stream.read() == data[:size]

    def test_what_breaks_off_is_not_stored(self, files):
        files.put("a1", b"old", "video/mp4")
        for reach in (0, 9 * 1024 * 1024):
            with pytest.raises(EOFError, match="gone"):
                files.put_from("a1", Slow(b"x" * reach, broken=True), "video/mp4")
        with files.open("a1") as stream:
            assert stream.read() == b"old"
        assert list(files.names(before=datetime.now(UTC) + timedelta(hours=1))) == ["a1"]

    @pytest.mark.parametrize(
        ("start", "length", "found"),
        [
            (0, None, b"0123456789"),
            (3, None, b"3456789"),
            (3, 4, b"3456"),
            (9, 1, b"9"),
            (8, 100, b"89"),
            (3, 0, b""),
            (10, None, b""),
            (11, 5, b""),
        ],
    )
    def test_gives_a_part(self, files, start, length, found):
        files.put("a1", b"0123456789", "video/mp4")
        with files.open("a1", start, length) as stream:
            assert b"".join(iter(lambda: stream.read(3), b"")) == found

    def test_a_part_of_what_is_not_there_is_missing(self, files):
        with pytest.raises(FileNotFoundError):
            files.open("nothing", 3, 4)

    @pytest.mark.parametrize("name", NOT_PLAIN)
    def test_only_plain_names(self, files, name):
        with pytest.raises(ValueError, match="plain"):
            files.put(name, b"x", "text/plain")
        with pytest.raises(ValueError, match="plain"):
            files.put_from(name, Slow(b"x"), "text/plain")
        with pytest.raises(ValueError, match="plain"):
            files.open(name)
        with pytest.raises(ValueError, match="plain"):
            files.delete(name)


def test_a_folder_is_for_its_owner_alone(tmp_path):
    files_from(f"file:{tmp_path}/files").put("a", b"x", "text/plain")
    assert stat.S_IMODE((tmp_path / "files").stat().st_mode) == 0o700
    assert stat.S_IMODE((tmp_path / "files" / "a").stat().st_mode) == 0o600


def test_half_a_file_is_only_scrap(tmp_path):
    files = files_from(f"file:{tmp_path}")
    (tmp_path / "a.0123abcd.part").write_bytes(b"killed in the mid")
    assert list(files.names()) == []
    soon = datetime.now(UTC) + timedelta(minutes=1)
    assert list(files.names(before=soon)) == ["a.0123abcd.part"]


def test_a_put_that_fails_leaves_the_old_file(tmp_path):
    files = files_from(f"file:{tmp_path}/files")
    files.put("a", b"old", "text/plain")
    with pytest.raises(TypeError):
        files.put("a", "not bytes", "text/plain")
    assert [each.name for each in (tmp_path / "files").iterdir()] == ["a"]
    with files.open("a") as stream:
        assert stream.read() == b"old"


def test_a_link_is_not_a_name(tmp_path):
    (tmp_path / "secret").write_text("x")
    (tmp_path / "files").mkdir()
    (tmp_path / "files" / "link").symlink_to(tmp_path / "secret")
    assert list(files_from(f"file:{tmp_path}/files").names()) == []


def test_a_bucket_out_of_reach_is_an_os_error(bucket, monkeypatch):
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    files = files_from(f"s3://{bucket}")
    for act in (
        lambda: files.put("a", b"x", "text/plain"),
        lambda: files.put_from("a", Slow(b"x"), "text/plain"),
        lambda: files.open("a"),
        lambda: files.delete("a"),
        lambda: list(files.names()),
    ):
        with pytest.raises(OSError, match="bucket"):
            act()


def test_a_bucket_that_is_not_there_is_an_os_error(bucket):
    with pytest.raises(OSError, match="NoSuchBucket"):
        files_from("s3://elsewhere").put("a", b"x", "text/plain")


@pytest.mark.parametrize("url", ["", "file:", "s3://", "ftp://x", "/var/files"])
def test_other_addresses_are_refused(url):
    with pytest.raises(ValueError, match="FILES_URL"):
        files_from(url)
