"""Lists of verifications: at the desk, of a steward, of a branch for everybody, for sweeps."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, exists, func, literal, or_, select, union_all
from sqlalchemy.orm import joinedload

from core.branches.actors import in_office
from core.branches.models import Membership, MembershipStatus, OfficeTerm
from core.clock import village_day
from core.db import db
from core.hooks import Place
from core.sponsorship import rules
from core.sponsorship.models import Sponsorship, SponsorshipStatus, Visit
from core.sponsorship.queries.places import kinds
from core.sponsorship.queries.rows import is_active

PAGE = 30
PLACES_SHOWN = 50  # of a branch, on its public page


@dataclass(frozen=True)
class Line:
    """A verification in a list, with the place where it is still there."""

    sponsorship: Sponsorship
    place: Place | None

    @property
    def title(self) -> str:
        return self.place.title if self.place else ""


@dataclass(frozen=True)
class Placed:
    """A place that a branch has verified, as everybody may read it; `day` is that of the visit."""

    title: str
    address: str
    url: str
    day: date


def list_of_branch(
    branch_id: int,
    statuses: Collection[SponsorshipStatus],
    *,
    after: int | None = None,
    limit: int = PAGE + 1,
) -> list[Line]:
    """Return the branch's verifications in these states, the newest first.

    `after` is the id of the last line of the page before.
    """
    query = (
        select(Sponsorship)
        .where(Sponsorship.branch_id == branch_id, Sponsorship.status.in_(statuses))
        .options(joinedload(Sponsorship.steward), joinedload(Sponsorship.visit))
        .order_by(Sponsorship.id.desc())
        .limit(limit)
    )
    if after is not None:
        query = query.where(Sponsorship.id < after)
    return with_places(db.session.scalars(query).all())


def list_of_steward(person_id: int) -> list[Line]:
    """Return the verifications under way or standing that this person goes with."""
    query = (
        select(Sponsorship)
        .where(Sponsorship.steward_id == person_id, Sponsorship.stewardless_at.is_(None))
        .where(Sponsorship.status.in_((*rules.UNDER_WAY, *rules.STANDING)))
        .options(joinedload(Sponsorship.branch), joinedload(Sponsorship.visit))
        .order_by(Sponsorship.id.desc())
        .limit(PLACES_SHOWN)
    )
    return with_places(db.session.scalars(query).all())


def with_places(rows: Sequence[Sponsorship]) -> list[Line]:
    """Return the rows with their places, in one query for each kind."""
    refs: dict[str, set[int]] = {}
    for each in rows:
        refs.setdefault(each.kind, set()).add(each.ref)
    hooks = kinds()
    places = {kind: hooks[kind].find(some) for kind, some in refs.items() if kind in hooks}
    return [Line(each, places.get(each.kind, {}).get(each.ref)) for each in rows]


def count_by_status(branch_id: int) -> dict[SponsorshipStatus, int]:
    """Count the branch's verifications in each state."""
    query = (
        select(Sponsorship.status, func.count())
        .where(Sponsorship.branch_id == branch_id)
        .group_by(Sponsorship.status)
    )
    return {row[0]: row[1] for row in db.session.execute(query)}


def list_placed_by(branch_id: int, *, day: date) -> list[Placed]:
    """Return the places that the branch has verified and that stand today, in one query."""
    parts = [each.signs().add_columns(literal(kind)).subquery() for kind, each in kinds().items()]
    if not parts:
        return []
    signs = union_all(*(select(*part.c) for part in parts)).subquery()
    ref, title, address, url, kind = signs.c
    query = (
        select(title, address, url, Visit.day)
        .select_from(Sponsorship)
        .join(Sponsorship.visit)
        .join(signs, and_(kind == Sponsorship.kind, ref == Sponsorship.ref))
        .where(Sponsorship.branch_id == branch_id, is_active(day=day), Visit.day.is_not(None))
        .order_by(Visit.day.desc(), Sponsorship.id.desc())
        .limit(PLACES_SHOWN)
    )
    return [Placed(*row) for row in db.session.execute(query)]


def list_lapsing(*, day: date) -> Sequence[Sponsorship]:
    """Return what is active though its last day is over."""
    return db.session.scalars(
        select(Sponsorship)
        .where(Sponsorship.status == SponsorshipStatus.ACTIVE, Sponsorship.valid_until < day)
        .order_by(Sponsorship.id)
    ).all()


