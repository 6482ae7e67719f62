"""What the desk reads across rooms: a branch at a glance, its subtree in numbers, its week."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import load_only

from core.access import Actor, Office
from core.accounts.models import Code, Person
from core.branches import queries, rules
from core.branches.actors import find_actor, in_office
from core.branches.models import (
    Branch,
    Membership,
    MembershipStatus,
    OfficeRole,
    OfficeTerm,
    Resident,
)
from core.branches.queries.members import count_new_members, list_new_members
from core.branches.queries.offices import list_stand_ins
from core.branches.queries.people import count_entered, list_entered
from core.branches.queries.tree import members_in, residents_in
from core.bulletins.models import Bulletin
from core.clock import day_starts, village_day
from core.db import db
from core.history.models import Entry
from core.house import HOUSE, Figure, WaitingItem

WEEK = timedelta(days=7)
ENTERED_SHOWN = 60  # villagers, and new members, by name on the weekly sheet
OPENED_FOR = timedelta(minutes=15)


def list_waiting(actor: Actor, *, at: datetime) -> list[WaitingItem]:
    """Ask every area what waits for this person; what is due first stands first."""
    items = [item for ask in HOUSE.waiting for item in ask(actor, at)]
    return sorted(items, key=lambda item: (item.due or item.since + 4 * WEEK, item.since))


def list_my_branches(actor: Actor) -> Sequence[Branch]:
    """Return the branches in which an office is held, the upper ones first."""
    query = select(Branch).where(Branch.id.in_(actor.branches_as()), Branch.closed_at.is_(None))
    found = db.session.scalars(query).all()
    return sorted(found, key=lambda branch: (branch.path.count("/"), branch.id))


def has_below(branch: Branch) -> bool:
    """Tell whether there are open branches below this one."""
    below = select(Branch.id).where(Branch.parent_id == branch.id, Branch.closed_at.is_(None))
    return db.session.scalar(below.limit(1)) is not None


def list_figures(branch_id: int, *, at: datetime) -> list[Figure]:
    """Ask every area for the countable numbers of the branch."""
    return [figure for ask in HOUSE.figures for figure in ask(branch_id, at)]


def with_only(actor: Actor, office: Office) -> Actor:
    """Return the person as if this were the only office held."""
    return replace(actor, offices=frozenset({office}))


@dataclass(frozen=True)
class Open:
    """What an officer has open in a branch, and what becomes of it in a hand-over."""

    waiting: list[WaitingItem]
    bulletins: int
    codes: int
    stand_ins: Sequence[OfficeTerm]


def open_with(term: OfficeTerm, *, at: datetime) -> Open:
    """Return what the holder of this term has open, which a successor takes over."""
    office = Office(term.branch_id, term.branch.path, term.role.value)
    holder = find_actor(term.person_id, at=at)
    bulletins = select(func.count()).where(
        Bulletin.branch_id == term.branch_id,
        Bulletin.keeper_id == term.person_id,
        Bulletin.taken_down_at.is_(None),
        Bulletin.until >= village_day(at),
    )
    codes = select(func.count()).where(
        Code.made_by == term.person_id, Code.used_at.is_(None), Code.expires_at > at
    )
    return Open(
        waiting=list_waiting(with_only(holder, office), at=at) if holder else [],
        bulletins=db.session.scalar(bulletins) or 0,
        codes=db.session.scalar(codes) or 0,
        stand_ins=list_stand_ins(term),
    )


@dataclass(frozen=True)
class Below:
    """A lower branch in numbers and days, without anybody's name."""

    branch: Branch
    depth: int
    members: int
    residents: int
    oldest: datetime | None
    has_secretary: bool
    ending: list[OfficeTerm]


def list_below(branch: Branch, *, at: datetime) -> list[Below]:
    """Return the branches below this one with their counts, in four queries however many."""
    branches = queries.list_branches(below=branch)
    ids = [each.id for each in branches]
    counted = {
        row[0]: row[1:]
        for row in db.session.execute(
            select(Branch.id, members_in(Branch.id), residents_in(Branch.id)).where(
                Branch.id.in_(ids)
            )
        )
    }
    oldest = {
        row[0]: row[1]
        for row in db.session.execute(
            select(Membership.branch_id, func.min(Membership.asked_at))
            .where(Membership.branch_id.in_(ids), Membership.status == MembershipStatus.ASKED)
            .group_by(Membership.branch_id)
        )
    }
    ending = _by_branch(queries.list_ending(ids, until=village_day(at) + rules.ENDING_SOON))
    led = _led(ids, at=at)
    top = branch.path.count("/") + 1
    return [
        Below(
            branch=each,
            depth=each.path.count("/") - top,
            members=counted[each.id][0],
            residents=counted[each.id][1],
            oldest=oldest.get(each.id),
            has_secretary=each.id in led,
            ending=ending.get(each.id, []),
        )
        for each in branches
    ]


def _led(branch_ids: Collection[int], *, at: datetime) -> set[int]:
    query = select(OfficeTerm.branch_id).where(
        OfficeTerm.branch_id.in_(branch_ids),
        OfficeTerm.role == OfficeRole.SECRETARY,
        in_office(village_day(at)),
    )
    return set(db.session.scalars(query))


def _by_branch(terms: Iterable[OfficeTerm]) -> dict[int, list[OfficeTerm]]:
    found: dict[int, list[OfficeTerm]] = {}
    for term in terms:
        found.setdefault(term.branch_id, []).append(term)
    return found


@dataclass(frozen=True)
class Week:
    """What the weekly sheet says."""

    members: Sequence[Membership]
    members_in_all: int
    entered: Sequence[Resident]  # the newest; an imported roster would fill many pages
    entered_in_all: int
    bulletins: Sequence[Bulletin]
    ending: Sequence[OfficeTerm]
    waiting: list[WaitingItem]


def week_begins(at: datetime) -> date:
    """Return the first of the seven days of which today is the last."""
    return village_day(at) - WEEK + timedelta(days=1)


def week_of(branch: Branch, actor: Actor, *, at: datetime) -> Week:
    """Return what the last seven days brought and what comes next, as this officer may see it."""
    today, since = village_day(at), day_starts(week_begins(at))
    here = replace(actor, offices=frozenset(o for o in actor.offices if o.branch_id == branch.id))
    running_out = (
        select(Bulletin)
        .where(Bulletin.branch_id == branch.id, Bulletin.taken_down_at.is_(None))
        .where(Bulletin.until >= today, Bulletin.until <= today + WEEK)
        .order_by(Bulletin.until, Bulletin.id)
        .options(load_only(Bulletin.title, Bulletin.until))
        .limit(ENTERED_SHOWN)
    )
    return Week(
        members=list_new_members(branch.id, since=since, limit=ENTERED_SHOWN),
        members_in_all=count_new_members(branch.id, since=since),
        entered=list_entered(branch.id, since=since, limit=ENTERED_SHOWN),
        entered_in_all=count_entered(branch.id, since=since),
        bulletins=db.session.scalars(running_out).all(),
        ending=queries.list_ending([branch.id], until=today + rules.ENDING_SOON),
        waiting=list_waiting(here, at=at),
    )


def phone_is_open(person: Person, *, by: Actor, at: datetime) -> bool:
    """Tell whether this officer has opened the number in the last quarter of an hour."""
    opened = select(Entry.id).where(
        Entry.about == Person.__tablename__,
        Entry.about_id == person.id,
        Entry.action == "open_phone",
        Entry.by_id == by.id,
        Entry.at > at - OPENED_FOR,
    )
    return db.session.scalar(opened.limit(1)) is not None
