"""Files in a folder of this machine, or in a bucket."""

import contextlib
import io
import os
import secrets
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from core.adapters.names import PLAIN, plain
from core.ports import Files, Source

ROOT = Path(__file__).parents[2]  # a relative PATH counts from here, wherever one has started
SCRAP = ".part"
BLOCK = 256 * 1024


def files_from(url: str) -> Files:
    """Return the files at `file:PATH` or `s3://BUCKET`; raise ValueError for anything else."""
    if url.startswith("s3://"):
        from core.adapters.s3 import BucketFiles  # noqa: PLC0415  (32 MB that a village spares)

        return BucketFiles(url.removeprefix("s3://").strip("/"))
    if url.startswith("file:") and len(url) > len("file:"):
        return LocalFiles(Path(url.removeprefix("file:")))
    raise ValueError("FILES_URL is file:PATH or s3://BUCKET")


class LocalFiles:
    """A folder that only this program's user can enter; a file is whole or not there."""

    def __init__(self, folder: Path) -> None:
        self.folder = ROOT / folder

    def put(self, name: str, data: bytes, media_type: str) -> None:
        self.put_from(name, io.BytesIO(data), media_type)

    def put_from(self, name: str, source: Source, media_type: str) -> None:  # noqa: ARG002
        target = self.folder / plain(name)
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        scrap = target.with_name(f"{name[:100]}.{secrets.token_hex(4)}{SCRAP}")
        try:
            with open(scrap, "xb", opener=private) as out:
                while block := source.read(BLOCK):
                    out.write(block)
                out.flush()
                os.fsync(out.fileno())
            scrap.replace(target)
        except BaseException:
            scrap.unlink(missing_ok=True)
            raise
        settle(self.folder)

    def open(self, name: str, start: int = 0, length: int | None = None) -> BinaryIO:
        whole = (self.folder / plain(name)).open("rb")
        whole.seek(start)
        return whole if length is None else io.BufferedReader(Part(whole, length))

    def delete(self, name: str) -> None:
        (self.folder / plain(name)).unlink(missing_ok=True)

    def names(self, *, before: datetime | None = None) -> Iterator[str]:
        with contextlib.suppress(FileNotFoundError), os.scandir(self.folder) as entries:
            for entry in entries:
                if PLAIN.fullmatch(entry.name) and entry.is_file(follow_symlinks=False):
                    if before is None:
                        if not entry.name.endswith(SCRAP):
                            yield entry.name
                    elif written(entry) < before:
                        yield entry.name


class Part(io.RawIOBase):
    """The next so many bytes of a stream, which is closed with it."""

    def __init__(self, whole: BinaryIO, length: int) -> None:
        self.whole, self.left = whole, length

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        found = self.whole.read(min(len(buffer), self.left))
        buffer[: len(found)] = found
        self.left -= len(found)
        return len(found)

    def close(self) -> None:
        self.whole.close()
        super().close()


def private(path: str, flags: int) -> int:
    """Open a new file that nobody else on this machine can read."""
    return os.open(path, flags | os.O_NOFOLLOW, mode=0o600)


def settle(folder: Path) -> None:
    """Bring the folder's own list of names to the disk, so that a power cut forgets none."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def written(entry: os.DirEntry[str]) -> datetime:
    """Return when the file was last written; one that has just gone counts as new."""
    try:
        return datetime.fromtimestamp(entry.stat(follow_symlinks=False).st_mtime, UTC)
    except FileNotFoundError:
        return datetime.max.replace(tzinfo=UTC)
