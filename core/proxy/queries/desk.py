"""What the desk of a branch looks after: proxies, papers, and acts that were disputed."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import aliased

from core.accounts.models import Person
from core.branches.actors import in_office
from core.branches.models import Branch, OfficeTerm, Resident, Unit
from core.branches.queries import find_open_branch
from core.clock import village_day
from core.db import db
from core.notices.models import Notice
from core.proxy.models import Act, Proxy
from core.proxy.queries.standing import PAGE, find_act, with_people
from core.proxy.rules import ANSWER_WITHIN

HELPERS_HOME, HELPERS_UNIT = aliased(Resident), aliased(Unit)
# Which branch answers: where the villager lives, else whose paper it is, else the helper's.
DESK = func.coalesce(Unit.branch_id, Proxy.branch_id, HELPERS_UNIT.branch_id)


def with_desk(query: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    """Join to proxies what `DESK` is found from."""
    return (
        query.outerjoin(Resident, Resident.person_id == Proxy.person_id)
        .outerjoin(Unit, Unit.id == Resident.unit_id)
        .outerjoin(HELPERS_HOME, HELPERS_HOME.person_id == Proxy.proxy_id)
        .outerjoin(HELPERS_UNIT, HELPERS_UNIT.id == HELPERS_HOME.unit_id)
    )


def undelivered() -> ColumnElement[bool]:
    """Return the condition that the message of an act has not reached the villager, and will not.

    One that is tried again is on its way again.
    """
    lost = or_(Notice.dead == 1, Notice.channel.is_(None))
    return and_(Act.told_at.is_(None), exists().where(Notice.id == Act.notice_id, lost))


def at_desk(branch_id: object) -> ColumnElement[bool]:
    """Return the condition that a branch looks after it: its villager, or its paper.

    What belongs to no branch so is looked after where the helper lives, once it must be.
    """
    lives_here = (
        exists()
        .where(Resident.person_id == Proxy.person_id, Unit.id == Resident.unit_id)
        .where(Unit.branch_id == branch_id)
    )
    helps_here = (
        exists()
        .where(HELPERS_HOME.person_id == Proxy.proxy_id, HELPERS_UNIT.id == HELPERS_HOME.unit_id)
        .where(HELPERS_UNIT.branch_id == branch_id)
    )
    must_be = exists().where(
        Act.proxy_id == Proxy.id, or_(Act.disputed_at.is_not(None), undelivered())
    )
    nowhere = ~exists().where(Resident.person_id == Proxy.person_id)
    theirs = and_(Proxy.branch_id.is_(None), nowhere, helps_here, must_be)
    return or_(Proxy.branch_id == branch_id, lives_here, theirs)


def list_at_desk(branch_id: int, *, after: int | None = None) -> Sequence[Proxy]:
    """Return a page of what the branch looks after, the newest first, one more than fits."""
    query = with_people().where(at_desk(branch_id))
    if after is not None:
        query = query.where(Proxy.id < after)
    return db.session.scalars(query.order_by(Proxy.id.desc()).limit(PAGE + 1)).all()


@dataclass(frozen=True)
class AtDesk:
    """A proxy, and perhaps one act of it, as the desk of a branch sees it."""

    branch: Branch
    proxy: Proxy
    act: Act | None = None

    @property
    def id(self) -> int:
        return self.act.id if self.act else self.proxy.id

    @property
    def branch_id(self) -> int:
        return self.branch.id

    @property
    def path(self) -> str:
        return self.branch.path


def find_at_desk(branch_id: int, proxy_id: int) -> AtDesk | None:
    """Return the proxy if this branch looks after it."""
    branch = find_open_branch(branch_id)
    found = branch and db.session.scalar(
        with_people().where(Proxy.id == proxy_id, at_desk(branch_id))
    )
    return AtDesk(branch, found) if branch and found else None


def find_act_at_desk(branch_id: int, act_id: int) -> AtDesk | None:
    """Return the act if this branch looks after its proxy."""
    act = find_act(act_id)
    found = find_at_desk(branch_id, act.proxy_id) if act else None
    return AtDesk(found.branch, found.proxy, act) if found else None


def find_desk(proxy: Proxy) -> int | None:
    """Return the branch that answers for it, or None."""
    query = with_desk(select(DESK).select_from(Proxy)).where(Proxy.id == proxy.id)
    found: int | None = db.session.scalar(query)
    return found


def another(branch_id: Any, day: date) -> ColumnElement[bool]:
    """Return the condition that an officer there neither acts nor has recorded the consent."""
    return exists().where(
        OfficeTerm.branch_id == branch_id,
        OfficeTerm.person_id != Proxy.proxy_id,
        or_(Proxy.recorded_by.is_(None), OfficeTerm.person_id != Proxy.recorded_by),
        in_office(day),
    )


def has_another(proxy: Proxy, branch_id: int | None, *, at: datetime) -> bool:
    """Tell whether an officer of the branch neither acts nor has recorded the consent."""
    query = select(Proxy.id).where(Proxy.id == proxy.id, another(branch_id, village_day(at)))
    return db.session.scalar(query) is not None


def is_for_another_to_tell(proxy: Proxy, *, at: datetime) -> bool:
    """Tell whether nobody has told the villager yet, and there is another officer who can."""
    told = exists().where(Act.proxy_id == Proxy.id, Act.told_by.is_not(None))
    query = with_desk(select(Proxy.id)).where(Proxy.id == proxy.id, ~told)
    return db.session.scalar(query.where(another(DESK, village_day(at)))) is not None


@dataclass(frozen=True)
class Disputed:
    """An act that somebody says is wrong, with the branch that has to answer."""

    act_id: int
    since: datetime
    branch_id: int
    name: str
    by_name: str


def list_disputed(
    branch_ids: Collection[int], *, at: datetime | None = None, by: int = 0, limit: int
) -> list[Disputed]:
    """Return what these branches have to answer, the oldest first.

    With a moment also what the branches right below have left until then, or cannot answer;
    without what this officer cannot answer.
    """
    helper = aliased(Person)
    mine: ColumnElement[bool] = DESK.in_(branch_ids)
    if at is not None:
        below = select(Branch.id).where(Branch.parent_id.in_(branch_ids))
        is_late = Act.disputed_at <= at - ANSWER_WITHIN
        climbed = or_(is_late, ~another(DESK, village_day(at)))
        mine = or_(mine, and_(DESK.in_(below), climbed))
    query: Select[*tuple[Any, ...]] = (
        select(Act.id, Act.disputed_at, DESK, Person.name, helper.name)
        .join(Proxy, Proxy.id == Act.proxy_id)
        .join(Person, Person.id == Proxy.person_id)
        .join(helper, helper.id == Proxy.proxy_id)
        .where(Act.disputed_at.is_not(None), Act.answered_at.is_(None), mine)
        .where(Proxy.proxy_id != by, or_(Proxy.recorded_by.is_(None), Proxy.recorded_by != by))
        .order_by(Act.disputed_at, Act.id)
        .limit(limit)
    )
    return [Disputed(*row) for row in db.session.execute(with_desk(query))]
