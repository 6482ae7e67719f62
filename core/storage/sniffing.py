"""Which recordings the first bytes may belong to."""

from core.storage.recordings import RecordingType

ENOUGH = 64  # bytes that tell
FILMS = {"isom", "avc1", "mp41", "mp42", "MSNV", "dash", "hvc1", "M4V ", "M4VH", "M4VP"}
FILMS |= {f"iso{number}" for number in range(2, 10)}
SOUNDS = {"M4A ", "M4B "}
EBML, DOCTYPE, WEBM = b"\x1a\x45\xdf\xa3", b"\x42\x82", b"webm"
SIGNATURE = b"WEBVTT"
BOM = b"\xef\xbb\xbf"
LAYER_3, NO_SUCH, RESERVED = 0b01, 0b01, 0b11


def types_by_content(head: bytes) -> frozenset[RecordingType]:
    """Return what a file that begins so may be; a telephone writes sounds as it writes films."""
    if head[4:8] == b"ftyp":
        brand = head[8:12].decode("latin-1")
        if brand in SOUNDS:
            return frozenset({RecordingType.M4A})
        both = frozenset({RecordingType.MP4, RecordingType.M4A})
        return both if brand in FILMS else frozenset()
    if head.startswith(EBML):
        return frozenset({RecordingType.WEBM} if doctype(head) == WEBM else ())
    if is_mp3(head):
        return frozenset({RecordingType.MP3})
    return frozenset({RecordingType.VTT} if is_captions(head) else ())


def doctype(head: bytes) -> bytes:
    """Return what an EBML file says that it is: the same box holds Matroska, too."""
    at = head.find(DOCTYPE, len(EBML))
    if at < 0 or len(head) < at + 3:
        return b""
    length = head[at + 2] & 0x7F
    return head[at + 3 : at + 3 + length]


def is_mp3(head: bytes) -> bool:
    """Tell whether a tag or a frame of layer III stands at the beginning."""
    if head[:3] == b"ID3":
        size = head[6:10]
        return head[3:4] < b"\xff" and len(size) == 4 and all(part < 0x80 for part in size)  # noqa: PLR2004
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE0 != 0xE0:  # noqa: PLR2004
        return False
    version, layer = head[1] >> 3 & 0b11, head[1] >> 1 & 0b11
    bitrate, rate = head[2] >> 4, head[2] >> 2 & 0b11
    return version != NO_SUCH and layer == LAYER_3 and bitrate not in {0, 15} and rate != RESERVED


def is_captions(head: bytes) -> bool:
    text = head.removeprefix(BOM)
    after = text.removeprefix(SIGNATURE)
    return text.startswith(SIGNATURE) and after[:1] in {b"", b" ", b"\t", b"\n", b"\r"}
