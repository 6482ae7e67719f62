"""What was made once and may be shown again, in this process or in Redis."""

import threading
import time
from collections import OrderedDict

from core.ports import Cache

MEMORY_BYTES = 16 * 1024 * 1024
COST_OF_AN_ENTRY = 200  # what Python itself takes for one, roughly


def cache_from(url: str) -> Cache:
    """Return the cache at `memory:` or `redis://…`; raise ValueError for anything else."""
    if url == "memory:":
        return MemoryCache()
    if url.startswith(("redis://", "rediss://")):
        from core.adapters.redis_cache import RedisCache  # noqa: PLC0415  (the extra `scale`)

        return RedisCache(url)
    raise ValueError("CACHE_URL is memory: or redis://…")


class MemoryCache:
    """Keeps what was used last, within so many bytes; each process has its own."""

    def __init__(self, most: int = MEMORY_BYTES) -> None:
        self.most = most
        self.size = 0
        self.kept: OrderedDict[str, tuple[float, bytes]] = OrderedDict()
        self.lock = threading.Lock()

    def get(self, key: str) -> bytes | None:
        with self.lock:
            found = self.kept.get(key)
            if found is None:
                return None
            if found[0] <= time.monotonic():
                self._forget(key)
                return None
            self.kept.move_to_end(key)
            return found[1]

    def set(self, key: str, value: bytes, seconds: int) -> None:
        with self.lock:
            if key in self.kept:
                self._forget(key)
            if seconds <= 0 or weight(key, value) > self.most:
                return
            self.kept[key] = (time.monotonic() + seconds, value)
            self.size += weight(key, value)
            while self.size > self.most:
                self._forget(next(iter(self.kept)))

    def _forget(self, key: str) -> None:
        self.size -= weight(key, self.kept.pop(key)[1])


def weight(key: str, value: bytes) -> int:
    """Return the bytes that an entry takes, near enough."""
    return len(key.encode()) + len(value) + COST_OF_AN_ENTRY
