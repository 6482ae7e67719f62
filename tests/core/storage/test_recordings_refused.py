"""What is no recording is refused in words, and no byte of it stays."""

from datetime import timedelta

import pytest

from core.clock import now
from core.errors import Refused
from core.house import HOUSE
from core.storage import rules
from core.storage.recorded import lay_recording
from tests.core.storage import media
from tests.core.storage.laying import ALL, SPACE, lay

REFUSED = {
    "no film": ("a.mp4", b"<!doctype html><script>alert(1)</script>" * 9, "只收"),
    "another film": ("a.mp4", media.WEBM, "只收"),
    "another ending": ("a.exe", media.MP4, "只收"),
    "two endings": ("a.mp4.html", media.MP4, "只收"),
    "no ending": ("film", media.MP4, "只收"),
    "a hidden ending": ("a.mp4\0.html", media.MP4, "只收"),
    "QuickTime": ("a.mp4", media.QUICKTIME, "只收"),
    "a photo in the same box": ("a.mp4", media.HEIC, "只收"),
    "a sound called film": ("a.mp4", media.M4A, "只收"),
    "Matroska": ("a.webm", media.MATROSKA, "只收"),
    "half a head": ("a.webm", media.WEBM[:18], "只收"),
    "AAC": ("a.mp3", media.AAC, "只收"),
    "a tag that is none": ("a.mp3", b"ID3\xff" + b"x" * 80, "只收"),
    "short": ("a.mp3", b"\xff\xfb", "只收"),
    "empty": ("a.mp4", b"", "空"),
    "no captions": ("a.vtt", b"WEBVTTX\n\n00:01.000 --> 00:02.000\nx\n", "只收"),
    "SubRip": ("a.vtt", b"1\n00:00:01,000 --> 00:00:02,000\nx\n", "只收"),
    "no caption in them": ("a.vtt", b"WEBVTT\n\n", "没有一句"),
    "not UTF-8": ("a.vtt", b"WEBVTT\n\n00:01.000 --> 00:02.000\n\xb5\xda\n", "UTF-8"),
    "commas": ("a.vtt", b"WEBVTT\n\n00:00:01,000 --> 00:00:02,000\nx\n", "第 3 行"),
    "backwards": ("a.vtt", b"WEBVTT\n\n00:02.000 --> 00:01.000\nx\n", "第 3 行"),
    "seventy seconds": ("a.vtt", b"WEBVTT\n\n00:01.000 --> 00:70.000\nx\n", "第 3 行"),
    "too many captions": ("a.vtt", media.VTT + b"\n" * 1024 * 1024, "1 MB"),
}


class TestRefusing:
    @pytest.mark.parametrize("case", REFUSED)
    def test_everything_else_is_refused_in_words_and_stored_nowhere(self, app, case):
        name, data, said = REFUSED[case]
        for source in (None, media.Slow(data, step=5000)):
            with pytest.raises(Refused, match=said) as refused:
                lay(name, data, source=source)
            assert refused.value.field == "recording"
        assert list(HOUSE.files.names(before=now() + timedelta(days=1))) == []

    @pytest.mark.parametrize(
        ("name", "kinds", "said"),
        [
            ("a.mp3", rules.FILMS, "MP4 和 WebM"),
            ("a.mp4", rules.SOUNDS, "MP3 和 M4A"),
            ("a.mp4", rules.CAPTIONS, "vtt"),
        ],
    )
    def test_it_says_what_is_taken_here(self, app, name, kinds, said):
        with pytest.raises(Refused, match=said):
            lay(name, media.MP4, kinds)

    @pytest.mark.parametrize("declared", ["text/html", "image/svg+xml", "audio/mpeg"])
    def test_the_browser_says_something_else(self, app, declared):
        with pytest.raises(Refused, match="只收"):
            lay("a.mp4", media.MP4, declared=declared)

    @pytest.mark.parametrize(
        ("name", "data", "declared"),
        [
            ("a.m4a", media.M4A, "audio/x-m4a"),
            ("a.mp3", media.MP3, "audio/mp3"),
            ("a.vtt", media.VTT, "application/octet-stream"),
            ("a.mp4", media.MP4, "video/mp4"),
        ],
    )
    def test_the_browser_calls_it_otherwise(self, app, name, data, declared):
        assert lay(name, data, declared=declared).size == len(data)

    def test_too_large_is_refused_before_a_byte_is_read(self, app):
        source = media.Endless(media.MP4, 1024**3)
        with pytest.raises(Refused, match="200 MB"):
            lay("a.mp4", b"", size=1024**3, source=source)
        assert source.given == 0

    def test_nobody_says_how_large_and_it_never_ends(self, app):
        source = media.Endless(media.MP4, 1024**3)
        with pytest.raises(Refused, match="200 MB"):
            lay_recording("a.mp4", source, None, kinds=ALL, space=SPACE)
        assert source.given <= rules.MOST_RECORDED + rules.BLOCK
        assert list(HOUSE.files.names(before=now() + timedelta(days=1))) == []

    @pytest.mark.parametrize("size", [len(media.MP4) + 1, len(media.MP4) - 1])
    def test_what_was_cut_off_or_goes_on_is_refused(self, app, size):
        with pytest.raises(Refused, match="没有传完"):
            lay("a.mp4", media.MP4, size=size)

    def test_a_storage_that_is_away_says_try_again(self, app, monkeypatch, tmp_path):
        (tmp_path / "plain file").write_text("x")
        monkeypatch.setattr(HOUSE.files, "folder", tmp_path / "plain file")
        with pytest.raises(Refused, match="过几分钟"):
            lay("a.mp4", media.MP4)

    def test_a_reader_who_hangs_up_is_no_trouble_of_the_storage(self, app):
        class HungUp:
            def read(self, _size=-1):
                raise KeyError("gone")

        with pytest.raises(KeyError):
            lay("a.mp4", media.MP4, source=HungUp())
        assert list(HOUSE.files.names(before=now() + timedelta(days=1))) == []


class TestScanning:
    @pytest.fixture
    def values(self, tmp_path):
        scanner = tmp_path / "scan"
        scanner.write_text("#!/bin/sh\ngrep -q EICAR && exit 1\nexit 0\n")
        scanner.chmod(0o700)
        return {"SCAN_COMMAND": str(scanner)}

    def test_what_is_clean_is_kept(self, app):
        assert lay("a.mp4", media.MP4).size

    def test_what_is_not_is_gone_at_once(self, app):
        with pytest.raises(Refused, match="病毒"):
            lay("a.mp4", media.boxed(b"isom", 300_000) + b"EICAR" + b"x" * 300_000)
        assert list(HOUSE.files.names()) == []


class TestScannerAway:
    @pytest.fixture
    def values(self):
        return {"SCAN_COMMAND": "/no/such/scanner"}

    def test_then_nothing_is_taken(self, app):
        with pytest.raises(Refused, match="查不了毒"):
            lay("a.mp4", media.MP4)
        assert list(HOUSE.files.names()) == []
