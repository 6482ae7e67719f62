"""Reads about paid work: what is offered, who has asked, and what was agreed."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import contains_eager, joinedload

from core.accounts.models import Person
from core.branches.models import Unit
from core.clock import village_day
from core.db import db
from core.hooks import Need
from core.house import HOUSE
from services.paid_work.models import Deal, DealStatus, PaidWork
from services.paid_work.rules import LIVE, Asker, is_offered
from services.volunteering.queries.needs import find_need
from services.volunteering.queries.volunteers import find_volunteer
from services.volunteering.rules.volunteers import age_on

PAGE = 30
Key = tuple[datetime, str, int]


@dataclass(frozen=True)
class Work:
    """A need as paid work: what its area says of it now, and what was asked and agreed so far."""

    kind: str
    ref: int
    need: Need | None
    row: PaidWork | None

    @property
    def id(self) -> int | None:
        return self.row.id if self.row else None

    @property
    def person_id(self) -> int:
        """Who answers for it, and so reads who has asked."""
        if self.need is not None:
            return self.need.owner_id
        return self.row.owner_id if self.row else 0


@dataclass(frozen=True)
class Answer:
    """One person's asking, as it lies with the owner of the work."""

    work: Work
    deal: Deal

    @property
    def id(self) -> int:
        return self.deal.id

    @property
    def person_id(self) -> int:
        return self.work.person_id


@dataclass(frozen=True)
class Owner:
    """Whose work it is, for who has agreed to do it."""

    name: str
    phone: str | None


def find_work(kind: str, ref: int, *, at: datetime) -> Work | None:
    """Return the work unless nobody has ever heard of it; one that was taken back has a row."""
    need, row = find_need(kind, ref, at=at), find_row(kind, ref)
    if row is None and not is_offered(need):
        return None
    return Work(kind, ref, need, row)


def find_row(kind: str, ref: int) -> PaidWork | None:
    """Return the row that was made when somebody first asked, or None."""
    query = select(PaidWork).where(PaidWork.kind == kind, PaidWork.ref == ref)
    return db.session.scalar(query)


def find_answer(work: Work, deal_id: int) -> Answer | None:
    """Return the deal if it is of this work, else None."""
    deal = find_deal(deal_id)
    return Answer(work, deal) if deal is not None and deal.work_id == work.id else None


def find_deal(deal_id: int) -> Deal | None:
    """Return one deal with its work, or None."""
    query = select(Deal).join(Deal.work).where(Deal.id == deal_id)
    return db.session.scalar(query.options(contains_eager(Deal.work), joinedload(Deal.person)))


def list_offered(*, at: datetime, after: Key | None = None) -> list[Need]:
    """Return a page of what is offered, the soonest first, one more than fits."""
    found = [need for source in HOUSE.needs for need in source.open(at=at) if is_offered(need)]
    found.sort(key=key_of)
    later = [need for need in found if after is None or key_of(need) > after]
    return later[: PAGE + 1]


def key_of(need: Need) -> Key:
    return need.starts_at, need.kind, need.ref


def names_of(unit_ids: Collection[int]) -> dict[int, str]:
    """Return what these villages are called."""
    query = select(Unit.id, Unit.name).where(Unit.id.in_(unit_ids))
    return {row[0]: row[1] for row in db.session.execute(query)}


def asker_of(work_id: int | None, person_id: int, need: Need) -> Asker:
    """Return what is known of who asks for the work.

    What came to nothing because there were enough may be asked again.
    """
    before = [each for each in list_mine_of(work_id, person_id) if not each.is_passed_over]
    own = find_volunteer(person_id)
    day = village_day(need.starts_at)
    busy = list_agreed_then(person_id, need.starts_at, need.ends_at, but=work_id)
    return Asker(
        mine=[each.status for each in before],
        age=age_on(own.born, day) if own and own.born else None,
        busy_with=busy[0].title if busy else "",
    )


def list_agreed_then(
    person_id: int, starts_at: datetime, ends_at: datetime, *, but: int | None
) -> Sequence[Deal]:
    """Return the other works that this person has agreed to do at that time."""
    query = select(Deal).where(Deal.person_id == person_id, Deal.status == DealStatus.AGREED)
    query = query.where(Deal.starts_at < ends_at, Deal.ends_at > starts_at)
    if but is not None:
        query = query.where(Deal.work_id != but)
    return db.session.scalars(query.order_by(Deal.starts_at, Deal.id)).all()


