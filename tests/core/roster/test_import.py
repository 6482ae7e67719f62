"""A sheet is checked without changing anybody, and applied without doubling anybody."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select, text

from core.accounts.models import Person
from core.branches.models import Household, Membership, MembershipStatus, Resident, UnitKind
from core.clock import now
from core.db import db, writing
from core.errors import Refused
from core.history.models import Entry
from core.house import HOUSE
from core.notices.models import Notice
from core.roster import batches, jobs, operations
from core.roster.invariants import INVARIANTS
from core.roster.models import ImportStatus, RosterImport, RosterRow, RowKind
from core.roster.queries import counts_of

pytestmark = pytest.mark.both_engines
LI = ("李明", "13800138000", "12", "是", "")
WANG = ("王芳", "", "12", "", "电话里同意")


def count(table):
    return db.session.scalar(select(func.count()).select_from(table))


def person(name):
    return db.session.scalars(select(Person).where(Person.name == name)).one()


def violations():
    found = {name: db.session.execute(text(sql)).all() for name, sql in INVARIANTS.items()}
    return {name: rows for name, rows in found.items() if rows}


def test_checking_changes_nobody(roster):
    people = count(Person)
    checked = roster.check(LI, WANG, ("", "123"))
    assert (checked.status, checked.rows_total, checked.rows_bad) == (ImportStatus.CHECKED, 3, 1)
    assert counts_of(checked) == {
        RowKind.NEW: 2,
        RowKind.KNOWN: 0,
        RowKind.CHANGED: 0,
        RowKind.BAD: 1,
    }
    assert (count(Person), count(Resident), count(Household)) == (people, 0, 0)


def test_people_come_in_with_household_membership_and_consent(roster, unit, branch, secretary):
    done = roster.bring_in(LI, WANG, ("", "123"))
    assert (done.status, done.rows_done, done.rows_bad) == (ImportStatus.DONE, 2, 1)
    li, wang = person("李明"), person("王芳")
    assert (li.phone, li.phone_confirmed_at, li.password_hash) == ("13800138000", None, None)
    assert (li.entered_by, li.consent_note) == (secretary.id, "入户告知，口头同意")
    assert wang.consent_note == "入户告知，口头同意；电话里同意"
    assert li.name_key == "li ming"
    lives = db.session.scalars(select(Resident).order_by(Resident.id)).all()
    assert {each.unit_id for each in lives} == {unit.id}
    assert {each.household.number for each in lives} == {"12"}
    assert count(Household) == 1
    (member,) = db.session.scalars(select(Membership)).all()
    assert (member.person_id, member.branch_id, member.status) == (
        li.id,
        branch.id,
        MembershipStatus.CONFIRMED,
    )
    told = db.session.scalars(select(Notice).order_by(Notice.id)).all()
    assert [(n.person_id, n.event) for n in told] == [
        (li.id, "branches.member_confirmed"),
        (secretary.id, "roster.done"),
    ]
    assert told[1].facts == {"unit": "桃源村", "done": "2", "bad": "1"}
    said = db.session.execute(select(Entry.action, Entry.by_id)).all()
    assert sorted(said, key=str) == sorted(
        [
            ("check_in", secretary.id),
            ("apply", secretary.id),
            ("enter", secretary.id),
            ("enter", secretary.id),
            ("settle", secretary.id),
            ("settle", secretary.id),
            ("add_member", secretary.id),
            ("finish", None),
        ],
        key=str,
    )
    assert violations() == {}


def test_the_same_sheet_again_changes_nothing(roster):
    roster.bring_in(LI, WANG, ("赵四",))
    before = (count(Person), count(Resident), count(Membership), count(Household))
    again = roster.check(LI, WANG, ("赵四",))
    assert counts_of(again)[RowKind.KNOWN] == 3
    roster.start(again)
    jobs.apply(again.id)
    assert (count(Person), count(Resident), count(Membership), count(Household)) == before
    assert violations() == {}


def test_what_is_new_about_a_known_person_is_written(roster, make, unit):
    roster.bring_in(WANG)
    newer = roster.check(("王芳", "13700137000", "12", "是"))
    (row,) = db.session.scalars(select(RosterRow).where(RosterRow.import_id == newer.id))
    assert (row.kind, row.change) == (RowKind.CHANGED, "手机号、确认党员")
    roster.start(newer)
    jobs.apply(newer.id)
    assert person("王芳").phone == "13700137000"
    moved = roster.bring_in(("王芳", "13700137000", "15"))
    assert moved.rows_done == 1
    assert db.session.scalars(select(Resident)).one().household.number == "15"
    silent = roster.bring_in(("王芳", "13700137000", ""))
    assert silent.rows_done == 1
    assert db.session.scalars(select(Resident)).one().household.number == "15"
    assert count(Membership) == 1


def test_who_registered_alone_is_settled_and_keeps_the_password(roster, make, unit):
    li = make.person(name="李明", phone="13800138000", password_hash="x")
    roster.bring_in(LI)
    assert count(Person) == 2  # and the secretary
    lives = db.session.scalars(select(Resident)).one()
    assert (lives.person_id, lives.unit_id) == (li.id, unit.id)
    assert person("李明").password_hash == "x"


def test_who_has_asked_to_belong_is_confirmed_by_the_sheet(roster, make, branch):
    li = make.person(name="李明", phone="13800138000")
    make.member(branch, li, status=MembershipStatus.ASKED)
    roster.bring_in(LI)
    membership = db.session.scalars(select(Membership)).one()
    assert membership.status is MembershipStatus.CONFIRMED
    assert membership.answered_at


def test_nobody_is_taken_from_another_branch_or_village(roster, make):
    make.member(make.branch(), make.person(name="李明", phone="13800138000"))
    make.resident(make.unit(), make.person(name="王芳", phone="13700137000"))
    checked = roster.check(LI, ("王芳", "13700137000"))
    assert counts_of(checked)[RowKind.BAD] == 2
    with pytest.raises(Refused, match="没有一行能导入"):
        roster.start(checked)


def test_what_changes_between_the_check_and_the_import_is_seen(roster, make):
    checked = roster.check(LI, WANG)
    make.person(name="别人", phone="13800138000")
    roster.start(checked)
    jobs.apply(checked.id)
    done = db.session.get(RosterImport, checked.id)
    assert (done.rows_done, done.rows_bad) == (1, 1)
    bad = db.session.scalars(select(RosterRow).where(RosterRow.kind == RowKind.BAD)).one()
    assert bad.problems == [["B2", "这个号码登记在别人名下，请核对姓名和号码"]]
    assert violations() == {}


def test_two_lines_that_became_the_same_person_are_not_both_applied(roster, make, unit):
    checked = roster.check(("李明", "13800138000", "13"), ("李明", "", "12"))
    assert counts_of(checked)[RowKind.NEW] == 2
    home = make.add(Household(unit_id=unit.id, number="12"))
    li = make.person(name="李明", phone="13800138000")
    make.resident(unit, li, household_id=home.id)
    roster.start(checked)
    jobs.apply(checked.id)
    done = db.session.get(RosterImport, checked.id)
    assert (done.rows_done, done.rows_bad) == (1, 1)
    assert violations() == {}


def test_batches_add_up(roster, monkeypatch):
    monkeypatch.setattr(batches, "BATCH", 3)
    done = roster.bring_in(*[(f"村民{i}", "", str(i)) for i in range(10)])
    assert (done.rows_done, count(Resident)) == (10, 10)
    assert violations() == {}


def test_two_workers_at_one_import(roster, monkeypatch):
    monkeypatch.setattr(batches, "BATCH", 2)
    checked = roster.check(*[(f"村民{i}",) for i in range(4)])
    roster.start(checked)
    assert jobs.batch(checked.id)
    assert jobs.batch(checked.id)
    assert not jobs.batch(checked.id)
    assert not jobs.batch(checked.id)  # the second worker comes to a finished import
    assert count(Resident) == 4


def test_the_worker_is_nudged_and_the_sweep_finds_what_was_lost(roster):
    checked = roster.check(LI)
    roster.start(checked)
    assert HOUSE.queue.take() == ("roster.apply", (checked.id,))
    jobs.sweep(now())
    assert db.session.get(RosterImport, checked.id).status is ImportStatus.DONE


def test_an_import_that_fails_does_not_hold_up_the_others(roster):
    broken, good = roster.check(LI), roster.check(WANG)
    roster.start(broken)
    roster.start(good)
    with writing():  # a line that nobody can read any more
        row = db.session.scalars(select(RosterRow).where(RosterRow.import_id == broken.id)).one()
        row.facts = {"unreadable": ""}
    with pytest.raises(ExceptionGroup):
        jobs.sweep(now())
    assert db.session.get(RosterImport, broken.id).status is ImportStatus.APPLYING
    assert db.session.get(RosterImport, good.id).status is ImportStatus.DONE


@pytest.mark.parametrize(
    ("note", "reason"), [("", "怎么征得同意"), ("  ", "怎么征得同意"), ("好" * 201, "200")]
)
def test_nobody_comes_in_without_a_word_on_consent(roster, note, reason):
    checked = roster.check(LI)
    with pytest.raises(Refused, match=reason):
        roster.start(checked, note)
    assert checked.status is ImportStatus.CHECKED


def test_a_cooperative_has_no_villagers(roster, make, branch):
    roster.unit_id = make.unit(branch, kind=UnitKind.COOPERATIVE).id
    with pytest.raises(Refused, match="只有村里"):
        roster.check(LI)


def test_a_dropped_sheet_leaves_nothing(roster, make, secretary):
    checked = roster.check(LI)
    with writing():
        operations.drop(checked, by=make.actor(secretary), at=now())
    assert count(RosterRow) == 0
    with pytest.raises(Refused):
        roster.start(checked)
    assert count(Resident) == 0


def test_old_sheets_are_forgotten_but_not_their_people(roster):
    done, waiting = roster.bring_in(LI), roster.check(WANG)
    under_way = roster.check(("赵四",))
    roster.start(under_way)
    jobs.forget(now() + timedelta(days=29))
    assert count(RosterRow) == 3
    jobs.forget(now() + timedelta(days=31))
    left = db.session.scalars(select(RosterRow.import_id)).all()
    assert left == [under_way.id]
    assert db.session.get(RosterImport, waiting.id).status is ImportStatus.DROPPED
    assert db.session.get(RosterImport, done.id).status is ImportStatus.DONE
    assert person("李明")


def test_who_has_an_account_is_told_of_being_entered(roster, make, branch):
    own = {"password_hash": "no real one"}
    li = make.person(name="李明", phone="13800138000", **own)
    roster.bring_in(LI, WANG)
    told = select(Notice.event, Notice.facts).where(Notice.person_id == li.id).order_by(Notice.id)
    settled, added = db.session.execute(told).all()
    assert (settled.event, settled.facts["unit"]) == ("branches.settled", "桃源村")
    assert added.event == "branches.member_added"
    others = select(Notice.event).where(Notice.person_id == person("王芳").id)
    assert db.session.scalars(others).all() == []
