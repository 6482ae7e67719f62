"""No file of the house has a word of what lies in a safe."""

import sqlite3
from contextlib import closing

from core.db import db
from services.cases.operations import safekeeping
from tests.services.cases.conftest import CANARY


def test_no_file_has_a_word_of_it(world, handed, do, tmp_path):
    lawyer = world.actor(world.lawyer.person)
    do(safekeeping.open_part, handed, "intake", by=lawyer)
    db.session.rollback()
    files = [each for each in tmp_path.rglob("*") if each.is_file()]
    assert any(each.name == "house.db" for each in files)
    for each in files:
        assert CANARY.encode() not in each.read_bytes(), each
    with closing(sqlite3.connect(tmp_path / "house.db")) as beside:  # the control: it is there
        (sealed,) = beside.execute("SELECT count(*) FROM sealed_field").fetchone()
    assert sealed >= 1
