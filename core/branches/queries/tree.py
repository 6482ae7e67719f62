"""Reads about the tree of branches and what each covers."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ScalarSelect, func, select
from sqlalchemy.orm import joinedload
from sqlalchemy.sql.expression import SQLColumnExpression

from core.branches.models import (
    Branch,
    Membership,
    MembershipStatus,
    Resident,
    Unit,
    UnitKind,
)
from core.branches.queries.offices import Officer, acting, in_order_of_office
from core.branches.rules import KINDS
from core.db import db
from core.db.short_lists import rows_of, told


@dataclass(frozen=True)
class Counts:
    """How many members a branch has, how many people live in its villages, what it covers."""

    members: int
    residents: int
    units: int


@dataclass(frozen=True)
class Leaf:
    """A branch as a tree shows it, with the branches below it in their order."""

    branch: Branch
    below: "list[Leaf]"


def find_branch(branch_id: int) -> Branch | None:
    """Return the branch, also one that was closed."""
    return db.session.get(Branch, branch_id)


def find_open_branch(branch_id: int) -> Branch | None:
    """Return the branch unless it was closed."""
    branch = find_branch(branch_id)
    return None if branch is None or branch.closed_at else branch


def list_branches(*, below: Branch | None = None) -> Sequence[Branch]:
    """Return the open branches, each after the one above it; `below`: only its subtree."""
    query = select(Branch).where(Branch.closed_at.is_(None))
    if below is not None:
        query = query.where(Branch.path.startswith(below.path), Branch.id != below.id)
    return [leaf.branch for leaf in _flat(tree_of(db.session.scalars(query).all()))]


def tree_of(branches: Sequence[Branch]) -> list[Leaf]:
    """Return the branches as a tree; one whose parent is not among them is a root."""
    order = {kind: place for place, kind in enumerate(KINDS)}
    leaves = {branch.id: Leaf(branch, []) for branch in branches}
    roots: list[Leaf] = []
    for branch in sorted(branches, key=lambda each: (order[each.kind], each.id)):
        above = leaves.get(branch.parent_id) if branch.parent_id else None
        (above.below if above else roots).append(leaves[branch.id])
    return roots


def _flat(leaves: Sequence[Leaf]) -> list[Leaf]:
    return [each for leaf in leaves for each in (leaf, *_flat(leaf.below))]


@dataclass(frozen=True)
class Kin:
    """A branch for everybody: its counts, what it covers, the open branches above and below."""

    branch: Branch
    members: int
    residents: int
    units: Sequence[Unit]  # villages first
    above: Sequence[Branch]
    below: Sequence[Branch]
    officers: Sequence[Officer]


def find_kin(branch_id: int, *, at: datetime) -> Kin | None:
    """Return the open branch with kin, counts and officers, in one query; None for no such."""
    path = select(Branch.path).where(Branch.id == branch_id).scalar_subquery()
    near = path.startswith(Branch.path) | (Branch.parent_id == branch_id)
    covered = (Unit.branch_id == Branch.id) & (Unit.branch_id == branch_id)
    rows = db.session.execute(
        select(
            Branch,
            members_in(branch_id),
            residents_in(branch_id),
            Unit,
            told(acting(branch_id, at=at)),
        )
        .outerjoin(Unit, covered)
        .where(Branch.closed_at.is_(None), near)
        .order_by(Branch.id)
    ).all()
    own = [row for row in rows if row[0].id == branch_id]
    if not own:
        return None
    branch, members, residents, _unit, officers = own[0]
    others = [row[0] for row in rows if row[0].id != branch_id]
    return Kin(
        branch=branch,
        members=members,
        residents=residents,
        units=in_order(row[3] for row in own if row[3] is not None),
        above=sorted(
            (each for each in others if each.parent_id != branch_id),
            key=lambda each: each.path.count("/"),
        ),
        below=[each for each in others if each.parent_id == branch_id],
        officers=in_order_of_office(rows_of(officers)),
    )


def find_unit(unit_id: int) -> Unit | None:
    return db.session.get(Unit, unit_id)


def find_unit_of(branch_id: int, unit_id: int) -> Unit | None:
    """Return the unit if this branch covers it, else None."""
    found = find_unit(unit_id)
    return found if found is not None and found.branch_id == branch_id else None


def units_of(branch_id: int) -> Sequence[Unit]:
    """Return what the branch covers, villages first, with who stands for it by law."""
    query = select(Unit).where(Unit.branch_id == branch_id)
    return in_order(db.session.scalars(query.options(joinedload(Unit.legal_representative))))


def in_order(units: Iterable[Unit]) -> list[Unit]:
    """Return villages first."""
    order = {kind: place for place, kind in enumerate(UnitKind)}
    return sorted(units, key=lambda unit: (order[unit.kind], unit.id))


def villages_of(branch_id: int) -> Sequence[Unit]:
    """Return the villages that the branch covers."""
    return [unit for unit in units_of(branch_id) if unit.kind is UnitKind.VILLAGE]


def members_in(branch_id: SQLColumnExpression[int] | int) -> ScalarSelect[int]:
    """Return how many confirmed members a branch has, as a part of a query."""
    return (
        select(func.count())
        .where(Membership.branch_id == branch_id)
        .where(Membership.status == MembershipStatus.CONFIRMED)
        .correlate_except(Membership)
        .scalar_subquery()
    )


def residents_in(branch_id: SQLColumnExpression[int] | int) -> ScalarSelect[int]:
    """Return how many people live in the villages of a branch, as a part of a query."""
    return (
        select(func.count())
        .select_from(Resident)
        .join(Unit, Unit.id == Resident.unit_id)
        .where(Unit.branch_id == branch_id)
        .correlate_except(Resident, Unit)
        .scalar_subquery()
    )


def counts_of(branch_id: int) -> Counts:
    """Return how many members, residents and units the branch has."""
    units: Any = select(func.count()).where(Unit.branch_id == branch_id).scalar_subquery()
    row = db.session.execute(select(members_in(branch_id), residents_in(branch_id), units)).one()
    return Counts(*row)
