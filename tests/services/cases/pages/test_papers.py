"""Papers lie in the safe itself: in no file, under no name, and opened one by one."""

from io import BytesIO

import pytest
from PIL import Image
from sqlalchemy import func, select
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from core.db import db
from core.errors import Refused
from core.sealing import queries as seals
from core.sealing.models import SealedField
from core.storage.models import StoredFile
from services.cases.operations import handling, papers, safekeeping
from services.cases.rules.papers import MOST_BYTES, MOST_PAPERS
from tests.services.cases.pages.conftest import PDF, photo

pytestmark = pytest.mark.both_engines
PLACE = "28.6139 N CANARY-GPS"


@pytest.fixture
def url(guest, case):
    return f"/appointments/cases/{case.number}/papers"


@pytest.fixture
def names(open_case):
    return lambda: seals.names_in(open_case().safe)


def lay(client, url, data, name):
    """Upload a file; the form is written in memory, as a test's own would lie on the disk."""
    fields = {"paper": FileStorage(BytesIO(data), name), "csrf_token": client.token()}
    boundary, body = encode_multipart({**fields, "form_key": "12345678"})
    return client.post(url, data=body, content_type=f"multipart/form-data; boundary={boundary}")


def test_a_photo_is_drawn_anew_and_sealed(guest, world, url, opened, case, tmp_path):
    exif = Image.Exif()
    exif[0x010E] = PLACE
    answer = lay(guest, url, photo((2000, 1500), "JPEG", exif=exif.tobytes()), "欠条 CANARY.jpg")
    assert answer.location == url
    page = guest.get(url)
    assert "第 1 份材料" in page.text
    assert "CANARY" not in page.text
    shown = guest.send(f"{url}/1")
    assert (shown.status_code, shown.mimetype) == (200, "image/webp")
    picture = Image.open(BytesIO(shown.data))
    assert picture.width == 1280
    assert not picture.getexif()
    assert shown.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert shown.headers["Cache-Control"] == "no-store"
    said = shown.headers["Content-Disposition"]
    assert said == f'inline; filename="{case.number}-1.webp"'
    assert opened(case) == [(world.guest.id, "client", "paper:1")]
    assert not db.session.scalar(select(func.count()).select_from(StoredFile))
    files = [each for each in tmp_path.rglob("*") if each.is_file()]
    for each in files:
        held = each.read_bytes()
        assert shown.data[:400] not in held, each
        assert "欠条".encode() not in held, each
    assert not [each for each in files if each.is_relative_to(tmp_path / "files")]


def test_a_pdf_comes_as_something_to_keep(guest, url, case):
    lay(guest, url, PDF, "合同.pdf")
    shown = guest.send(f"{url}/1")
    assert (shown.data, shown.mimetype) == (PDF, "application/pdf")
    said = shown.headers["Content-Disposition"]
    assert said == f'attachment; filename="{case.number}-1.pdf"'


def test_names_are_shown_to_who_opens_their_list(guest, world, url, opened, case):
    lay(guest, url, PDF, "CANARY合同.pdf")
    page = guest.send(f"{url}/open")
    assert page.status_code == 200
    assert "CANARY合同.pdf" in page.text
    assert opened(case) == [(world.guest.id, "client", "papers")]


def test_taken_out_nobody_reads_it_and_its_number_is_used_no_more(guest, url, names):
    for name in ("a.pdf", "b.pdf"):
        lay(guest, url, PDF, name)
    assert guest.send(f"{url}/2/take-out").location == url
    assert names() == ["intake", "paper:1", "papers"]
    guest.look = False
    for each in (f"{url}/2", f"{url}/2/take-out", f"{url}/99", f"{url}/0"):
        assert guest.send(each).status_code == 404
    lay(guest, url, PDF, "c.pdf")
    assert names() == ["intake", "paper:1", "paper:3", "papers"]


