"""What is kept of an import holds together, is copied out and erased with the person."""

import pytest
from sqlalchemy import select, text

from core.accounts.models import Person
from core.clock import now
from core.db import db, writing
from core.house import HOUSE
from core.roster import jobs
from core.roster.invariants import INVARIANTS
from core.roster.models import RosterImport, RosterRow, RowKind
from core.roster.personal import OwnRows

pytestmark = pytest.mark.both_engines
LI = ("李明", "13800138000", "12", "是", "")
WANG = ("王芳", "", "12", "", "电话里同意")


def person(name):
    return db.session.scalars(select(Person).where(Person.name == name)).one()


def violations():
    found = {name: db.session.execute(text(sql)).all() for name, sql in INVARIANTS.items()}
    return {name: rows for name, rows in found.items() if rows}


DEFECTS = {
    "roster.done_counted": "UPDATE roster_import SET status = 'applying', rows_done = 0",
    "roster.done_but_left": "UPDATE roster_row SET person_id = NULL WHERE line = 2",
    "roster.person_twice": (
        "UPDATE roster_row SET person_id = (SELECT max(person_id) FROM roster_row)"
    ),
    "roster.entered_without_consent": "UPDATE person SET consent_note = ''",
}


@pytest.mark.parametrize("name", sorted(INVARIANTS))
def test_a_seeded_defect_is_found(roster, name):
    roster.bring_in(LI, WANG)
    assert violations() == {}
    with writing():
        db.session.execute(text(DEFECTS[name]))
    assert name in violations()


def test_a_line_is_copied_out_and_erased(roster):
    roster.bring_in(LI, WANG)
    li = person("李明").id
    (line,) = OwnRows().export(li)["roster_lines"]
    assert (line["name"], line["household"]) == ("李明", "12")
    with writing():
        OwnRows().erase(li, at=now())
    assert OwnRows().export(li) == {"roster_lines": [{"line": 2}]}
    assert violations() == {}


def test_whoever_takes_over_and_closes_the_account_breaks_nothing(roster):
    roster.bring_in(LI)
    li = person("李明").id
    with writing():
        for personal in HOUSE.personal:
            personal.erase(li, at=now())
    assert violations() == {}


def test_lines_that_wait_or_are_bad_lose_whoever_closes_the_account(roster, make, unit):
    li = make.person(name="李明", phone="13800138000", phone_confirmed_at=now())
    make.resident(unit, li)
    waiting = roster.check(("李明", "", "12"), WANG, ("李明", "13700137000", "13"))
    bad = roster.check(("别名", "13800138000"), WANG)
    dates = [each["name"] for each in OwnRows().export(li.id)["roster_lines"]]
    assert dates == ["李明", "别名"]
    with writing():
        for personal in HOUSE.personal:
            personal.erase(li.id, at=now())
    left = select(RosterRow.kind, RosterRow.facts).order_by(RosterRow.id)
    rows = [(kind, facts["name"], facts["phone"]) for kind, facts in db.session.execute(left)]
    assert rows == [
        (RowKind.BAD, "", ""),
        (RowKind.NEW, "王芳", ""),
        (RowKind.NEW, "李明", "13700137000"),  # a namesake
        (RowKind.BAD, "", ""),
        (RowKind.NEW, "王芳", ""),
    ]
    assert [db.session.get(RosterImport, each.id).rows_bad for each in (waiting, bad)] == [1, 1]
    roster.start(waiting)
    jobs.apply(waiting.id)
    assert db.session.get(RosterImport, waiting.id).rows_done == 2
    assert violations() == {}