def list_unanswered_of(work_id: int) -> Sequence[Deal]:
    """Return who waits for an answer of this work, the first first."""
    query = select(Deal).where(Deal.work_id == work_id, Deal.status == DealStatus.ASKED)
    return db.session.scalars(query.order_by(Deal.id)).all()


def list_too_late(*, at: datetime) -> Sequence[int]:
    """Return the ids of deals that nobody has answered until the start."""
    query = select(Deal.id).where(Deal.status == DealStatus.ASKED, Deal.starts_at <= at)
    return db.session.scalars(query.order_by(Deal.starts_at, Deal.id)).all()


def list_asked_about(kind: str, refs: Collection[int]) -> set[int]:
    """Return about which of these needs somebody has asked for paid work."""
    query = select(PaidWork.ref).where(PaidWork.kind == kind, PaidWork.ref.in_(refs))
    return set(db.session.scalars(query))


def list_mine_of(work_id: int | None, person_id: int) -> Sequence[Deal]:
    """Return what this person has asked about this work, the newest first."""
    query = select(Deal).where(Deal.work_id == work_id, Deal.person_id == person_id)
    return db.session.scalars(query.order_by(Deal.id.desc())).all()


def list_mine(person_id: int, *, after: int | None = None) -> Sequence[Deal]:
    """Return a page of the work somebody has asked for, the newest first, one more than fits."""
    query = (
        select(Deal)
        .join(Deal.work)
        .where(Deal.person_id == person_id)
        .options(contains_eager(Deal.work))
        .order_by(Deal.id.desc())
        .limit(PAGE + 1)
    )
    if after is not None:
        query = query.where(Deal.id < after)
    return db.session.scalars(query).all()


def owners_of(works: Collection[PaidWork]) -> dict[int, Owner]:
    """Return name and number of who answers for each of these works, by the work's id."""
    query = select(Person.id, Person.name, Person.phone).where(
        Person.id.in_({each.owner_id for each in works})
    )
    people = {row[0]: Owner(row[1], row[2]) for row in db.session.execute(query)}
    return {each.id: people[each.owner_id] for each in works}


def list_answers(work_id: int | None) -> Sequence[Deal]:
    """Return all who have asked for a work, the first first."""
    query = select(Deal).where(Deal.work_id == work_id).options(joinedload(Deal.person))
    return db.session.scalars(query.order_by(Deal.id)).all()


def list_unanswered(owner_id: int, *, at: datetime, limit: int) -> Sequence[Deal]:
    """Return who waits for this owner's word on work to come, the soonest work first."""
    query = (
        select(Deal)
        .join(Deal.work)
        .where(PaidWork.owner_id == owner_id, Deal.status == DealStatus.ASKED, Deal.starts_at > at)
        .options(contains_eager(Deal.work), joinedload(Deal.person))
        .order_by(Deal.starts_at, Deal.id)
        .limit(limit)
    )
    return db.session.scalars(query).all()


def list_to_come(*, at: datetime) -> Sequence[int]:
    """Return the ids of the works to come for which somebody has asked or has agreed."""
    query = (
        select(PaidWork.id)
        .join(Deal, Deal.work_id == PaidWork.id)
        .where(Deal.status.in_(LIVE), Deal.starts_at > at)
        .group_by(PaidWork.id)
        .order_by(PaidWork.id)
    )
    return db.session.scalars(query).all()


def list_live(work_id: int) -> Sequence[Deal]:
    """Return who waits for an answer or has agreed, in the order of their ids."""
    query = select(Deal).where(Deal.work_id == work_id, Deal.status.in_(LIVE))
    return db.session.scalars(query.options(joinedload(Deal.person)).order_by(Deal.id)).all()


def count_asked(work_id: int) -> int:
    """Count who waits for an answer."""
    query = select(func.count()).where(Deal.work_id == work_id, Deal.status == DealStatus.ASKED)
    return db.session.scalar(query) or 0
