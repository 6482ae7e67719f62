"""Branches as things that people find."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from flask import url_for
from sqlalchemy import or_, select

from core.branches.models import Branch, Unit
from core.branches.rules import KINDS
from core.db import db
from core.hooks import Facet, Hit
from core.ports import Document
from core.words import _l

KIND = "branch"


class FoundBranches:
    """Open branches, by their names and what they cover."""

    kind = KIND
    title = _l("支部")

    def documents(self, refs: Sequence[int]) -> Sequence[Document]:
        covered = units_of(refs)
        return [
            Document(
                kind=KIND,
                ref=branch.id,
                title=branch.name,
                text=" ".join((str(KINDS[branch.kind]), *covered.get(branch.id, ()))),
            )
            for branch in open_branches(refs)
        ]

    def refs(self, *, after: int, limit: int) -> Sequence[int]:
        beyond = select(Branch.id).where(Branch.id > after).order_by(Branch.id).limit(limit)
        return db.session.scalars(beyond).all()

    def shown(
        self,
        refs: Sequence[int],
        filters: Mapping[str, str],  # noqa: ARG002 - there is nothing to narrow them by
        *,
        at: datetime,  # noqa: ARG002
    ) -> tuple[Sequence[Hit], Sequence[Facet]]:
        covered = units_of(refs)
        hits = [
            Hit(
                kind=KIND,
                ref=branch.id,
                title=branch.name,
                url=url_for("branches.show", branch_id=branch.id),
                meta=" · ".join((str(KINDS[branch.kind]), *covered.get(branch.id, ())[:4])),
            )
            for branch in open_branches(refs)
        ]
        return hits, ()

    def visible(self, refs: Sequence[int], *, at: datetime) -> set[int]:  # noqa: ARG002
        there = select(Branch.id).where(Branch.id.in_(refs), Branch.closed_at.is_(None))
        return set(db.session.scalars(there))

    def like(self, words: Sequence[str], *, limit: int, at: datetime) -> Sequence[int]:  # noqa: ARG002
        held = [
            or_(
                Branch.name.icontains(word, autoescape=True),
                Branch.id.in_(
                    select(Unit.branch_id).where(Unit.name.icontains(word, autoescape=True))
                ),
            )
            for word in words
        ]
        found = select(Branch.id).where(Branch.closed_at.is_(None), *held)
        return db.session.scalars(found.order_by(Branch.id).limit(limit)).all()

    def addresses(
        self,
        *,
        after: int,
        limit: int,
        at: datetime,  # noqa: ARG002
    ) -> Sequence[tuple[int, str, datetime | None]]:
        beyond = select(Branch.id).where(Branch.id > after, Branch.closed_at.is_(None))
        refs = db.session.scalars(beyond.order_by(Branch.id).limit(limit))
        return [(ref, url_for("branches.show", branch_id=ref), None) for ref in refs]


def open_branches(refs: Sequence[int]) -> list[Branch]:
    """Return those that are not closed, in the order of the refs."""
    there = select(Branch).where(Branch.id.in_(refs), Branch.closed_at.is_(None))
    found = {branch.id: branch for branch in db.session.scalars(there)}
    return [found[ref] for ref in refs if ref in found]


def units_of(refs: Sequence[int]) -> dict[int, list[str]]:
    """Return the names of what each branch covers."""
    rows = select(Unit.branch_id, Unit.name).where(Unit.branch_id.in_(refs)).order_by(Unit.id)
    found: dict[int, list[str]] = {}
    for branch_id, name in db.session.execute(rows):
        found.setdefault(branch_id, []).append(name)
    return found
