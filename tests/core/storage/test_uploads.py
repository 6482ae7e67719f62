"""The corpus of uploads: what is refused, what survives, what is kept, and how much at most."""

import io
import subprocess
import sys
import time
from datetime import timedelta

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from core.access import Actor
from core.clock import now
from core.db import db, writing
from core.errors import Refused
from core.house import HOUSE
from core.storage import operations, queries, rules
from core.storage.jobs import remove_deleted, remove_orphans
from core.storage.models import LARGE, SMALL, StoredFile, picture_name
from core.storage.personal import OwnFiles
from core.storage.pictures import redraw
from tests.core.storage import samples


@pytest.fixture
def by(make):
    person = make.person()
    return Actor(id=person.id, person=person.id, name=person.name)


@pytest.fixture
def keep(by, at):
    """Upload in both steps, as a view does."""

    def keep(name="茶叶.jpg", data=None, *, is_public=True, lay=operations.lay_picture):
        laid = lay(name, samples.photo() if data is None else data, by=by)
        with writing():
            return operations.keep(laid, is_public=is_public, by=by, at=at)

    return keep


def opened(name):
    with HOUSE.files.open(name) as stream:
        return stream.read()


def shown(stored, width):
    return Image.open(io.BytesIO(opened(picture_name(stored.ref, width))))


JPG, PNG, WEBP = (samples.photo(kind, (64, 48)) for kind in ("JPEG", "PNG", "WEBP"))
REFUSED_PICTURES = {
    "SVG": ("a.svg", samples.SVG),
    "SVG called jpg": ("a.jpg", samples.SVG),
    "HTML called jpg": ("a.jpg", samples.HTML),
    "GIF": ("a.gif", samples.photo("GIF", (9, 9))),
    "GIF called jpg": ("a.jpg", samples.photo("GIF", (9, 9))),
    "TIFF called jpg": ("a.jpg", samples.photo("TIFF", (9, 9))),
    "PNG called jpg": ("a.jpg", PNG),
    "JPEG called webp": ("a.webp", JPG),
    "PDF": ("a.pdf", samples.PDF),
    "an extension behind NUL": ("x.jpg\0.svg", JPG),
    "an extension turned round": ("x\u202egpj.exe", JPG),
    "no extension": ("photo", JPG),
    "HTML with the first bytes of a JPEG": ("a.jpg", b"\xff\xd8\xff" + samples.HTML),
    "a script with the first bytes of a PNG": ("a.png", b"\x89PNG\r\n\x1a\n<?php system(1);"),
    "half a JPEG": ("a.jpg", samples.photo()[:3000]),
    "half a PNG": ("a.png", samples.photo("PNG")[:300]),
    "half a WebP": ("a.webp", samples.photo("WEBP")[:300]),
    "a WebP without a body": ("a.webp", b"RIFF\x04\0\0\0WEBP"),
    "noise behind a JPEG's first bytes": ("a.jpg", b"\xff\xd8\xff\xe0" + samples.noise(5000)),
    "nothing": ("a.jpg", b""),
    "11 MiB": ("a.jpg", JPG + b"\0" * rules.MOST_BYTES),
    "pixels JPEG": ("a.jpg", samples.jpeg_header(20_000, 20_000)),
    "pixels PNG": ("a.png", samples.png_header(20_000, 20_000)),
    "pixels WebP": ("a.webp", samples.webp_header(16_000, 16_000)),
    "pixels below Pillow's own alarm": ("a.png", samples.png_header(5_001, 5_000)),
    "pixels no PNG can have": ("a.png", samples.png_header(2**31 - 1, 2**31 - 1)),
}


@pytest.mark.parametrize("case", REFUSED_PICTURES)
def test_what_is_no_good_photo_is_refused_and_leaves_nothing(app, by, case):
    with pytest.raises(Refused) as refused:
        operations.lay_picture(*REFUSED_PICTURES[case], by=by)
    assert refused.value.field == "picture"
    assert list(HOUSE.files.names()) == []


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.jpg", samples.jpeg_header(20_000, 20_000)),
        ("a.png", samples.png_header(20_000, 20_000)),
        ("a.webp", samples.webp_header(16_000, 16_000)),
    ],
)
def test_a_flood_of_pixels_is_refused_at_once_and_costs_no_memory(name, data, tmp_path):
    """In a process of its own, because memory that was once used is not given back."""
    (tmp_path / name).write_bytes(data)
    (tmp_path / "good").write_bytes(JPG)
    script = """
import resource, sys, time
from pathlib import Path
from core.errors import Refused
from core.storage.pictures import redraw
redraw("a.jpg", Path(sys.argv[2]).read_bytes())
data = Path(sys.argv[1]).read_bytes()
memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
begun = time.perf_counter()
try:
    redraw(sys.argv[1], data)
except Refused:
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - memory
    print((time.perf_counter() - begun) * 1000, grown)
"""
    told = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", script, tmp_path / name, tmp_path / "good"],
        capture_output=True,
        text=True,
        check=True,
    )
    milliseconds, kilobytes = map(float, told.stdout.split())
    assert milliseconds <= 100
    assert kilobytes <= 30 * 1024


