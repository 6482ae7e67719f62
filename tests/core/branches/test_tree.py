"""The tree of branches keeps its shape, whoever changes it."""

import pytest
from sqlalchemy import select, text

from core.branches import operations, queries
from core.branches.invariants import INVARIANTS
from core.branches.models import Branch, BranchKind, MembershipStatus, OfficeTerm, UnitKind
from core.db import db, writing
from core.errors import Overtaken, Refused
from core.history.models import Entry

FACTS = {
    "phone": "0576-0100 0101",
    "address": "村口",
    "hours": "每天",
    "district": "331000",
}


def paths():
    return dict(db.session.execute(select(Branch.name, Branch.path)).all())


def paths_are_right():
    return not db.session.execute(text(INVARIANTS["branches.path_wrong"])).all()


@pytest.fixture
def by(make):
    return make.actor(make.admin())


@pytest.mark.both_engines
def test_a_branch_is_founded_below_another(make, by, at):
    with writing():
        town = operations.found_branch(
            name=" 桃源镇党委 ", kind=BranchKind.TOWNSHIP, parent=None, by=by, at=at
        )
        village = operations.found_branch(
            name="桃源村党支部", kind=BranchKind.VILLAGE, parent=town, by=by, at=at, **FACTS
        )
    assert town.name == "桃源镇党委"
    assert (town.path, village.path) == (f"/{town.id}/", f"/{town.id}/{village.id}/")
    assert {name: getattr(village, name) for name in FACTS} == FACTS
    founded = db.session.scalars(select(Entry).where(Entry.action == "found_branch")).all()
    assert [(each.about_id, each.by_id) for each in founded] == [
        (town.id, by.id),
        (village.id, by.id),
    ]


@pytest.mark.parametrize(
    ("name", "kind", "closed"),
    [
        ("桃源镇党委", BranchKind.VILLAGE, False),
        ("柳湾镇党委", BranchKind.TOWNSHIP, False),
        ("柳湾村党支部", BranchKind.VILLAGE, True),
    ],
    ids=["name taken", "township below a village", "closed parent"],
)
def test_what_cannot_be_founded(make, by, at, name, kind, closed):
    make.branch("桃源镇党委", kind=BranchKind.TOWNSHIP)
    parent = make.branch("桃源村党支部", closed_at=at if closed else None)
    with pytest.raises(Refused) as refused, writing():
        operations.found_branch(name=name, kind=kind, parent=parent, by=by, at=at)
    assert refused.value.field in {"name", "parent"}
    assert len(queries.list_branches()) == (1 if closed else 2)


@pytest.mark.both_engines
def test_a_whole_subtree_moves_with_its_root(make, by, at):
    east, west = make.branch("东镇"), make.branch("西镇")
    village = make.branch("村", parent=east)
    below = make.branch("合作社", parent=village)
    deeper = make.branch("网店", parent=below)
    beside = make.branch("旁村", parent=east)
    with writing():
        operations.move_branch(village, parent=west, by=by, at=at)
    assert deeper.path == f"/{west.id}/{village.id}/{below.id}/{deeper.id}/"
    assert village.parent_id == west.id
    assert beside.path == f"/{east.id}/{beside.id}/"
    assert paths_are_right()
    with writing():
        operations.move_branch(below, parent=None, by=by, at=at)
    assert deeper.path == f"/{below.id}/{deeper.id}/"
    assert paths_are_right()


@pytest.mark.both_engines
@pytest.mark.parametrize("to", ["itself", "child", "grandchild"])
def test_no_circle(make, by, at, to):
    village = make.branch("村")
    child = make.branch("合作社", parent=village)
    grandchild = make.branch("网店", parent=child)
    target = {"itself": village, "child": child, "grandchild": grandchild}[to]
    before = paths()
    with pytest.raises(Refused), writing():
        operations.move_branch(village, parent=target, by=by, at=at)
    assert paths() == before


def test_a_move_to_where_it_hangs_writes_nothing(make, by, at):
    town = make.branch("镇")
    village = make.branch("村", parent=town)
    with writing():
        operations.move_branch(village, parent=town, by=by, at=at)
    assert db.session.scalars(select(Entry)).all() == []


