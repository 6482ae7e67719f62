"""Papers: put down, shown to few, replaced, running out; and what no file may be."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from core.cache.operations import house_version
from core.clock import village_day
from core.db import db
from core.notices.models import Notice
from core.storage.models import StoredFile
from shop.producers import jobs, queries, rules
from shop.producers.models import Paper, PaperKind, Producer, ProducerKind
from tests.core.storage import samples
from tests.counting import queries_in
from tests.shop.producers.conftest import PDF, photo, upload

pytestmark = pytest.mark.both_engines
DAY = timedelta(days=1)


def fields(at, **kw):
    today = village_day(at)
    return {
        "form_key": "12345678",
        "kind": "quarantine",
        "number": "检-0001",
        "issuer": "云溪县农业农村局",
        "valid_from": (today - 10 * DAY).isoformat(),
        "valid_until": (today + 90 * DAY).isoformat(),
        **kw,
    }


def all_of_them():
    return db.session.scalars(select(Paper).where(Paper.removed_at.is_(None))).all()


def test_from_what_is_missing_to_a_paper_with_its_photo(client, desk, producer, at, app, make):
    producer_row = db.session.get(Producer, producer.id)
    assert producer_row.classes == "fresh"
    page = client.get(f"{desk}/papers").text
    assert "不用证照" in page
    assert "电子商务法第十条" in page
    assert f'href="{desk}/papers/new?kind=quarantine"' in page
    form = client.get(f"{desk}/papers/new?kind=quarantine").text
    assert '<option selected value="quarantine">' in form
    before = house_version()
    answer = client.send(f"{desk}/papers/new", fields(at))
    [paper] = all_of_them()
    assert answer.location == f"{desk}/papers/{paper.id}/scan"
    assert house_version() > before
    assert client.get(answer.location).status_code == 200
    sent = upload(client, answer.location, "scan", "证.jpg", photo())
    assert sent.location == f"{desk}/papers"
    assert "检-0001" in client.get(f"{desk}/papers").text
    shown = client.get(f"{desk}/papers/{paper.id}/file")
    assert shown.mimetype == "image/webp"
    assert shown.headers["Cache-Control"] == "private, no-store"
    ref = db.session.scalars(select(StoredFile.ref)).one()
    for person in (None, make.person()):  # nobody else, and not by its name alone
        other = app.test_client()
        if person:
            other.log_in(person)
        assert other.get(f"/files/{ref}").status_code == 404
        assert other.get(f"{desk}/papers/{paper.id}/file").status_code in {302, 404}


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"kind": "passport"}, "kind"),
        ({"number": ""}, "number"),
        ({"number": "长" * 41}, "number"),
        ({"issuer": " "}, "issuer"),
        ({"issuer": "长" * 61}, "issuer"),
        ({"valid_from": "2999-01-01"}, "valid_from"),
        ({"valid_from": "x"}, "valid_from"),
        ({"valid_until": "2001-01-01"}, "valid_until"),
        ({"valid_until": "2999-01-01"}, "valid_until"),
    ],
)
def test_what_is_wrong_stands_at_its_field(client, desk, at, given, field):
    answer = client.send(f"{desk}/papers/new", fields(at, **given))
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert field == "number" or "检-0001" in answer.text
    assert all_of_them() == []


def test_a_strange_kind_in_the_address_is_no_kind(client, desk):
    assert client.get(f"{desk}/papers/new?kind=passport").status_code == 200


FILES = {
    "svg": ("证.svg", b'<svg xmlns="http://www.w3.org/2000/svg"><script>x</script></svg>'),
    "svg as png": ("证.png", b"<svg><script>x</script></svg>"),
    "html as jpg": ("证.jpg", b"<html><script>x</script></html>"),
    "php": ("证.php.jpg", b"<?php echo 1;"),
    "nul": ("证.jpg\0.svg", b"GIF89a"),
    "gif": ("证.gif", b"GIF89a\x01\x00\x01\x00"),
    "pdf called jpg": ("证.jpg", PDF),
    "jpg called pdf": ("证.pdf", photo()),
    "half a pdf": ("证.pdf", b"%PDF-1.4 and nothing more"),
    "flood": ("证.png", samples.png_header(20_000, 20_000)),
    "script": ("证.png", samples.SVG),
    "empty": ("证.jpg", b""),
    "none": ("", b""),
    "broken": ("证.jpg", photo()[:60]),
}


@pytest.mark.parametrize("case", FILES)
def test_what_no_paper_is(client, desk, producer, shop, case):
    paper = shop.paper(producer)
    url = f"{desk}/papers/{paper.id}/scan"
    answer = upload(client, url, "scan", *FILES[case])
    assert answer.status_code == 422
    assert 'id="scan-error"' in answer.text
    assert db.session.scalars(select(StoredFile)).all() == []


def test_a_pdf_is_handed_out_and_never_shown(client, desk, producer, shop):
    paper = shop.paper(producer)
    assert (
        upload(client, f"{desk}/papers/{paper.id}/scan", "scan", "证.pdf", PDF).status_code == 302
    )
    answer = client.get(f"{desk}/papers/{paper.id}/file")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in answer.headers["Content-Security-Policy"]


def test_a_new_photo_takes_the_place_of_the_old(client, desk, producer, shop):
    url = f"{desk}/papers/{shop.paper(producer).id}/scan"
    for name in ("一.jpg", "二.jpg"):
        assert upload(client, url, "scan", name, photo()).status_code == 302
    kept = select(StoredFile.name).where(StoredFile.deleted_at.is_(None))
    assert db.session.scalars(kept).all() == ["二.jpg"]


def test_a_slip_of_the_pen_keeps_the_photo_and_a_new_paper_wants_one(
    client, desk, producer, shop, at
):
    paper = shop.paper(producer, PaperKind.QUARANTINE, number="检-0001")
    upload(client, f"{desk}/papers/{paper.id}/scan", "scan", "证.jpg", photo())
    url = f"{desk}/papers/{paper.id}"
    assert 'value="检-0001"' in client.get(url).text
    answer = client.send(url, fields(at, issuer="云溪县畜牧站"))
    assert answer.location == f"{desk}/papers"
    [second] = all_of_them()
    assert (second.issuer, second.file_id) == ("云溪县畜牧站", 1)
    answer = client.send(
        f"{desk}/papers/{second.id}", fields(at, number="检-0002", form_key="87654321")
    )
    [third] = all_of_them()
    assert answer.location == f"{desk}/papers/{third.id}/scan"
    assert (third.number, third.kind, third.file_id) == ("检-0002", PaperKind.QUARANTINE, None)
    assert db.session.scalars(select(StoredFile.deleted_at)).one() is not None
    assert client.get(url).status_code == 404  # the first one is history


def test_removed_it_counts_no_more(client, desk, producer, shop, at):
    paper = shop.paper(producer)
    before = house_version()
    assert client.send(f"{desk}/papers/{paper.id}/remove").location == f"{desk}/papers"
    assert all_of_them() == []
    assert house_version() > before
    assert client.send(f"{desk}/papers/{paper.id}/remove").status_code == 404
    assert client.get(f"{desk}/papers/{paper.id}/file").status_code == 404


def test_each_change_of_a_verified_ones_papers_is_compared(client, desk, producer, shop, at):
    shop.sponsorship(producer)
    assert db.session.get(Producer, producer.id).facts_changed_at is None
    client.send(f"{desk}/papers/new", fields(at))
    assert db.session.get(Producer, producer.id).facts_changed_at is not None


def test_an_expired_paper_is_shown_in_plum_and_named_as_missing(client, desk, producer, shop, at):
    paper = shop.paper(producer, valid_until=village_day(at) - DAY)
    page = client.get(f"{desk}/papers").text
    assert '<span class="chip trouble">已过期</span>' in page
    soon = shop.paper(producer, valid_until=village_day(at) + 30 * DAY)
    assert '<span class="chip season">快到期</span>' in client.get(f"{desk}/papers").text
    shop.sponsorship(producer)
    db.session.rollback()
    one = db.session.get(Producer, producer.id)
    assert one.kind is ProducerKind.HOUSEHOLD
    client.send(f"{desk}/facts", facts_of(one, kind="family_farm", at=at))
    assert "齐了" in client.get(f"{desk}/").text
    client.send(f"{desk}/papers/{soon.id}/remove")
    steps = client.get(f"{desk}/").text
    assert "还差：营业执照" in steps
    assert '<span class="chip trouble">要补</span>' in steps
    assert paper.id in {each.id for each in queries.list_papers(producer.id)}


def facts_of(one, *, kind, at):
    return {
        "form_key": "12345678",
        "kind": kind,
        "name": one.name,
        "classes": ["fresh"],
        "unit": one.unit_id,
        "address": one.address,
        "phone": one.phone,
        "credit_code": "",
        "version": one.version,
    }


@pytest.mark.parametrize(("days", "times"), [(31, 0), (30, 1), (1, 1), (0, 1), (-1, 0), (None, 0)])
def test_who_sells_hears_once_that_a_paper_runs_out(client, desk, shop, producer, at, days, times):
    until = None if days is None else village_day(at) + days * DAY
    shop.paper(producer, PaperKind.SMALL_WORKSHOP, valid_until=until)
    for _round in range(3):
        jobs.remind(at)
    notices = db.session.scalars(select(Notice)).all()
    assert [each.event for each in notices] == ["shop.paper_runs_out"] * times
    if times:
        inbox = client.get("/inbox").text
        assert "李家果园的食品小作坊登记证" in inbox
        assert "%(" not in inbox


def test_no_word_about_papers_of_a_closed_shop(shop, farmer, village, at):
    gone = shop.producer(farmer, village, closed_at=at)
    shop.paper(gone, valid_until=village_day(at) + DAY)
    jobs.remind(at)
    assert db.session.scalars(select(Notice)).all() == []


def test_so_many_and_no_more(client, desk, producer, shop, at, monkeypatch):
    monkeypatch.setattr(rules, "MOST_PAPERS", 2)
    shop.paper(producer)
    shop.paper(producer)
    answer = client.send(f"{desk}/papers/new", fields(at))
    assert answer.status_code == 422
    assert "最多存 2 张" in answer.text


def test_thirty_cost_as_many_queries_as_three(client, desk, producer, shop):
    costs = []
    for count in (3, 27):
        for _each in range(count):
            shop.paper(producer, file_id=shop.file(is_public=False).id)
        costs.append(queries_in(lambda: client.get(f"{desk}/papers")))
    assert costs[0] == costs[1] <= 8