@pytest.mark.parametrize(
    ("data", "name", "words"),
    [
        (b"", "", "请选一张照片或者一份 PDF"),
        (b"", "a.pdf", "文件是空的"),
        (b"hello", "a.txt", "只收照片"),
        (b"hello", "a.pdf", "只收照片"),
        (PDF, "a.jpg", "只收照片"),
        (b"\xff\xd8\xffnonsense", "a.jpg", "打不开"),
        (b"%PDF-1.4" + b"x" * MOST_BYTES + b"%%EOF", "big.pdf", "每份最多 2 MB"),
        (b"\x89PNG\r\n\x1a\n" + b"x" * (10 * 1024 * 1024), "big.png", "最多 10 MB"),
    ],
)
def test_what_is_no_paper_is_not_taken(guest, url, names, data, name, words):
    answer = lay(guest, url, data, name)
    assert answer.status_code == 422
    assert words in answer.text
    assert names() == ["intake"]


def test_a_paper_of_just_the_size_is_taken(guest, url, names):
    end = b"%%EOF"
    data = b"%PDF-" + b"x" * (MOST_BYTES - 10) + end
    assert len(data) == MOST_BYTES
    assert lay(guest, url, data, "a.pdf").status_code == 302
    assert "paper:1" in names()


def test_not_more_than_six(guest, url, names):
    for _each in range(MOST_PAPERS):
        assert lay(guest, url, PDF, "a.pdf").status_code == 302
    assert "最多放 6 份" in guest.get(url).text
    answer = lay(guest, url, PDF, "a.pdf")
    assert answer.status_code == 422
    assert len(names()) == MOST_PAPERS + 2
    guest.send(f"{url}/3/take-out")
    assert lay(guest, url, PDF, "a.pdf").status_code == 302


def test_an_old_paper_put_back_is_noticed(guest, url, open_case):
    """Of two papers whose bytes change places nobody is shown either."""
    lay(guest, url, PDF, "a.pdf")
    lay(guest, url, PDF + b"\n", "b.pdf")
    rows = db.session.scalars(select(SealedField).where(SealedField.name.like("paper:%"))).all()
    one, two = ((each.id, each.sealed) for each in rows)
    table = SealedField.__table__
    for row_id, sealed in ((one[0], two[1]), (two[0], one[1])):
        db.session.execute(table.update().where(table.c.id == row_id).values(sealed=sealed))
    db.session.commit()
    for n in (1, 2):
        answer = guest.send(f"{url}/{n}")
        assert answer.status_code == 409
        assert "被人动过" in answer.text


def test_the_practitioner_reads_them_and_changes_none(guest, world, url, case, do, opened):
    lay(guest, url, PDF, "a.pdf")
    client, lawyer = world.actor(world.guest), world.actor(world.lawyer.person)
    with pytest.raises(Refused):
        do(safekeeping.list_papers, case, by=lawyer)
    do(handling.submit, case, world.lawyer, by=client)
    (paper,) = do(safekeeping.list_papers, case, by=lawyer)
    assert (paper.n, paper.name, paper.size) == (1, "a.pdf", len(PDF))
    assert do(safekeeping.read_paper, case, 1, by=lawyer) == (paper, PDF)
    with pytest.raises(Refused, match="拿掉了"):
        do(safekeeping.read_paper, case, 2, by=lawyer)
    assert opened(case)[:2] == [
        (world.lawyer.person_id, "practitioner", "paper:1"),
        (world.lawyer.person_id, "practitioner", "papers"),
    ]
    bare = papers.prepare("b.pdf", PDF)
    for step in (
        lambda by: do(papers.lay, case, bare, by=by),
        lambda by: do(papers.take_out, case, 1, by=by),
    ):
        for actor in (lawyer, client):
            with pytest.raises(Refused, match="现在不能改"):
                step(actor)
    assert "现在不能改" in guest.get(url).text
    assert "拿掉" not in guest.get(url).text


def test_shredded_with_the_case(guest, world, url, case, do, names):
    lay(guest, url, PDF, "a.pdf")
    guest.send(f"/appointments/cases/{case.number}/shred")
    guest.look = False
    assert not db.session.scalar(select(func.count()).select_from(SealedField))
    for each in (f"{url}/1", f"{url}/open"):
        assert guest.send(each).status_code == 409
