"""Reads of organisers and of who teaches for them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, String, cast, func, literal, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from core.branches.models import Branch, Unit
from core.branches.models import UnitKind as Covers
from core.db import db
from core.hooks import Place
from core.sponsorship.models import Sponsorship, SponsorshipStatus
from training.courses.models import Organiser, Teacher
from training.courses.rules.words import KIND

UNDER_WAY = SponsorshipStatus.ASKED, SponsorshipStatus.VISITING
STANDING = SponsorshipStatus.ACTIVE, SponsorshipStatus.SUSPENDED


def find_open(organiser_id: int) -> Organiser | None:
    """Return the organiser with its teachers unless it was closed."""
    query = select(Organiser).where(Organiser.id == organiser_id, Organiser.closed_at.is_(None))
    return db.session.scalar(query.options(*_WHOLE))


_WHOLE = (
    joinedload(Organiser.unit),
    selectinload(Organiser.teachers).joinedload(Teacher.person),
)


def list_of(person_id: int) -> Sequence[Organiser]:
    """Return the open organisers for which this person teaches, with their teachers."""
    mine = select(Teacher.organiser_id).where(
        Teacher.person_id == person_id, Teacher.ended_at.is_(None)
    )
    query = (
        select(Organiser)
        .where(Organiser.id.in_(mine), Organiser.closed_at.is_(None))
        .options(joinedload(Organiser.unit), selectinload(Organiser.teachers))
        .order_by(Organiser.id)
    )
    return db.session.scalars(query).all()


def count_kept(person_id: int) -> int:
    """Return how many open organisers this person keeps."""
    mine = (
        select(func.count())
        .select_from(Teacher)
        .join(Teacher.organiser)
        .where(Teacher.person_id == person_id, Teacher.is_keeper, Teacher.ended_at.is_(None))
        .where(Organiser.closed_at.is_(None))
    )
    return db.session.scalar(mine) or 0


def find_teacher(organiser_id: int, teacher_id: int) -> Teacher | None:
    """Return somebody who teaches for this open organiser now."""
    query = (
        select(Teacher)
        .join(Teacher.organiser)
        .where(Teacher.id == teacher_id, Teacher.organiser_id == organiser_id)
        .where(Teacher.ended_at.is_(None), Organiser.closed_at.is_(None))
        .options(joinedload(Teacher.person), contains_eager(Teacher.organiser))
    )
    return db.session.scalar(query)


def list_villages() -> Sequence[Unit]:
    """Return the villages of all open branches, branch by branch, each with its branch."""
    query = (
        select(Unit)
        .join(Unit.branch)
        .where(Unit.kind == Covers.VILLAGE, Branch.closed_at.is_(None))
        .options(contains_eager(Unit.branch))
        .order_by(Branch.path, Unit.id)
    )
    return db.session.scalars(query).all()


def find_village(unit_id: int | None) -> Unit | None:
    """Return the village if its branch is open, else None."""
    query = (
        select(Unit)
        .join(Unit.branch)
        .where(Unit.id == unit_id, Unit.kind == Covers.VILLAGE, Branch.closed_at.is_(None))
    )
    return db.session.scalar(query) if unit_id is not None else None


@dataclass(frozen=True)
class Verification:
    """How far the verification of an organiser is: what stands, and what is under way."""

    standing: Sponsorship | None = None
    under_way: Sponsorship | None = None

    @property
    def branch_id(self) -> int | None:
        """Return the branch that answers for it now."""
        one = self.standing or self.under_way
        return one.branch_id if one else None


def list_verifications(organiser_ids: Iterable[int]) -> dict[int, Verification]:
    """Return the verification of each of these organisers, in one query."""
    ids = set(organiser_ids)
    found: dict[int, list[Sponsorship]] = {each: [] for each in ids}
    query = (
        select(Sponsorship)
        .where(Sponsorship.kind == KIND, Sponsorship.ref.in_(ids))
        .where(Sponsorship.status.in_((*UNDER_WAY, *STANDING)))
        .options(joinedload(Sponsorship.branch))
    )
    for each in db.session.scalars(query):
        found[each.ref].append(each)
    return {
        ref: Verification(
            standing=next((each for each in rows if each.status in STANDING), None),
            under_way=next((each for each in rows if each.status in UNDER_WAY), None),
        )
        for ref, rows in found.items()
    }


def verification_of(organiser_id: int) -> Verification:
    """Return the verification of an organiser, in one query."""
    return list_verifications([organiser_id])[organiser_id]


def places(refs: Iterable[int]) -> Mapping[int, Place]:
    """Return those open organisers as places that a branch can visit, in two queries.

    Its own people are all who teach for it: they ask for the visit, and none of them goes there
    as a visitor, or decides.
    """
    return {each.ref: each for each in _read(Organiser.id.in_(set(refs)))}


def places_of(person_id: int) -> Sequence[Place]:
    """Return the open organisers for which this person teaches, as places."""
    mine = select(Teacher.organiser_id).where(
        Teacher.person_id == person_id, Teacher.ended_at.is_(None)
    )
    return _read(Organiser.id.in_(mine))


def signs() -> Select[int, str, str, str]:
    """Return the open organisers as the branch that verified them shows them."""
    page = literal("/learn/organisers/").concat(cast(Organiser.id, String))
    return select(Organiser.id, Organiser.name, Organiser.address, page).where(
        Organiser.closed_at.is_(None)
    )


def _read(condition: ColumnElement[bool]) -> list[Place]:
    query = (
        select(Organiser)
        .where(condition, Organiser.closed_at.is_(None))
        .options(selectinload(Organiser.teachers))
        .order_by(Organiser.id)
    )
    return [
        Place(
            ref=each.id,
            title=each.name,
            url=f"/learn/organisers/{each.id}",
            own_url=f"/teach/organisers/{each.id}/",
            desk_path=f"organisers/{each.id}",
            address=each.address,
            unit_id=each.unit_id,
            owners=each.teacher_ids,
        )
        for each in db.session.scalars(query)
    ]
