"""What every queue must do, asked of each of them."""

import os
import threading

import pytest
from structlog.testing import capture_logs

from core.adapters import queue_from


@pytest.fixture(params=["sqlite", "redis"])
def url(request, tmp_path):
    if request.param == "sqlite":
        return f"sqlite:{tmp_path}/deep/jobs.db"
    server = request.getfixturevalue("valkey")
    server.client().flushall()
    return server.connection_url


@pytest.fixture
def queue(url):
    return queue_from(url)


class TestQueue:
    def test_first_in_first_out(self, queue):
        queue.nudge("send", 7)
        queue.nudge("tidy")
        queue.nudge("join", 1, 2)
        assert [queue.take() for _ in range(4)] == [
            ("send", (7,)),
            ("tidy", ()),
            ("join", (1, 2)),
            None,
        ]

    def test_another_process_sees_it(self, url):
        queue_from(url).nudge("send", 7)
        assert queue_from(url).take() == ("send", (7,))

    def test_a_nudge_is_taken_once(self, queue):
        for number in range(60):
            queue.nudge("send", number)
        taken, lock = [], threading.Lock()

        def work():
            while (nudge := queue.take()) is not None:
                with lock:
                    taken.append(nudge[1][0])

        threads = [threading.Thread(target=work) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(taken) == list(range(60))

    def test_what_nobody_can_read_is_passed_over(self, queue):
        queue.storage.enqueue(b"\x80pickled by somebody else")
        queue.nudge("send", 7)
        assert queue.take() == ("send", (7,))

    @pytest.mark.filterwarnings("ignore:.*fork")
    def test_a_fork_opens_its_own(self, queue):
        queue.nudge("parent", 1)
        child = os.fork()
        if child == 0:
            queue.nudge("child", 2)
            os._exit(0)
        assert os.waitpid(child, 0)[1] == 0
        assert {queue.take(), queue.take()} == {("parent", (1,)), ("child", (2,))}


@pytest.mark.parametrize("where", ["redis://127.0.0.1:9/0", "sqlite:/proc/nowhere/jobs.db"])
def test_a_queue_out_of_reach_loses_nudges_and_says_so(where):
    queue = queue_from(where)
    with capture_logs() as lines:
        queue.nudge("send", 7)
    assert [(line["event"], line["job"]) for line in lines] == [("nudge_lost", "send")]
    with pytest.raises(OSError, match="queue"):
        queue.take()


@pytest.mark.parametrize("url", ["", "sqlite:", "amqp://x", "memory:"])
def test_other_addresses_are_refused(url):
    with pytest.raises(ValueError, match="JOBS_URL"):
        queue_from(url)
