"""Names, kinds, limits: each at its boundary."""

import pytest

from core.storage import rules
from core.storage.rules import JPEG, PAPERS, PDF, PICTURES, PNG, WEBP
from tests.core.storage import samples


@pytest.mark.parametrize(
    ("name", "tidy"),
    [
        ("茶叶.jpg", "茶叶.jpg"),
        ("../../x.jpg", "x.jpg"),
        ("/etc/passwd", "passwd"),
        ("C:\\Users\\li\\茶.png", "茶.png"),
        ("CON", "CON"),
        ("photo\u202egpj.exe", "photogpj.exe"),
        ("x.jpg\0.svg", "x.jpg.svg"),
        ("a\r\nSet-Cookie: x.jpg", "aSet-Cookie: x.jpg"),
        ("  .. ", "file"),
        ("", "file"),
        ("e\u0301.jpg", "é.jpg"),
        ("茶" * 300 + ".jpg", "茶" * 251 + ".jpg"),
        ("a." + "b" * 300, "a." + "b" * 253),
    ],
)
def test_names_for_people(name, tidy):
    assert rules.tidy_name(name) == tidy
    assert len(rules.tidy_name(name)) <= 255


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("a.jpg", JPEG), ("a.JPEG", JPEG), ("a.Png", PNG), ("a.webp", WEBP), ("a.pdf", PDF),
        ("a.php.jpg", JPEG), ("a.jpg.php", None), ("x.jpg\0.svg", None), ("jpg", JPEG),
        ("a.svg", None), ("a.gif", None), ("", None), ("photo\u202egpj.exe", None),
    ],
)  # fmt: skip
def test_kind_by_name(name, kind):
    assert rules.kind_by_name(name) == kind


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (samples.photo("JPEG", (9, 9)), JPEG),
        (samples.photo("PNG", (9, 9)), PNG),
        (samples.photo("WEBP", (9, 9)), WEBP),
        (samples.photo("GIF", (9, 9)), None),
        (samples.photo("TIFF", (9, 9)), None),
        (samples.PDF, PDF),
        (b"%PDF-1.4 without an end", None),
        (b"x" + samples.PDF, None),
        (samples.SVG, None),
        (samples.HTML, None),
        (b"RIFF\0\0\0\0WAVE", None),
        (b"", None),
    ],
)
def test_kind_by_content(data, kind):
    assert rules.kind_by_content(data) == kind


JPG = samples.photo("JPEG", (9, 9))


@pytest.mark.parametrize(
    ("name", "data", "kinds", "taken"),
    [
        ("a.jpg", JPG, PICTURES, True),
        ("a.png", JPG, PICTURES, False),
        ("a.jpg", JPG, PAPERS, False),
        ("a.jpg", b"", PICTURES, False),
        ("a.jpg", JPG + b"x" * (rules.MOST_BYTES - len(JPG)), PICTURES, True),
        ("a.jpg", JPG + b"x" * (rules.MOST_BYTES - len(JPG) + 1), PICTURES, False),
        ("a.pdf", samples.PDF, PAPERS, True),
        ("a.pdf", samples.PDF, PICTURES, False),
        ("a.svg", samples.SVG, PICTURES, False),
        ("a.jpg", samples.HTML, PICTURES, False),
    ],
)
def test_what_is_taken(name, data, kinds, taken):
    assert (rules.why_not_take(name, data, kinds=kinds) is None) is taken


@pytest.mark.parametrize(
    ("width", "height", "opened"),
    [(1, 1, True), (5000, 5000, True), (5000, 5001, False), (0, 5, False), (5, -1, False)],
)
def test_what_is_opened(width, height, opened):
    assert (rules.why_not_decode(width, height) is None) is opened


@pytest.mark.parametrize(
    ("files", "kept", "size", "room"),
    [
        (0, 0, 1, True),
        (199, 0, 1, True),
        (200, 0, 1, False),
        (3, rules.MOST_BYTES_IN_ALL - 5, 5, True),
        (3, rules.MOST_BYTES_IN_ALL - 5, 6, False),
    ],
)
def test_what_there_is_room_for(files, kept, size, room):
    assert (rules.why_not_another(files, kept, size) is None) is room


@pytest.mark.parametrize("how", [{}, {"lossless": True}, {"exif": b"Exif\0\0MM\0*\0\0\0\x08\0\0"}])
def test_the_size_in_a_webp_header(how):
    assert rules.webp_size(samples.photo("WEBP", (321, 123), **how)) == (321, 123)


@pytest.mark.parametrize(
    "data", [b"RIFF", b"RIFF____WEBPVP9 " + b"x" * 20, b"RIFF____WEBPVP8L____" + b"\0" * 10,
             b"RIFF____WEBPVP8 ____" + b"\0" * 10]
)  # fmt: skip
def test_a_webp_header_without_a_size(data):
    assert rules.webp_size(data) is None