def test_the_tree_does_not_outgrow_its_column(make, by, at):
    leaf = top = make.branch("村0", id=10**8)
    for depth in range(1, 18):
        leaf = make.branch(f"村{depth}", parent=leaf, id=10**8 + depth)
    town = make.branch("镇", parent=make.branch("县", id=10**8 + 50), id=10**8 + 51)
    with pytest.raises(Refused), writing():
        operations.move_branch(top, parent=town, by=by, at=at)
    assert paths_are_right()


@pytest.mark.both_engines
def test_of_two_editors_the_second_sees_what_both_wrote(make, by, at):
    branch = make.branch("桃源村党支部", **FACTS)
    version = branch.version
    with writing():
        operations.edit_branch(branch, version=version, changes={"hours": "周一"}, by=by, at=at)
    with pytest.raises(Overtaken) as overtaken, writing():
        operations.edit_branch(branch, version=version, changes={"hours": "周二"}, by=by, at=at)
    assert "周一" in overtaken.value.theirs
    assert "周二" in overtaken.value.mine
    assert (branch.hours, branch.phone, branch.version) == ("周一", FACTS["phone"], version + 1)
    entries = db.session.scalars(select(Entry)).all()
    assert [(each.was, each.became) for each in entries] == [("每天", "周一")]


def test_a_name_belongs_to_one_branch(make, by, at):
    make.branch("柳湾村党支部")
    branch = make.branch("桃源村党支部")
    changes = {"name": "柳湾村党支部"}
    with pytest.raises(Refused) as refused, writing():
        operations.edit_branch(branch, version=branch.version, changes=changes, by=by, at=at)
    assert refused.value.field == "name"


def test_an_empty_branch_closes_with_its_offices(make, by, at):
    branch = make.branch("桃源村党支部")
    secretary = make.officer(branch)
    asked = make.member(branch, status=MembershipStatus.ASKED)
    with writing():
        operations.close_branch(branch, by=by, at=at)
    assert branch.closed_at == at
    assert asked.status is MembershipStatus.REFUSED
    assert db.session.scalars(select(OfficeTerm)).one().ended_at == at
    assert make.actor(secretary).offices == frozenset()
    assert queries.list_branches() == []
    with pytest.raises(Refused), writing():
        operations.close_branch(branch, by=by, at=at)


@pytest.mark.parametrize("holds", ["branch below", "member", "resident"])
def test_a_branch_with_something_left_stays_open(make, by, at, holds):
    branch = make.branch("桃源村党支部")
    if holds == "branch below":
        make.branch("合作社党支部", parent=branch)
    elif holds == "member":
        make.member(branch)
    else:
        make.resident(make.unit(branch))
    with pytest.raises(Refused), writing():
        operations.close_branch(branch, by=by, at=at)
    assert branch.closed_at is None


def test_branches_are_listed_each_after_the_one_above(make, at):
    west = make.branch("西镇", kind=BranchKind.TOWNSHIP)
    village = make.branch("村", parent=west)
    shop = make.branch("网店", parent=village, kind=BranchKind.CLUSTER)
    east = make.branch("东镇", kind=BranchKind.TOWNSHIP)
    make.branch("旧村", parent=east, closed_at=at)
    assert queries.list_branches() == [west, village, shop, east]
    assert queries.list_branches(below=west) == [village, shop]


def test_units_and_counts(make):
    branch = make.branch()
    shop = make.unit(branch, kind=UnitKind.SHOP)
    village = make.unit(branch)
    make.resident(village)
    make.member(branch)
    make.member(branch, status=MembershipStatus.ASKED)
    assert queries.units_of(branch.id) == [village, shop]
    assert queries.villages_of(branch.id) == [village]
    assert queries.counts_of(branch.id) == queries.Counts(members=1, residents=1, units=2)
    assert queries.find_unit_of(branch.id, shop.id) == shop
    assert queries.find_unit_of(branch.id + 1, shop.id) is None