def list_to_remind(*, day: date) -> Sequence[Sponsorship]:
    """Return what runs out soon, was not said so, and is not being renewed."""
    renewal = _another()
    return db.session.scalars(
        select(Sponsorship)
        .where(Sponsorship.status == SponsorshipStatus.ACTIVE)
        .where(Sponsorship.valid_until.between(day, day + rules.REMIND_BEFORE))
        .where(Sponsorship.reminded_at.is_(None), ~renewal)
        .options(joinedload(Sponsorship.branch))
        .order_by(Sponsorship.id)
    ).all()


def _another() -> ColumnElement[bool]:
    from_here = Sponsorship.__table__.alias("renewal")
    return exists().where(
        from_here.c.kind == Sponsorship.kind,
        from_here.c.ref == Sponsorship.ref,
        from_here.c.status.in_(rules.UNDER_WAY),
    )


def list_losing_steward(at: datetime) -> Sequence[Sponsorship]:
    """Return what stands or is under way whose steward belongs to the branch no more."""
    return db.session.scalars(
        select(Sponsorship)
        .where(Sponsorship.status.in_((SponsorshipStatus.VISITING, *rules.STANDING)))
        .where(Sponsorship.stewardless_at.is_(None), ~serves(village_day(at)))
        .options(joinedload(Sponsorship.branch))
        .order_by(Sponsorship.id)
    ).all()


def list_stewardless(before: datetime) -> Sequence[Sponsorship]:
    """Return what is active and has been without a steward since before this moment."""
    return db.session.scalars(
        select(Sponsorship)
        .where(Sponsorship.status == SponsorshipStatus.ACTIVE)
        .where(Sponsorship.stewardless_at <= before)
        .options(joinedload(Sponsorship.branch))
        .order_by(Sponsorship.id)
    ).all()


def serves(day: date) -> ColumnElement[bool]:
    """Return the condition that the steward holds an office in the branch or is its member."""
    office = exists().where(
        OfficeTerm.branch_id == Sponsorship.branch_id,
        OfficeTerm.person_id == Sponsorship.steward_id,
        in_office(day),
    )
    member = exists().where(
        Membership.branch_id == Sponsorship.branch_id,
        Membership.person_id == Sponsorship.steward_id,
        Membership.status == MembershipStatus.CONFIRMED,
    )
    return or_(office, member)


def list_to_do(branch_ids: Iterable[int], steward_id: int, *, limit: int) -> Sequence[Sponsorship]:
    """Return what waits for the leaders of these branches, or for this steward, the oldest first.

    For leaders: to assign, to decide, to name a steward anew; for the steward: to visit.
    """
    visit = Visit.__table__
    handed_in = exists().where(
        visit.c.sponsorship_id == Sponsorship.id, visit.c.handed_in_at.is_not(None)
    )
    visiting = Sponsorship.status == SponsorshipStatus.VISITING
    leads = and_(
        Sponsorship.branch_id.in_(list(branch_ids)),
        or_(
            Sponsorship.status == SponsorshipStatus.ASKED,
            and_(visiting, handed_in),
            and_(
                Sponsorship.stewardless_at.is_not(None),
                Sponsorship.status.in_((SponsorshipStatus.VISITING, *rules.STANDING)),
            ),
        ),
    )
    goes = and_(
        Sponsorship.steward_id == steward_id,
        Sponsorship.stewardless_at.is_(None),
        visiting,
        ~handed_in,
    )
    return db.session.scalars(
        select(Sponsorship)
        .where(or_(leads, goes))
        .options(joinedload(Sponsorship.visit), joinedload(Sponsorship.branch))
        .order_by(Sponsorship.status_at, Sponsorship.id)
        .limit(limit)
    ).all()


def list_placing(steward_id: int) -> Sequence[Sponsorship]:
    """Return the active verifications of this steward, whose places may have listings waiting."""
    return db.session.scalars(
        select(Sponsorship)
        .where(Sponsorship.status == SponsorshipStatus.ACTIVE)
        .where(Sponsorship.steward_id == steward_id, Sponsorship.stewardless_at.is_(None))
        .order_by(Sponsorship.id)
    ).all()
