"""The folder of a Whoosh index: ours alone, one writer at a time, whole or said to be away."""

import contextlib
import fcntl
import json
import os
import re
import secrets
import shutil
import stat
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from core.ports import IndexAway

OTHERS = 0o077
LOCK, CURRENT = "lock", "current"
PLACE = re.compile(r"index-[0-9a-f]{12}", re.ASCII)
TURN = 0.05  # seconds between two looks at a lock that somebody holds


@dataclass(frozen=True, kw_only=True)
class Standing:
    """Which index is the current one, and how large its files were when it was last written."""

    place: str
    sizes: Mapping[str, int]


class Folder:
    """`current` names the index in use; a new one is made beside it and takes its place.

    Whoosh unpickles what it finds, so nothing is read from a folder that others can enter.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def check(self) -> None:
        """Raise IndexAway unless the folder is there and nobody else's."""
        try:
            found = self.path.stat()
        except OSError as error:
            raise IndexAway("there is no folder") from error
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid():
            raise IndexAway("the folder is not ours")
        if found.st_mode & OTHERS:
            raise IndexAway("others can enter the folder")

    def make(self) -> None:
        """Make the folder, or close it to others; raise IndexAway when it is somebody else's."""
        try:
            self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
            if self.path.stat().st_uid == os.geteuid():
                self.path.chmod(0o700)
        except OSError as error:
            raise IndexAway("the folder cannot be made") from error
        self.check()

    def stamp(self) -> tuple[int, int]:
        """Return what changes whenever another index becomes the current one."""
        self.check()
        try:
            found = (self.path / CURRENT).stat()
        except OSError as error:
            raise IndexAway("there is no index") from error
        return found.st_ino, found.st_mtime_ns

    def standing(self) -> Standing:
        """Return the current index."""
        self.check()
        try:
            told = json.loads((self.path / CURRENT).read_bytes())
            place, sizes = told["place"], told["sizes"]
        except (OSError, ValueError, TypeError, KeyError) as error:
            raise IndexAway("there is no index") from error
        if not isinstance(place, str) or PLACE.fullmatch(place) is None:
            raise IndexAway("this is no name of an index")
        return Standing(place=place, sizes=sizes)

    def inside(self, place: str) -> Path:
        return self.path / place

    def new_place(self) -> str:
        """Make room for an index beside the current one; return its name."""
        place = f"index-{secrets.token_hex(6)}"
        self.inside(place).mkdir(mode=0o700)
        return place

    def settle(self, place: str, files: set[str]) -> Standing:
        """Make the index at this place the current one, and forget whatever else lies about."""
        sizes = {name: (self.inside(place) / name).stat().st_size for name in sorted(files)}
        scrap = self.path / f"{CURRENT}.{secrets.token_hex(4)}"
        told = json.dumps({"place": place, "sizes": sizes}).encode()
        with open(scrap, "xb", opener=private) as out:
            out.write(told)
            out.flush()
            os.fsync(out.fileno())
        scrap.replace(self.path / CURRENT)
        standing = Standing(place=place, sizes=sizes)
        self.sweep(standing)
        return standing

    def sweep(self, standing: Standing) -> None:
        """Remove what a rebuild has replaced and what a killed writer has left."""
        for entry in list(os.scandir(self.path)):
            if entry.name not in {LOCK, CURRENT, standing.place}:
                remove(Path(entry.path))
        for entry in list(os.scandir(self.inside(standing.place))):
            if entry.name not in standing.sizes and not entry.name.endswith("LOCK"):
                remove(Path(entry.path))

    def drop(self, place: str) -> None:
        remove(self.inside(place))

    @contextmanager
    def alone(self, seconds: float) -> Iterator[None]:
        """Be the only writer; raise IndexAway when another one does not end in time.

        The kernel frees the lock when its holder is killed.
        """
        self.make()
        handle = os.open(self.path / LOCK, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
        try:
            until = time.monotonic() + seconds
            while not locked(handle):
                if time.monotonic() > until:
                    raise IndexAway("somebody else is writing")
                time.sleep(TURN)
            yield
        finally:
            os.close(handle)


def locked(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def private(path: str, flags: int) -> int:
    return os.open(path, flags | os.O_NOFOLLOW, mode=0o600)


def remove(path: Path) -> None:
    """Remove a file or folder; whoever still reads it keeps what is open."""
    with contextlib.suppress(OSError):
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink()
