"""No browser takes a file for a page, and a private one goes to nobody else."""

import pytest

from core.access import Actor
from core.db import writing
from core.house import HOUSE
from core.storage import operations
from core.storage.models import picture_name
from core.web.file_views import send
from tests.core.storage import samples


@pytest.fixture
def by(make):
    person = make.person()
    return Actor(id=person.id, person=person.id, name=person.name)


@pytest.fixture
def picture(by, at):
    return kept(operations.lay_picture('茶叶 "a";b.jpg', samples.with_gps(), by=by), by, at)


@pytest.fixture
def paper(by, at):
    return kept(operations.lay_paper("证明.pdf", samples.PDF_WITH_JS, by=by), by, at)


def kept(laid, by, at, *, is_public=True):
    with writing():
        return operations.keep(laid, is_public=is_public, by=by, at=at)


def get(client, url, **kw):
    """Fetch what is not a page."""
    return client.get(url, **kw)


def test_a_picture_is_shown(client, picture):
    for url, width in ((f"/files/{picture.ref}", 1280), (f"/files/{picture.ref}/480", 480)):
        answer = get(client, url)
        assert answer.status_code == 200
        assert answer.mimetype == "image/webp"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
        assert answer.headers["Content-Disposition"] == (
            "inline; filename*=UTF-8''%E8%8C%B6%E5%8F%B6%20%22a%22%3Bb.webp"
        )
        assert answer.headers["Cache-Control"] == "public, max-age=86400"
        assert "Set-Cookie" not in answer.headers
        with HOUSE.files.open(picture_name(picture.ref, width)) as stream:
            assert answer.data == stream.read()


def test_a_paper_is_kept_not_opened(client, paper):
    answer = get(client, f"/files/{paper.ref}")
    assert answer.mimetype == "application/pdf"
    assert answer.headers["Content-Disposition"].startswith("attachment; filename*=UTF-8''%E8%AF")
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer.data == samples.PDF_WITH_JS


def test_what_a_browser_has_is_not_sent_again(client, picture):
    first = get(client, f"/files/{picture.ref}")
    again = get(client, f"/files/{picture.ref}", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    other = get(client, f"/files/{picture.ref}/480")
    assert other.headers["ETag"] != first.headers["ETag"]


def test_there_is_nothing_else(client, picture, paper, by, at):
    private = kept(operations.lay_paper("a.pdf", samples.PDF, by=by), by, at, is_public=False)
    deleted = kept(operations.lay_paper("a.pdf", samples.PDF, by=by), by, at)
    with writing():
        operations.drop(deleted, at=at)
    urls = [
        f"/files/{picture.ref}/481", f"/files/{picture.ref}/0", f"/files/{paper.ref}/480",
        f"/files/{picture.id}", "/files/", f"/files/{'0' * 32}", f"/files/{picture.ref}-480.webp",
        f"/files/{private.ref}", f"/files/{deleted.ref}", "/files/..%2f..%2fhouse.db",
        f"/files/{picture.ref}/-480", f"/static/files/{picture.ref}", "/files/%00",
    ]  # fmt: skip
    answers = {url: client.get(url).status_code for url in urls}
    assert set(answers.values()) <= {404, 400, 308}, answers
    assert answers[f"/files/{private.ref}"] == 404


def test_a_private_file_is_for_this_one_reader(app, paper, by, at):
    private = kept(operations.lay_paper("a.pdf", samples.PDF, by=by), by, at, is_public=False)
    with app.test_request_context():
        answer = send(private)
    assert answer.status_code == 200
    assert set(answer.headers["Cache-Control"].split(", ")) == {"private", "no-store"}
    assert "ETag" not in answer.headers
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"


def test_while_the_storage_is_away_a_grey_picture_stands_in(client, picture, paper):
    for stored in (picture, paper):
        for name in stored.objects:
            HOUSE.files.delete(name)
    answer = get(client, f"/files/{picture.ref}")
    assert answer.status_code == 503
    assert answer.mimetype == "image/webp"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Retry-After"] == "60"
    assert get(client, f"/files/{paper.ref}").status_code == 503
