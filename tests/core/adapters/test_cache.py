"""What every cache must do, asked of each of them."""

import os
import socket
import threading
import time

import pytest

from core.adapters import cache_from, redis_cache
from core.adapters.cache import COST_OF_AN_ENTRY, MemoryCache


@pytest.fixture(params=["memory", "redis"])
def cache(request, monkeypatch):
    if request.param == "memory":
        return cache_from("memory:")
    server = request.getfixturevalue("valkey")
    monkeypatch.setattr(redis_cache, "PATIENCE", 10)  # how long it waits has tests of its own
    cache = cache_from(server.connection_url)
    cache.client.flushall()
    return cache


class TestCache:
    def test_remembers(self, cache):
        cache.set("page", b"\x00<h1>", 60)
        assert cache.get("page") == b"\x00<h1>"

    def test_knows_nothing_at_first(self, cache):
        assert cache.get("page") is None

    def test_the_last_word_counts(self, cache):
        cache.set("page", b"old", 60)
        cache.set("page", b"new", 60)
        assert cache.get("page") == b"new"

    def test_an_empty_value_is_a_value(self, cache):
        cache.set("page", b"", 60)
        assert cache.get("page") == b""

    def test_forgets_in_time(self, cache):
        cache.set("page", b"x", 1)
        assert cache.get("page") == b"x"
        time.sleep(1.2)
        assert cache.get("page") is None

    def test_no_time_means_never(self, cache):
        cache.set("page", b"old", 60)
        cache.set("page", b"x", 0)
        assert cache.get("page") is None

    def test_keys_may_be_any_text(self, cache):
        cache.set("主页|zh|长辈\n", "好".encode(), 60)
        assert cache.get("主页|zh|长辈\n") == "好".encode()

    def test_many_at_once(self, cache):
        def use(number):
            for turn in range(100):
                cache.set(f"k{turn % 7}", b"%d" % number, 60)
                assert cache.get(f"k{turn % 7}") is not None

        threads = [threading.Thread(target=use, args=(number,)) for number in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert cache.get("k3") in {b"0", b"1", b"2", b"3"}


def test_memory_is_bounded_and_drops_what_was_used_longest_ago():
    cache = MemoryCache(most=4 * (COST_OF_AN_ENTRY + 101))
    for key in "abcd":
        cache.set(key, b"x" * 100, 60)
    assert cache.get("a") is not None
    cache.set("e", b"x" * 100, 60)
    assert [key for key in "abcde" if cache.get(key)] == ["a", "c", "d", "e"]
    cache.set("huge", b"x" * 10_000, 60)
    assert cache.get("huge") is None
    assert cache.get("a") is not None
    assert cache.size == 4 * (COST_OF_AN_ENTRY + 101)


@pytest.fixture
def dead_port():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound and never listening: connections are refused
        yield taken.getsockname()[1]


@pytest.fixture
def mute_port():
    with socket.socket() as mute:
        mute.bind(("127.0.0.1", 0))
        mute.listen()  # takes connections and never answers
        yield mute.getsockname()[1]


@pytest.mark.parametrize("trouble", ["dead_port", "mute_port"])
def test_without_redis_everything_is_a_miss_and_nobody_waits(request, trouble):
    cache = cache_from(f"redis://127.0.0.1:{request.getfixturevalue(trouble)}/0")
    begun = time.monotonic()
    for turn in range(50):
        cache.set(f"k{turn}", b"x", 60)
        assert cache.get(f"k{turn}") is None
    assert time.monotonic() - begun < 2


def test_redis_is_asked_again_after_a_rest(valkey, dead_port):
    cache = cache_from(valkey.connection_url)
    cache.rest(OSError("it was gone"))
    cache.set("page", b"lost", 60)
    assert cache.get("page") is None
    cache.rest_until = time.monotonic()
    cache.set("page", b"kept", 60)
    assert cache.get("page") == b"kept"


@pytest.mark.filterwarnings("ignore:.*fork")
def test_redis_survives_a_fork(valkey):
    cache = cache_from(valkey.connection_url)
    cache.set("page", b"parent", 60)
    child = os.fork()
    if child == 0:
        os._exit(0 if cache.get("page") == b"parent" else 1)
    assert cache.get("page") == b"parent"
    assert os.waitpid(child, 0)[1] == 0


@pytest.mark.parametrize("url", ["", "memory", "memcached://x", "redis:"])
def test_other_addresses_are_refused(url):
    with pytest.raises(ValueError, match="CACHE_URL"):
        cache_from(url)
