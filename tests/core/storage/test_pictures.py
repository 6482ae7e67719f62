"""The corpus of uploads: what is refused, and what survives of what is taken."""

import io
import subprocess
import sys
import time

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from core.errors import Refused
from core.house import HOUSE
from core.storage import operations, rules
from core.storage.models import LARGE, SMALL, picture_name
from core.storage.pictures import redraw
from tests.core.storage import samples
from tests.core.storage.samples import opened, shown

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
begun = time.process_time()
try:
    redraw(sys.argv[1], data)
except Refused:
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - memory
    print((time.process_time() - begun) * 1000, grown)
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


def test_a_photo_is_drawn_in_a_second():
    data = samples.photo(size=(5000, 5000))
    begun = time.process_time()
    redraw("a.jpg", data)
    assert time.process_time() - begun < 5
