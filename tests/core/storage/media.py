"""Films, sounds and captions of a few bytes: what stands at their beginning is as it should be."""

from io import BytesIO


def boxed(brand, size=400):
    """Return what begins as an MP4 file of this brand does."""
    ftyp = b"\x00\x00\x00\x18ftyp" + brand + b"\x00\x00\x02\x00isommp42"
    return (ftyp + b"\x00\x00\x00\x08free" + b"film" * (size // 4))[:size]


MP4 = boxed(b"isom")
M4A = boxed(b"M4A ")
PHONE = boxed(b"mp42")  # films and sounds alike
QUICKTIME, HEIC = boxed(b"qt  "), boxed(b"heic")
WEBM = b"\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\xf7\x81\x01\x42\x82\x84webm" + b"film" * 80
MATROSKA = WEBM.replace(b"\x84webm", b"\x88matroska")
MP3 = b"ID3\x04\x00\x00\x00\x00\x00\x00" + b"\xff\xfb\x90\x64" + b"sound" * 80
BARE_MP3 = b"\xff\xfb\x90\x64" + b"sound" * 80
AAC = b"\xff\xf1\x50\x80" + b"sound" * 80
VTT = """WEBVTT - 第一课

STYLE
::cue { color: white }

1
00:01.000 --> 00:04.000 align:start
<v 老师>先看<b>保质期</b>，

00:00:04.000 --> 00:00:06.500
再看&lt;配料表&gt;。
两行也行。
""".encode()
SAID = "先看保质期，\n再看<配料表>。 两行也行。"


class Slow:
    """Gives a few bytes at a time, as a weak line does."""

    def __init__(self, data, step=7):
        self.data, self.step = BytesIO(data), step

    def read(self, size=-1):
        return self.data.read(self.step if size < 0 else min(size, self.step))


class Endless:
    """Gives so many bytes without ever holding them; remembers how many were asked for."""

    def __init__(self, head, size):
        self.head, self.left, self.given = head, size, 0

    def read(self, size=-1):
        take = self.left if size < 0 else min(size, self.left)
        piece = (self.head + b"\0" * take)[:take]
        self.head = self.head[take:]
        self.left -= take
        self.given += take
        return piece
