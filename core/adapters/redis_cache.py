"""A cache in Redis, shared by all processes and machines."""

import time

import redis
import structlog

PREFIX = "xingcun:"
PATIENCE = 0.25  # seconds; a page is made anew sooner than that
REST = 5.0  # seconds without asking again after Redis has failed
log = structlog.get_logger(__name__)


class RedisCache:
    """Forgets everything while Redis is out of reach; nobody waits for it twice."""

    def __init__(self, url: str) -> None:
        # The pool notices a fork by itself and opens connections of its own.
        self.client = redis.Redis.from_url(
            url, socket_timeout=PATIENCE, socket_connect_timeout=PATIENCE
        )
        self.rest_until = 0.0

    def get(self, key: str) -> bytes | None:
        if self.resting():
            return None
        try:
            value = self.client.get(PREFIX + key)
        except (redis.RedisError, OSError) as error:
            self.rest(error)
            return None
        return value if isinstance(value, bytes) else None

    def set(self, key: str, value: bytes, seconds: int) -> None:
        if self.resting():
            return
        try:
            if seconds <= 0:
                self.client.delete(PREFIX + key)
            else:
                self.client.set(PREFIX + key, value, ex=seconds)
        except (redis.RedisError, OSError) as error:
            self.rest(error)

    def resting(self) -> bool:
        return time.monotonic() < self.rest_until

    def rest(self, error: Exception) -> None:
        self.rest_until = time.monotonic() + REST
        log.warning("cache_gone", error=type(error).__name__)
