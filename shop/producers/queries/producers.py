"""Reads about producers themselves."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, String, cast, func, literal, select
from sqlalchemy.orm import joinedload

from core.branches.models import Branch, Unit
from core.branches.models import UnitKind as Covers
from core.db import db
from core.hooks import Place
from core.sponsorship.models import Sponsorship, SponsorshipStatus
from shop.producers.models import Producer
from shop.producers.rules import KIND

UNDER_WAY = SponsorshipStatus.ASKED, SponsorshipStatus.VISITING
STANDING = SponsorshipStatus.ACTIVE, SponsorshipStatus.SUSPENDED


def find_producer(producer_id: int) -> Producer | None:
    """Return the producer, also one that was closed."""
    return db.session.get(Producer, producer_id)


def find_open(producer_id: int) -> Producer | None:
    """Return the producer unless it was closed."""
    found = find_producer(producer_id)
    return None if found is None or found.closed_at else found


def list_of(person_id: int) -> Sequence[Producer]:
    """Return the open producers that this person answers for, the oldest first."""
    query = (
        select(Producer)
        .where(Producer.responsible_id == person_id, Producer.closed_at.is_(None))
        .options(joinedload(Producer.unit))
        .order_by(Producer.id)
    )
    return db.session.scalars(query).all()


def count_open(person_id: int) -> int:
    """Return how many open producers this person answers for."""
    mine = select(func.count()).where(
        Producer.responsible_id == person_id, Producer.closed_at.is_(None)
    )
    return db.session.scalar(mine) or 0


def find_by_credit_code(code: str) -> Producer | None:
    """Return the open producer with this credit code."""
    query = select(Producer).where(Producer.credit_code == code, Producer.closed_at.is_(None))
    return db.session.scalar(query)


def find_registered_unit(code: str) -> Unit | None:
    """Return the unit that is registered under this credit code."""
    return db.session.scalar(select(Unit).where(Unit.registration == code)) if code else None


def list_villages() -> Sequence[Unit]:
    """Return the villages of all open branches, branch by branch, each with its branch."""
    query = (
        select(Unit)
        .join(Unit.branch)
        .where(Unit.kind == Covers.VILLAGE, Branch.closed_at.is_(None))
        .options(joinedload(Unit.branch))
        .order_by(Branch.path, Unit.id)
    )
    return db.session.scalars(query).all()


def find_village(unit_id: int | None) -> Unit | None:
    """Return the village if its branch is open, else None."""
    if unit_id is None:
        return None
    query = (
        select(Unit)
        .join(Unit.branch)
        .where(Unit.id == unit_id, Unit.kind == Covers.VILLAGE, Branch.closed_at.is_(None))
        .options(joinedload(Unit.branch))
    )
    return db.session.scalar(query)


def district_of(branch: Branch) -> str:
    """Return the district in which the branch lies, or the nearest above that says so."""
    ids = [int(part) for part in branch.path.split("/") if part]
    said = select(Branch.id, Branch.district).where(Branch.id.in_(ids), Branch.district != "")
    districts: dict[int, str] = {row.id: row.district for row in db.session.execute(said)}
    return next((districts[each] for each in reversed(ids) if each in districts), "")


@dataclass(frozen=True)
class Verification:
    """How far the verification of a producer is: what stands, and what is under way."""

    standing: Sponsorship | None
    under_way: Sponsorship | None

    @property
    def branch_id(self) -> int | None:
        """Return the branch that answers for it now."""
        one = self.standing or self.under_way
        return one.branch_id if one else None


def list_states(producer_ids: Iterable[int]) -> dict[int, Verification]:
    """Return the verification of each of these producers, in one query."""
    ids = set(producer_ids)
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


def verification_of(producer_id: int) -> Verification:
    """Return the verification of a producer, in one query."""
    return list_states([producer_id])[producer_id]


def places(refs: Iterable[int]) -> Mapping[int, Place]:
    """Return those open producers as places that a branch can visit, in one query."""
    rows = db.session.execute(_with_own_unit().where(Producer.id.in_(set(refs))))
    return {producer.id: place_of(producer, representative) for producer, representative in rows}


def places_of_owner(person_id: int) -> Sequence[Place]:
    """Return the open producers that this person answers for, as places."""
    rows = db.session.execute(
        _with_own_unit().where(Producer.responsible_id == person_id).order_by(Producer.id)
    )
    return [place_of(producer, representative) for producer, representative in rows]


def signs_of_producers() -> Select[int, str, str, str]:
    """Return the open producers as the branch that verified them shows them."""
    page = literal("/market/farms/").concat(cast(Producer.id, String))
    return select(Producer.id, Producer.name, Producer.address, page).where(
        Producer.closed_at.is_(None)
    )


def _with_own_unit() -> Select[Producer, int | None]:
    return (
        select(Producer, Unit.legal_representative_id)
        .outerjoin(Unit, Unit.id == Producer.own_unit_id)
        .where(Producer.closed_at.is_(None))
    )


def place_of(producer: Producer, representative_id: int | None) -> Place:
    return Place(
        ref=producer.id,
        title=producer.name,
        url=f"/market/farms/{producer.id}",
        own_url=f"/sell/{producer.id}/",
        desk_path=f"producers/{producer.id}",
        address=producer.address,
        unit_id=producer.unit_id,
        owners=frozenset({producer.responsible_id}),
        own_unit_id=producer.own_unit_id,
        representative_id=representative_id,
    )
