"""No file of the house, and nothing it says, has a word of what lies in a safe."""

import json
import tarfile
from pathlib import Path

import pytest
from sqlalchemy import text

from core.cli import backup
from core.db import db, writing
from core.me.operations import data_of
from core.notices import jobs as notices
from core.search import jobs as search
from services.cases.operations import breaking, handling, papers, safekeeping
from services.clinics.models import Appointment
from tests.core.cli.conftest import programs
from tests.services.cases.conftest import CANARY

pytestmark = [pytest.mark.both_engines, pytest.mark.usefixtures("programs")]
__all__ = ["programs"]
FOUND = "这一句不是秘密-CONTROL"  # in an ordinary column: whoever looks finds it
PDF = b"%PDF-1.4\n% " + CANARY.encode() + b"\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
REASONS = (f"{CANARY} 申请", f"{CANARY} 同意")


@pytest.fixture
def lived(world, case, contact, make, do):
    """Let a case go all its way: papers, handed on, noted, broken, closed; return the client."""
    client, lawyer = world.actor(world.guest), world.actor(world.lawyer.person)
    colleague = make.person(name="方律师")
    world.make_service(world.practitioner(colleague))
    do(papers.lay, case, papers.prepare(f"{CANARY}.pdf", PDF), by=client)
    do(handling.submit, case, by=client)
    do(safekeeping.open_part, case, "intake", by=world.actor(contact))
    do(handling.hand, case, world.lawyer, is_open=True, by=world.actor(contact))
    do(safekeeping.add_note, case, f"{CANARY} 记录", by=lawyer)
    asked = world.actor(colleague)
    broken = do(breaking.ask_to_break, case, REASONS[0], by=asked)
    other = make.person(name="钱律师")
    world.make_service(world.practitioner(other))
    do(breaking.second, broken, case, REASONS[1], by=world.actor(other))
    do(safekeeping.open_part, case, "notes", by=asked)
    appointment = world.book(world.start(9))
    with writing():
        db.session.get(Appointment, appointment.id).end_why = FOUND
    return client


def all_files(folder):
    return [each for each in Path(folder).rglob("*") if each.is_file()]


def hits(files, words):
    """Return which of these files hold the words, in the writing of databases or of JSON."""
    needles = [words.encode(), words.encode("utf-16-le"), json.dumps(words).strip('"').encode()]
    return [each.name for each in files if any(needle in each.read_bytes() for needle in needles)]


def test_no_file_has_a_word_of_it(lived, world, engine, tmp_path, capfd, caplog):
    notices.sweep(world.at)
    search.rebuild()
    exported = json.dumps(
        [data_of(each) for each in people(world)], default=str, ensure_ascii=False
    )
    (tmp_path / "export.json").write_text(exported, encoding="utf-8")
    db.session.remove()
    made = backup.make(tmp_path / "all.backup", at=world.at)
    with tarfile.open(made) as tar:
        tar.extractall(tmp_path / "opened", filter="data")
    files = all_files(tmp_path)
    if engine == "postgresql":
        files += of_postgres()
    said = capfd.readouterr()
    (tmp_path / "said.log").write_text(said.out + said.err + caplog.text, encoding="utf-8")
    files.append(tmp_path / "said.log")
    assert len(files) > 10
    for secret in (CANARY, "家暴"):
        assert hits(files, secret) == []
    assert hits(files, FOUND), "the control must be found: this search proves nothing"
    assert hits([tmp_path / "export.json"], FOUND)


def people(world):
    return [world.guest.id, world.lawyer.person_id, world.officer.id]


def of_postgres():
    """Return the files of the whole server, its log of writes among them."""
    with db.engine.connect() as connection:
        folder = connection.execute(text("SHOW data_directory")).scalar()
        connection.execute(text("CHECKPOINT"))
    return [each for each in all_files(folder) if {"base", "pg_wal"} & set(each.parts)]


def test_the_people_of_it_read_it(lived, world, case, do):
    """The other control: it is there, for the client and the lawyer."""
    for person in (world.guest, world.lawyer.person):
        said = do(safekeeping.open_part, case, "intake", by=world.actor(person))
        assert said["story"] == CANARY
    _paper, data = do(safekeeping.read_paper, case, 1, by=lived)
    assert CANARY.encode() in data
