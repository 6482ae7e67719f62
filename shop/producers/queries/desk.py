"""Producers as the branch sees them that verifies them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, and_, exists, or_, select
from sqlalchemy.orm import aliased, joinedload

from core.clock import village_day
from core.db import db
from core.sponsorship.models import Sponsorship, SponsorshipStatus
from shop.producers import rules
from shop.producers.models import Paper, PaperKind, Producer, ProductClass
from shop.producers.queries.papers import list_counting
from shop.producers.queries.producers import STANDING, UNDER_WAY

PAGE = 30
WAITING_SHOWN = 20  # producers by name


@dataclass(frozen=True)
class AtDesk:
    """A producer with the verification that makes it this branch's concern."""

    producer: Producer
    sponsorship: Sponsorship

    @property
    def id(self) -> int:
        return self.producer.id

    @property
    def branch_id(self) -> int:
        return self.sponsorship.branch_id

    @property
    def steward_id(self) -> int | None:
        return self.sponsorship.serving_id

    @property
    def responsible_id(self) -> int:
        return self.producer.responsible_id

    @property
    def is_standing(self) -> bool:
        return self.sponsorship.status in STANDING

    @property
    def due(self) -> datetime | None:
        """Return from when papers and facts are to be compared; None before it is verified."""
        if not self.is_standing or self.sponsorship.decided_at is None:
            return None
        return rules.check_due(
            verified_at=self.sponsorship.decided_at,
            checked_at=self.producer.checked_at,
            changed_at=self.producer.facts_changed_at,
        )

    @property
    def has_changed(self) -> bool:
        """Tell whether the producer has changed what was compared last."""
        return self.due is not None and self.due == self.producer.facts_changed_at


def _here() -> "Select[Producer, Sponsorship]":
    return (
        select(Producer, Sponsorship)
        .join(Sponsorship, and_(Sponsorship.kind == rules.KIND, Sponsorship.ref == Producer.id))
        .where(Producer.closed_at.is_(None))
    )


def find_at_desk(branch_id: int, producer_id: int) -> AtDesk | None:
    """Return the producer if this branch verifies it or has verified it, else None."""
    rows = db.session.execute(
        _here()
        .where(Producer.id == producer_id, Sponsorship.branch_id == branch_id)
        .where(Sponsorship.status.in_((*UNDER_WAY, *STANDING)))
        .options(joinedload(Producer.responsible), joinedload(Producer.unit))
    )
    found = sorted((AtDesk(*row) for row in rows), key=lambda each: not each.is_standing)
    return found[0] if found else None


def find_paper_at_desk(branch_id: int, producer_id: int, paper_id: int) -> "PaperAtDesk | None":
    """Return a paper of such a producer that is still there, else None."""
    at_desk = find_at_desk(branch_id, producer_id)
    paper = db.session.scalar(
        select(Paper)
        .where(Paper.id == paper_id, Paper.producer_id == producer_id)
        .where(Paper.removed_at.is_(None))
        .options(joinedload(Paper.file))
    )
    return PaperAtDesk(at_desk, paper) if at_desk and paper else None


@dataclass(frozen=True)
class PaperAtDesk:
    """A paper, for whoever may look at its producer."""

    at_desk: AtDesk
    paper: Paper

    @property
    def branch_id(self) -> int:
        return self.at_desk.branch_id

    @property
    def steward_id(self) -> int | None:
        return self.at_desk.steward_id


@dataclass(frozen=True)
class Row:
    """A line of the branch's list: the producer, and what of its papers is missing today."""

    at_desk: AtDesk
    missing: list[tuple[ProductClass, list[frozenset[PaperKind]]]]


def list_at_desk(branch_id: int, *, at: datetime, after: int | None = None) -> list[Row]:
    """Return a page of the producers that the branch verifies or has verified, one more than fits.

    `after` is the last producer of the page before.
    """
    standing = aliased(Sponsorship)
    stands = exists().where(
        standing.kind == rules.KIND,
        standing.ref == Producer.id,
        standing.branch_id == branch_id,
        standing.status.in_(STANDING),
    )
    first = and_(Sponsorship.status.in_(UNDER_WAY), ~stands)  # a renewal is no second line
    query = (
        _here()
        .where(Sponsorship.branch_id == branch_id)
        .where(or_(Sponsorship.status.in_(STANDING), first))
        .options(joinedload(Producer.responsible))
        .order_by(Producer.id)
        .limit(PAGE + 1)
    )
    if after is not None:
        query = query.where(Producer.id > after)
    found = [AtDesk(*row) for row in db.session.execute(query)]
    held = list_counting([each.id for each in found], day=village_day(at))
    return [Row(each, _missing(each.producer, held[each.id])) for each in found]


def _missing(
    producer: Producer, held: Collection[PaperKind]
) -> list[tuple[ProductClass, list[frozenset[PaperKind]]]]:
    lacks = [(each, rules.missing_papers(producer.kind, each, held)) for each in producer.sells]
    return [(each, missing) for each, missing in lacks if missing]


def list_to_compare(
    leads: Collection[int], *, steward: int, at: datetime, limit: int
) -> Sequence[AtDesk]:
    """Return the producers to compare now, for the branches one leads and those one goes with."""
    long_ago = at - rules.CHECK_EVERY
    changed = and_(
        Producer.facts_changed_at.is_not(None),
        Producer.facts_changed_at > Sponsorship.decided_at,
        or_(Producer.checked_at.is_(None), Producer.facts_changed_at > Producer.checked_at),
    )
    aged = and_(
        Sponsorship.decided_at <= long_ago,
        or_(Producer.checked_at.is_(None), Producer.checked_at <= long_ago),
    )
    serving = and_(Sponsorship.steward_id == steward, Sponsorship.stewardless_at.is_(None))
    query = (
        _here()
        .where(Sponsorship.status == SponsorshipStatus.ACTIVE)
        .where(or_(Sponsorship.branch_id.in_(leads), serving))
        .where(Producer.responsible_id != steward, or_(changed, aged))
        .order_by(Sponsorship.decided_at, Producer.id)
        .limit(limit)
    )
    return [AtDesk(*row) for row in db.session.execute(query)]
