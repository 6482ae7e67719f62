"""Nudges for the worker, in a file or in Redis: Huey's storage, our own plain JSON in it."""

import json
import os
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import structlog
from huey import RedisHuey, SqliteHuey

from core.ports import Queue

ROOT = Path(__file__).parents[2]  # a relative PATH counts from here, wherever one has started
NAME = "xingcun"
PATIENCE = 1.0  # seconds for Redis; a nudge is not worth more of somebody's waiting
log = structlog.get_logger(__name__)


def queue_from(url: str) -> Queue:
    """Return the queue at `sqlite:PATH` or `redis://…`; raise ValueError for anything else."""
    if url.startswith(("redis://", "rediss://")):
        return HueyQueue(lambda: in_redis(url))
    if url.startswith("sqlite:") and len(url) > len("sqlite:"):
        path = ROOT / url.removeprefix("sqlite:")
        return HueyQueue(lambda: in_file(path))
    raise ValueError("JOBS_URL is sqlite:PATH or redis://…")


def in_file(path: Path) -> Any:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    return SqliteHuey(NAME, filename=str(path), fsync=False, journal_mode="wal", timeout=10).storage


def in_redis(url: str) -> Any:
    from redis import ConnectionPool  # noqa: PLC0415  (the extra `scale`)

    pool = ConnectionPool.from_url(url, socket_timeout=PATIENCE, socket_connect_timeout=PATIENCE)
    return RedisHuey(NAME, blocking=False, connection_pool=pool).storage


class HueyQueue:
    """One list of (job, ids); opened late, and anew after a fork."""

    def __init__(self, open_storage: Callable[[], Any]) -> None:
        self.open_storage = open_storage
        self.lock = threading.Lock()
        self.held: tuple[int, Any] | None = None

    def nudge(self, job: str, *ids: int) -> None:
        try:
            self.storage.enqueue(json.dumps([job, *ids]).encode())
        except Exception as error:  # noqa: BLE001  (whatever it is, a sweep finds the work)
            log.warning("nudge_lost", job=job, ids=ids, error=type(error).__name__)

    def take(self) -> tuple[str, tuple[int, ...]] | None:
        while (data := self._next()) is not None:
            try:
                job, *ids = json.loads(data)
            except ValueError:
                log.warning("nudge_garbled")
            else:
                return job, tuple(ids)
        return None

    def _next(self) -> bytes | None:
        try:
            data = self.storage.dequeue()
        except Exception as error:
            raise OSError(f"queue: {type(error).__name__}") from error
        return None if data is None else bytes(data)

    @property
    def storage(self) -> Any:
        with self.lock:
            if self.held is None or self.held[0] != os.getpid():
                self.held = (os.getpid(), self.open_storage())
            return self.held[1]
