"""A safe that somebody has had in their hands: it is not shown, and that is written down."""

import json

import pytest
from sqlalchemy import delete, select, update

from core.admin import queries as admin
from core.cli import invariants
from core.db import db, write_asides, writing
from core.errors import Refused
from core.history.models import Entry
from core.sealing import operations as sealing
from core.sealing.models import SealedField
from services.cases.models import Case
from services.cases.operations import handling, papers, safekeeping
from services.cases.queries.invariants import INVARIANTS
from tests.services.cases.conftest import CANARY

pytestmark = pytest.mark.both_engines
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


@pytest.fixture
def client_of(world):
    return world.actor(world.guest)


@pytest.fixture
def other(world, case, make, do):
    """Return the case of somebody else."""
    neighbour = world.actor(make.person(name="李四"))
    made = do(handling.begin, world.clinic, by=neighbour)
    do(safekeeping.save_intake, made, {"story": "别人的"}, by=neighbour)
    return made


def field(case, name):
    return (SealedField.safe_id == case.safe_id) & (SealedField.name == name)


def flip(case, name):
    """Change the last bit of a seal."""
    row = db.session.scalars(select(SealedField).where(field(case, name))).one()
    sealed = row.sealed[:-1] + bytes([row.sealed[-1] ^ 1])
    with writing():
        db.session.execute(update(SealedField).where(field(case, name)).values(sealed=sealed))
    db.session.expire_all()


def take_away(case, name):
    with writing():
        db.session.execute(delete(SealedField).where(field(case, name)))
    db.session.expire_all()


def written():
    """Return what history says about it, once the request is over."""
    write_asides()
    lines = db.session.scalars(select(Entry).where(Entry.action == "broken_seal"))
    return [(each.about, each.about_id, each.by_id, each.person_id) for each in lines]


@pytest.mark.parametrize("tamper", [flip, take_away])
def test_a_changed_seal_is_refused_and_written_down(case, client_of, do, capsys, tamper):
    tamper(case, "intake")
    with pytest.raises(Refused, match="动过"):
        do(safekeeping.open_part, case, "intake", by=client_of)
    assert written() == [("case_envelope", case.id, None, None)]
    said = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    errors = [line for line in said if line["level"] == "error"]
    assert [(line["event"], line["case"]) for line in errors] == [("broken_seal", case.id)]
    assert CANARY not in json.dumps(said, ensure_ascii=False)
    assert not admin.list_history(admin.Search(action="broken_seal"))[0]  # no page shows it


@pytest.mark.parametrize("tamper", [flip, take_away])
def test_a_paper_likewise(case, client_of, do, tamper):
    do(papers.lay, case, papers.prepare("a.pdf", PDF), by=client_of)
    tamper(case, "paper:1")
    with pytest.raises(Refused, match="动过"):
        do(safekeeping.read_paper, case, 1, by=client_of)
    assert len(written()) == 1


def test_who_asks_by_a_page_is_told_and_it_stays_written(client, world, handed, do):
    do(safekeeping.add_note, handed, CANARY, by=world.actor(world.lawyer.person))
    flip(handed, "notes")
    client.log_in(world.guest)
    answer = client.send(f"/appointments/cases/{handed.number}/notes")
    assert answer.status_code == 409
    assert "动过" in answer.text
    assert written() == [("case_envelope", handed.id, None, None)]


def test_nothing_wrong_is_nothing_written(case, client_of, do):
    assert do(safekeeping.open_part, case, "intake", by=client_of)["story"] == CANARY
    assert written() == []


def exchange(case, other, at):
    mine, theirs = case.safe_id, other.safe_id
    with writing():
        spare = sealing.make_safe(at=at).id
        for each, safe_id in ((other, spare), (case, theirs), (other, mine)):
            moved = update(Case).where(Case.id == each.id).values(safe_id=safe_id)
            db.session.execute(moved.execution_options(synchronize_session=False))
    db.session.expire_all()


def test_safes_cannot_be_exchanged(case, other, client_of, do, at):
    """Who could write into the database would read another's words as their own."""
    mine, theirs = case.safe_id, other.safe_id
    exchange(case, other, at)
    assert (case.safe_id, other.safe_id) == (theirs, mine)
    with pytest.raises(Refused, match="动过"):
        do(safekeeping.open_part, case, "intake", by=client_of)
    with pytest.raises(Refused, match="动过"):
        do(safekeeping.save_intake, case, {"story": "写到别人那里"}, by=client_of)
    with pytest.raises(Refused, match="动过"):
        do(papers.lay, case, papers.prepare("a.pdf", PDF), by=client_of)
    assert written() == [("case_envelope", case.id, None, None)] * 3
    found = invariants.broken(at=at, only=INVARIANTS)
    assert {name: set(rows) for name, rows in found.items()} == {
        "cases.safe_of_another": {(case.id,), (other.id,)}
    }
    exchange(case, other, at)


def test_each_case_has_a_safe_of_its_own_name(world, case, do):
    lawyer = world.actor(world.lawyer.person)
    appointment = world.book(world.start(9))
    opened = do(handling.open_for, appointment, by=lawyer, at=world.start(9))
    assert (case.safe.ref, opened.safe.ref) == (case.number, opened.number)
