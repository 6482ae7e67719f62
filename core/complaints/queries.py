"""Reads about complaints."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, exists, func, or_, select
from sqlalchemy.orm import joinedload

from core.accounts.models import Grant, GrantKind, Person
from core.branches.models import Branch
from core.complaints.models import Complaint, ComplaintStatus, ComplaintStep, Voice
from core.db import db
from core.hooks import Place
from core.sponsorship.models import Sponsorship
from core.sponsorship.queries import find_place

PAGE = 30
MINE_SHOWN = 50


@dataclass(frozen=True)
class Case:
    """A complaint with whoever may read it: owners, stewards, branches with which it lay."""

    complaint: Complaint
    steps: Sequence[ComplaintStep]
    place: Place | None

    @property
    def id(self) -> int:
        return self.complaint.id

    @property
    def owners(self) -> frozenset[int]:
        return self.place.owners if self.place else frozenset()

    @property
    def steward_id(self) -> int | None:
        """Who stands by the place now, unless nobody does."""
        return self.complaint.sponsorship.serving_id

    @property
    def keepers(self) -> set[int]:
        return {each for each in (self.steward_id, self.complaint.keeper_id) if each is not None}

    @property
    def branch_ids(self) -> set[int]:
        lay = {step.branch_id for step in self.steps if step.branch_id is not None}
        return lay | {self.complaint.sponsorship.branch_id}

    @property
    def owner_has_spoken(self) -> bool:
        return any(step.voice is Voice.OWNER for step in self.steps)


def find_case(ref: str) -> Case | None:
    """Return the complaint with this reference, with all that was said to it."""
    complaint = db.session.scalar(
        select(Complaint)
        .where(Complaint.ref == ref)
        .options(
            joinedload(Complaint.branch),
            joinedload(Complaint.sponsorship).joinedload(Sponsorship.branch),
            joinedload(Complaint.sponsorship).joinedload(Sponsorship.steward),
        )
    )
    return case_of(complaint) if complaint else None


def case_of(complaint: Complaint) -> Case:
    """Return a complaint with its steps and place."""
    sponsorship = complaint.sponsorship
    return Case(complaint, list_steps(complaint.id), find_place(sponsorship.kind, sponsorship.ref))


def find_complaint(complaint_id: int) -> Complaint | None:
    return db.session.get(Complaint, complaint_id)


def list_steps(complaint_id: int) -> Sequence[ComplaintStep]:
    """Return what was said and done, the first first."""
    return db.session.scalars(
        select(ComplaintStep)
        .where(ComplaintStep.complaint_id == complaint_id)
        .order_by(ComplaintStep.id)
    ).all()


def count_open(person_id: int) -> int:
    """Count what this person has complained of and is not closed."""
    mine = select(func.count()).where(
        Complaint.person_id == person_id, Complaint.status != ComplaintStatus.CLOSED
    )
    return db.session.scalar(mine) or 0


def count_since(person_id: int, since: datetime) -> int:
    """Count what this person has complained of from this moment on."""
    mine = select(func.count()).where(Complaint.person_id == person_id, Complaint.made_at >= since)
    return db.session.scalar(mine) or 0


def list_mine(person_id: int) -> Sequence[Complaint]:
    """Return what this person has complained of, the newest first."""
    return db.session.scalars(
        select(Complaint)
        .where(Complaint.person_id == person_id)
        .order_by(Complaint.id.desc())
        .limit(MINE_SHOWN)
    ).all()


def list_of_branch(
    branch_id: int, *, closed: bool, after: int | None = None, limit: int = PAGE + 1
) -> Sequence[Complaint]:
    """Return what lies or lay with the branch, the newest first; `closed`: what is done."""
    return _page(_lay_with(branch_id), closed=closed, after=after, limit=limit)


def list_of_operator(
    *, closed: bool, after: int | None = None, limit: int = PAGE + 1
) -> Sequence[Complaint]:
    """Return what has climbed to the operator, the newest first."""
    return _page(
        Complaint.level == ComplaintStatus.WITH_OPERATOR, closed=closed, after=after, limit=limit
    )


def is_of_branch(branch_id: int, complaint_id: int) -> bool:
    """Tell whether it lies or lay with the branch."""
    query = select(Complaint.id).where(Complaint.id == complaint_id, _lay_with(branch_id))
    return db.session.scalar(query) is not None


def _lay_with(branch_id: int) -> ColumnElement[bool]:
    went_there = exists().where(
        ComplaintStep.complaint_id == Complaint.id, ComplaintStep.branch_id == branch_id
    )
    return or_(Complaint.branch_id == branch_id, went_there)


def _page(
    which: ColumnElement[bool], *, closed: bool, after: int | None, limit: int
) -> Sequence[Complaint]:
    done = Complaint.status == ComplaintStatus.CLOSED
    query = (
        select(Complaint)
        .where(which, done if closed else ~done)
        .options(joinedload(Complaint.branch))
        .order_by(Complaint.id.desc())
        .limit(limit)
    )
    if after is not None:
        query = query.where(Complaint.id < after)
    return db.session.scalars(query).all()


def list_due(at: datetime) -> Sequence[int]:
    """Return the ids of what climbs or closes by itself now."""
    moving = (ComplaintStatus.WITH_STEWARD, ComplaintStatus.WITH_UPPER, ComplaintStatus.ANSWERED)
    return db.session.scalars(
        select(Complaint.id)
        .where(Complaint.status.in_(moving), Complaint.due_at <= at)
        .order_by(Complaint.due_at, Complaint.id)
    ).all()


def list_lying_with(
    branch_ids: Collection[int], person_id: int, *, limit: int
) -> Sequence[Complaint]:
    """Return what these branches' leaders, or this steward, have to answer, the oldest first."""
    at_branch = Complaint.branch_id.in_(branch_ids) & Complaint.status.in_(
        (ComplaintStatus.WITH_STEWARD, ComplaintStatus.WITH_UPPER)
    )
    at_steward = (
        (Complaint.status == ComplaintStatus.WITH_STEWARD)
        & (Sponsorship.steward_id == person_id)
        & Sponsorship.stewardless_at.is_(None)
    )
    return db.session.scalars(
        select(Complaint)
        .join(Complaint.sponsorship)
        .where(or_(at_branch, at_steward), Complaint.person_id != person_id)
        .order_by(Complaint.due_at, Complaint.id)
        .limit(limit)
    ).all()


def list_with_operator(*, limit: int) -> Sequence[Complaint]:
    """Return what the operator's clerks have to answer, the oldest first."""
    return db.session.scalars(
        select(Complaint)
        .where(Complaint.status == ComplaintStatus.WITH_OPERATOR)
        .order_by(Complaint.due_at, Complaint.id)
        .limit(limit)
    ).all()


def find_upper(branch_id: int) -> Branch | None:
    """Return the open branch right above this one, or None."""
    here = db.session.get(Branch, branch_id)
    above = db.session.get(Branch, here.parent_id) if here and here.parent_id else None
    return None if above is None or above.closed_at else above


def list_clerks() -> set[int]:
    """Return who works for the operator now."""
    query = (
        select(Grant.person_id)
        .join(Person, Person.id == Grant.person_id)
        .where(Grant.kind == GrantKind.CLERK, Grant.ended_at.is_(None))
        .where(Person.disabled_at.is_(None), Person.closed_at.is_(None))
    )
    return set(db.session.scalars(query))
