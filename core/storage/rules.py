"""What may be taken in: how large, how many, of which kind, under which name."""

import re
import unicodedata
from collections.abc import Collection
from datetime import timedelta

from core.storage.recordings import ENDINGS, RecordingType
from core.words import _

MOST_BYTES = 10 * 1024 * 1024
MOST_PIXELS = 25_000_000
MOST_FILES = 200  # a person
MOST_BYTES_IN_ALL = 500 * 1024 * 1024  # a person
MOST_STAYING_A_DAY = 100  # a person, of what nobody may delete
A_DAY = timedelta(days=1)
LONGEST_NAME = 255

JPEG, PNG, WEBP, PDF = "JPEG", "PNG", "WEBP", "PDF"  # as the decoder calls them
PICTURES = frozenset({JPEG, PNG, WEBP})
PAPERS = frozenset({PDF})

BLOCK = 256 * 1024  # of what is too large for memory, this much at a time
MOST_RECORDED = 200 * 1024 * 1024  # one film or sound
MOST_OF_CAPTIONS = 1024 * 1024
MOST_IN_A_SPACE = 5 * 1024**3
FILMS = frozenset({RecordingType.MP4, RecordingType.WEBM})
SOUNDS = frozenset({RecordingType.MP3, RecordingType.M4A})
CAPTIONS = frozenset({RecordingType.VTT})
# What browsers call them besides their own names; of captions many know nothing.
UNTOLD = {"", "application/octet-stream"}
ALSO_CALLED = {
    RecordingType.MP4: {"application/mp4", "video/x-m4v"},
    RecordingType.WEBM: {"audio/webm"},
    RecordingType.MP3: {"audio/mp3", "audio/x-mp3", "audio/x-mpeg"},
    RecordingType.M4A: {"audio/m4a", "audio/x-m4a"},
    RecordingType.VTT: {"text/plain"},
}

EXTENSIONS = {"jpg": JPEG, "jpeg": JPEG, "png": PNG, "webp": WEBP, "pdf": PDF}
END_OF_PDF, WITHIN = b"%%EOF", 1024

# Signs that turn the direction of writing make `gpj.exe` read `exe.jpg`; none belongs in a name.
INVISIBLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")


def kind_by_name(name: str) -> str | None:
    """Return the kind that the last extension claims."""
    return EXTENSIONS.get(tidy_name(name).rpartition(".")[2].lower())


def kind_by_content(data: bytes) -> str | None:
    """Return the kind that the first bytes tell."""
    if data.startswith(b"\xff\xd8\xff"):
        return JPEG
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if data.startswith(b"RIFF") and data[8:12] == b"WEBP":
        return WEBP
    if data.startswith(b"%PDF-") and END_OF_PDF in data[-WITHIN:]:
        return PDF
    return None


def why_not_take(name: str, data: bytes, *, kinds: frozenset[str]) -> str | None:
    """Tell why such a file is not taken, before anything has decoded it."""
    if not data:
        return _("文件是空的")
    if len(data) > MOST_BYTES:
        return _("文件太大，最多 10 MB")
    kind = kind_by_content(data)
    if kind is None or kind not in kinds or kind_by_name(name) != kind:
        return _("只收 JPG、PNG 或 WebP 照片") if kinds == PICTURES else _("只收 PDF 文件")
    return None


def why_not_decode(width: int, height: int) -> str | None:
    """Tell why a picture of this size, as its header says, is not opened."""
    if width < 1 or height < 1:
        return _("这张照片打不开，请换一张")
    if width * height > MOST_PIXELS:
        return _("照片太大，最多 2500 万像素，请缩小后再上传")
    return None


def why_not_another(files: int, bytes_in_all: int, size: int) -> str | None:
    """Tell why somebody who keeps so much already may not keep another file of this size."""
    if files >= MOST_FILES:
        return _("您存的文件已到 %(most)s 个，请先删掉一些", most=MOST_FILES)
    if bytes_in_all + size > MOST_BYTES_IN_ALL:
        return _("您存的文件已满 500 MB，请先删掉一些")
    return None


