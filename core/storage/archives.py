"""Opening an archive that somebody sent, without believing a word it says about itself."""

import stat
import zipfile
import zlib
from io import BytesIO
from pathlib import PurePosixPath

MOST_BYTES = 50 * 1024 * 1024
MOST_MEMBERS = 1000
MOST_RATIO = 100
ENCRYPTED = 0x1


class Unsafe(Exception):
    """The archive is not what an honest program would write."""


def unpack(data: bytes) -> dict[str, bytes]:
    """Return all members by name, all of them read and counted; raise `Unsafe`.

    What a member says about its size is ignored: it is read until it really ends or the room
    is used up, at most 50 MiB and a hundred times what was sent.
    """
    room = min(MOST_BYTES, MOST_RATIO * len(data))
    members: dict[str, bytes] = {}
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            listed = archive.infolist()
            if len(listed) > MOST_MEMBERS:
                raise Unsafe("members")
            for info in listed:
                check(info, members)
                if not info.is_dir():
                    members[info.filename] = content = read(archive, info, room)
                    room -= len(content)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, RuntimeError) as error:
        raise Unsafe("broken") from error
    return members


def check(info: zipfile.ZipInfo, seen: dict[str, bytes]) -> None:
    """Raise `Unsafe` for a name that leads elsewhere, a link, a secret or a double."""
    name = info.orig_filename
    parts = PurePosixPath(name).parts
    if not parts or name.startswith("/") or ".." in parts or any(sign in name for sign in "\\:\0"):
        raise Unsafe("path")
    if stat.S_ISLNK(info.external_attr >> 16):
        raise Unsafe("link")
    if info.flag_bits & ENCRYPTED:
        raise Unsafe("encrypted")
    if info.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        raise Unsafe("compression")
    if info.filename in seen:
        raise Unsafe("double")


def read(archive: zipfile.ZipFile, info: zipfile.ZipInfo, room: int) -> bytes:
    """Return the member's bytes to their real end; raise `Unsafe` when they need more room."""
    info.file_size = room + 2  # else the reader would stop where the sender wants it to
    with archive.open(info) as member:
        content = member.read(room + 1)
    if len(content) > room:
        raise Unsafe("size")
    return content


def pack(members: dict[str, bytes]) -> bytes:
    """Return the members in an archive of our own, which says the truth about them."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()
