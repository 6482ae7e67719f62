"""A backup brought back elsewhere: with the keys it is read, without them it is not (F54)."""

import base64

import pytest
from sqlalchemy import delete

from core.adapters.keys import add_key
from core.cli import backup, restore
from core.clock import now
from core.db import db, write_asides, writing
from core.errors import Refused
from core.sealing.rules import new_key
from core.sponsorship.models import Sponsorship
from services.cases.models import Case
from services.cases.operations import papers, safekeeping
from tests.core.cli.conftest import programs
from tests.core.cli.test_backup import elsewhere, enter
from tests.services.cases.conftest import CANARY

pytestmark = [pytest.mark.both_engines, pytest.mark.usefixtures("programs")]
__all__ = ["elsewhere", "programs"]
PDF = b"%PDF-1.4\n% " + CANARY.encode() + b"\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


@pytest.fixture
def keys(tmp_path):
    path = tmp_path / "keys" / "seal.keys"
    add_key(path)
    return path


@pytest.fixture
def values(keys):
    return {"SEAL_KEYS": f"file:{keys}"}


def write_key(path, name):
    path.write_text(f"{name} {base64.b64encode(new_key()).decode()}\n", encoding="ascii")


def test_with_the_same_keys_it_is_read(world, case, keys, elsewhere, tmp_path, do):
    client, number = world.actor(world.guest), case.number
    do(papers.lay, case, papers.prepare("a.pdf", PDF), by=client)
    with writing():  # the fixture's visit never took place
        db.session.execute(delete(Sponsorship))
    made = backup.make(tmp_path / "one.tar", at=now())
    assert keys.read_bytes().split()[1] not in made.read_bytes()
    db.session.remove()
    elsewhere.values["SEAL_KEYS"] = f"file:{keys}"

    def look(what, *given):
        with writing():
            there = db.session.query(Case).filter_by(number=number).one()
            return what(there, *given, by=client, at=world.at)

    with enter(elsewhere):
        said = list(restore.put_back(made, at=now()))
        assert said[-1].endswith("invariants hold")
        assert look(safekeeping.open_part, "intake")["story"] == CANARY
        assert CANARY.encode() in look(safekeeping.read_paper, 1)[1]
        db.session.remove()
        db.engine.dispose()
    name = keys.read_text(encoding="ascii").split()[0]
    for other, error in (("another", LookupError), (name, Refused)):
        write_key(keys, other)
        with enter(elsewhere):
            for what in ((safekeeping.open_part, "intake"), (safekeeping.read_paper, 1)):
                with pytest.raises(error):
                    look(*what)
            write_asides()  # before the engine goes
            db.session.remove()
            db.engine.dispose()