def why_not_another_that_stays(today: int) -> str | None:
    """Tell why somebody who has sent so many within a day waits until tomorrow, or None."""
    if today < MOST_STAYING_A_DAY:
        return None
    return _("一天最多发 %(most)s 张照片，明天再发", most=MOST_STAYING_A_DAY)


def recording_by_name(name: str) -> RecordingType | None:
    """Return the kind of recording that the last extension claims."""
    ending = tidy_name(name).rpartition(".")[2].lower()
    return next((kind for kind, known in ENDINGS.items() if known == ending), None)


def most_of(kind: RecordingType) -> int:
    return MOST_OF_CAPTIONS if kind is RecordingType.VTT else MOST_RECORDED


def too_large(kind: RecordingType) -> str:
    if kind is RecordingType.VTT:
        return _("字幕文件太大，最多 1 MB")
    return _("文件太大，最多 200 MB")


def only(kinds: Collection[RecordingType]) -> str:
    """Say what is taken here, to who brought something else."""
    if set(kinds) == CAPTIONS:
        return _("字幕只收 WebVTT 文件，文件名以 .vtt 结尾")
    if set(kinds) == SOUNDS:
        return _("录音只收 MP3 和 M4A 文件")
    return _("录像只收 MP4 和 WebM 文件")


def why_not_record(
    name: str, size: int | None, *, kinds: Collection[RecordingType], declared: str = ""
) -> str | None:
    """Tell why such a recording is not taken, before a byte of it was read."""
    kind = recording_by_name(name)
    if kind is None or kind not in kinds:
        return only(kinds)
    if declared not in UNTOLD | {kind.value} | ALSO_CALLED[kind]:
        return only(kinds)
    if size == 0:
        return _("文件是空的")
    return too_large(kind) if size is not None and size > most_of(kind) else None


def why_no_room(used: int, size: int) -> str | None:
    """Tell why a space in which so much lies takes no more of this size, or None."""
    if used + size <= MOST_IN_A_SPACE:
        return None
    return _("办课单位的录像、录音已满 5 GB，请先删掉一些")


def why_no_captions(line: int) -> str:
    """Say what is wrong with captions: in this line, or 0 for the whole."""
    if line:
        return _("字幕第 %(line)s 行的时间不对，应该像 00:01.000 --> 00:04.000", line=line)
    return _("字幕里没有一句能显示的话，或者不是 UTF-8 文字")


def tidy_name(name: str) -> str:
    """Return the name for people to read: no folders, no signs that cannot be seen."""
    last = re.split(r"[/\\]", INVISIBLE.sub("", unicodedata.normalize("NFC", name)))[-1].strip(" .")
    stem, dot, extension = last.rpartition(".")
    if len(last) > LONGEST_NAME:
        room = LONGEST_NAME - len(dot) - len(extension)
        last = f"{stem[:room]}{dot}{extension}" if room > 0 else last[:LONGEST_NAME]
    return last or "file"


def webp_size(data: bytes) -> tuple[int, int] | None:
    """Return width and height from the header, which the decoder reads only once it has begun."""
    kind, body = data[12:16], data[20:30]
    if len(body) < 10:  # noqa: PLR2004
        return None
    if kind == b"VP8X":
        return int.from_bytes(body[4:7], "little") + 1, int.from_bytes(body[7:10], "little") + 1
    if kind == b"VP8L" and body[0] == 0x2F:  # noqa: PLR2004
        bits = int.from_bytes(body[1:5], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if kind == b"VP8 " and body[3:6] == b"\x9d\x01\x2a":
        return (
            int.from_bytes(body[6:8], "little") & 0x3FFF,
            int.from_bytes(body[8:10], "little") & 0x3FFF,
        )
    return None