@pytest.mark.parametrize(
    ("kind", "name"), [("JPEG", "a.jpg"), ("PNG", "a.png"), ("WEBP", "a.webp")]
)
def test_no_photo_tells_where_it_was_taken(app, keep, kind, name):
    data = samples.with_gps(kind)
    assert b"CANARY-CAMERA" in data  # the control
    stored = keep(name, data)
    for width in (SMALL, LARGE):
        picture = shown(stored, width)
        assert dict(picture.getexif()) == {}
        assert not {"exif", "xmp", "icc_profile"} & set(picture.info)
        assert b"CANARY-CAMERA" not in opened(picture_name(stored.ref, width))


def test_a_photo_held_sideways_stands_upright(app, keep):
    stored = keep("a.jpg", samples.with_gps(orientation=6))
    assert (stored.width, stored.height) == (1200, 1600)
    red, green = (
        shown(stored, LARGE).getpixel((600, 100)),
        shown(stored, LARGE).getpixel((600, 1500)),
    )
    assert red[0] > red[1]
    assert green[1] > green[0]


@pytest.mark.parametrize(
    "trailer",
    [samples.zipped({"a.class": b"CANARY" * 50}), b"<script>CANARY</script>", b"%PDF-1.4 CANARY"],
)
def test_what_hangs_on_the_end_of_a_photo_does_not_survive(app, keep, trailer):
    stored = keep("a.jpg", JPG + trailer)
    for name in stored.objects:
        assert b"CANARY" not in opened(name)
        assert trailer[:20] not in opened(name)


def test_a_script_in_a_comment_does_not_survive(app, keep):
    image = Image.open(io.BytesIO(PNG))
    info = PngInfo()
    info.add_text("Comment", "<script>CANARY</script>")
    stored = keep("a.png", samples.saved(image, "PNG", pnginfo=info))
    assert all(b"CANARY" not in opened(name) for name in stored.objects)


@pytest.mark.parametrize(
    ("mode", "size"),
    [("L", (3, 900)), ("P", (700, 20)), ("RGBA", (1, 1)), ("LA", (50, 50)), ("I;16", (60, 60)),
     ("1", (500, 10))],
)  # fmt: skip
def test_photos_of_every_colour_and_shape(app, keep, mode, size):
    stored = keep("a.png", samples.saved(Image.new(mode, size), "PNG"))
    assert shown(stored, LARGE).size == (stored.width, stored.height)


def test_a_printers_photo(app, keep):
    assert (
        shown(keep("a.jpg", samples.saved(Image.new("CMYK", (90, 90)), "JPEG")), SMALL).mode
        == "RGB"
    )


def test_a_photo_is_kept_in_two_widths_never_larger_than_it_was(app, keep):
    stored = keep(data=samples.photo(size=(4000, 3000)))
    assert shown(stored, LARGE).size == (1280, 960)
    assert shown(stored, SMALL).size == (480, 360)
    assert (stored.width, stored.height) == (1280, 960)
    assert shown(keep(data=samples.photo(size=(300, 200))), LARGE).size == (300, 200)


def test_a_see_through_photo_stays_so(app, keep):
    clear = samples.saved(Image.new("RGBA", (90, 90), (0, 0, 0, 0)), "PNG")
    assert shown(keep("a.png", clear), SMALL).convert("RGBA").getpixel((5, 5))[3] == 0


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


def fill(by, at, count, *, size):
    """Let a person keep so many files already, of which only the rows matter."""
    with writing():
        db.session.add_all(
            StoredFile(
                ref=f"{number:032x}", name="x", media_type="application/pdf", size=size,
                sha256="0" * 64, owner_id=by.person, is_public=False, created_at=at,
            )
            for number in range(count)
        )  # fmt: skip


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
        missing, changed = keep(), keep()
        HOUSE.files.delete(picture_name(missing.ref, SMALL))
        HOUSE.files.put(picture_name(changed.ref, LARGE), b"other", "image/webp")
        assert queries.list_damaged() == [missing.ref, changed.ref]


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


def test_a_photo_is_drawn_in_a_second():
    data = samples.photo(size=(5000, 5000))
    begun = time.perf_counter()
    redraw("a.jpg", data)
    assert time.perf_counter() - begun < 5
