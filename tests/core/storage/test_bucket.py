"""The same storage on a bucket that may be gone, fail, or stop half way: no row without bytes."""

from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from core.clock import now
from core.db import db, writing
from core.errors import Refused
from core.house import HOUSE
from core.storage import operations, queries
from core.storage.jobs import remove_deleted, remove_orphans
from core.storage.models import StoredFile
from tests.core.storage import samples
from tests.outside import serving


@pytest.fixture
def values(bucket):
    return {"FILES_URL": f"s3://{bucket}"}


class Failing(BaseHTTPRequestHandler):
    """Answers 500, or takes the first thing whole and then fails."""

    def do_PUT(self):
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.server.puts += 1
        self.send_response(200 if self.server.puts <= self.server.good else 500)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_args):
        """Keep the test's output clean."""


@pytest.fixture
def failing(monkeypatch):
    class Server(ThreadingHTTPServer):
        puts = good = 0

    with serving(Server(("127.0.0.1", 0), Failing)) as server:
        monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{server.server_address[1]}")
        monkeypatch.setattr(HOUSE.files, "held", None)
        yield server


def test_a_photo_goes_to_the_bucket_and_comes_back(keep, client):
    stored = keep()
    assert set(HOUSE.files.names()) == set(stored.objects)
    assert queries.list_damaged() == []
    answer = client.get(f"/files/{stored.ref}/480")
    assert (answer.status_code, answer.mimetype) == (200, "image/webp")


def test_deleted_ones_and_orphans_leave_the_bucket(keep, by, at):
    stored = keep()
    operations.lay_picture("a.jpg", samples.photo(), by=by)
    with writing():
        operations.drop(stored, at=at)
    remove_deleted(at + timedelta(seconds=1))
    assert len(list(HOUSE.files.names())) == 2
    remove_orphans(now())
    assert len(list(HOUSE.files.names())) == 2
    remove_orphans(now() + timedelta(minutes=61))
    assert list(HOUSE.files.names()) == []


def test_a_bucket_that_is_gone_says_try_again(keep, client, monkeypatch):
    stored = keep()
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    monkeypatch.setattr(HOUSE.files, "held", None)
    with pytest.raises(Refused, match="过几分钟"):
        keep()
    assert db.session.query(StoredFile).count() == 1
    answer = client.get(f"/files/{stored.ref}")
    assert (answer.status_code, answer.mimetype) == (503, "image/webp")
    assert client.get("/healthz").status_code == 200


@pytest.mark.parametrize("good", [0, 1])
def test_a_bucket_that_fails_or_takes_half_leaves_no_row(app, keep, failing, good):
    failing.good = good
    with pytest.raises(Refused, match="过几分钟"):
        keep()
    assert failing.puts > good
    assert db.session.query(StoredFile).count() == 0
