"""What an administrator looks at: counts, stuck notices, lines of history."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, or_, select
from sqlalchemy.orm import aliased

from core.accounts.models import Grant, GrantKind, Person
from core.branches.actors import in_office
from core.branches.models import Branch, OfficeRole, OfficeTerm, Resident, Unit
from core.clock import day_starts, village_day
from core.db import db
from core.history.models import Entry
from core.house import HOUSE
from core.notices.models import Notice

PAGE = 50
MOST_STUCK = 100
LOOKED_UP_FOR = timedelta(minutes=15)


@dataclass(frozen=True)
class Line:
    """A line of history with the names of those behind it."""

    id: int
    at: datetime
    action: str
    about: str
    about_id: int | None
    was: str | None
    became: str | None
    by_id: int | None
    by_name: str | None
    person_id: int | None
    person_name: str | None


@dataclass(frozen=True, kw_only=True)
class Search:
    """What lines of history are looked for; empty means all."""

    person_id: int | None = None
    about: str = ""
    about_id: int | None = None
    action: str = ""
    day: date | None = None


@dataclass(frozen=True)
class Waiting:
    """How many notices are on their way out."""

    due: int
    oldest: datetime | None
    dead: int


def count_branches() -> int:
    open_ones = select(func.count()).where(Branch.closed_at.is_(None))
    return db.session.scalar(open_ones) or 0


def count_secretaries(at: datetime) -> int:
    """Count the branches that have a secretary today."""
    led = (
        select(func.count())
        .select_from(OfficeTerm)
        .join(Branch, Branch.id == OfficeTerm.branch_id)
        .where(OfficeTerm.role == OfficeRole.SECRETARY, in_office(village_day(at)))
        .where(Branch.closed_at.is_(None))
    )
    return db.session.scalar(led) or 0


def count_granted(kind: GrantKind) -> int:
    live = select(func.count()).where(Grant.kind == kind, Grant.ended_at.is_(None))
    return db.session.scalar(live) or 0


def was_mail_tested() -> bool:
    """Tell whether a test mail ever went out."""
    of_the_site = select(Entry.id).where(Entry.about == "site_fact")  # few lines, by an index
    sent = of_the_site.where(Entry.action == "test_mail", Entry.became == "sent").limit(1)
    return db.session.scalar(sent) is not None


def grants_of(person_id: int) -> set[GrantKind]:
    """Return which rights the person has today."""
    live = select(Grant.kind).where(Grant.person_id == person_id, Grant.ended_at.is_(None))
    return set(db.session.scalars(live))


def may_show(person_id: int, *, to: int, at: datetime) -> bool:
    """Tell whether this administrator may see who that is: staff, or looked up just now.

    Only a full number or mail address is looked up, so nobody is found by counting.
    """
    looked_up = select(Entry.id).where(
        Entry.about == Person.__tablename__,
        Entry.about_id == person_id,
        Entry.action == "look_up",
        Entry.by_id == to,
        Entry.at > at - LOOKED_UP_FOR,
    )
    return bool(grants_of(person_id)) or db.session.scalar(looked_up.limit(1)) is not None


def terms_of(person_id: int, *, at: datetime) -> list[tuple[str, OfficeRole]]:
    """Return which offices the person holds today, with the names of the branches."""
    held = (
        select(Branch.name, OfficeTerm.role)
        .join(OfficeTerm, OfficeTerm.branch_id == Branch.id)
        .where(OfficeTerm.person_id == person_id, in_office(village_day(at)))
        .order_by(Branch.id)
    )
    return [(name, role) for name, role in db.session.execute(held)]


def village_of(person_id: int) -> str:
    """Return the name of the village in which the person lives, or nothing."""
    lives = (
        select(Unit.name)
        .join(Resident, Resident.unit_id == Unit.id)
        .where(Resident.person_id == person_id)
    )
    return db.session.scalar(lives) or ""


def count_waiting(at: datetime) -> Waiting:
    """Count what is due to go out, and what never will without a helping hand."""
    due, oldest = db.session.execute(
        select(func.count(), func.min(Notice.due_at)).where(
            Notice.due_at <= at, Notice.sent_at.is_(None), Notice.dead == 0
        )
    ).one()
    dead = db.session.scalar(select(func.count()).where(Notice.dead == 1)) or 0
    return Waiting(due, oldest, dead)


def list_dead() -> Sequence[Notice]:
    """Return the notices whose every try has failed, the newest first."""
    dead = select(Notice).where(Notice.dead == 1).order_by(Notice.id.desc()).limit(MOST_STUCK)
    return db.session.scalars(dead).all()


def find_dead(notice_id: int) -> Notice | None:
    notice = db.session.get(Notice, notice_id)
    return notice if notice is not None and notice.dead else None


def list_history(search: Search, *, before: int | None = None) -> tuple[list[Line], int | None]:
    """Return a page of history, the newest first, and the key from which the next one goes on.

    That somebody has an appointment is nobody's business: such lines are kept and not shown.
    """
    by, person = aliased(Person), aliased(Person)
    wanted = (
        select(
            Entry.id,
            Entry.at,
            Entry.action,
            Entry.about,
            Entry.about_id,
            Entry.was,
            Entry.became,
            Entry.by_id,
            by.name,
            Entry.person_id,
            person.name,
        )
        .outerjoin(by, by.id == Entry.by_id)
        .outerjoin(person, person.id == Entry.person_id)
        .where(Entry.about.not_in(HOUSE.confidential))
        .order_by(Entry.id.desc())
        .limit(PAGE + 1)
    )
    if search.person_id is not None:
        theirs = (Entry.about == "person") & (Entry.about_id == search.person_id)
        wanted = wanted.where(
            or_(Entry.by_id == search.person_id, Entry.person_id == search.person_id, theirs)
        )
    if search.about:
        wanted = wanted.where(Entry.about == search.about)
    if search.about_id is not None:
        wanted = wanted.where(Entry.about_id == search.about_id)
    if search.action:
        wanted = wanted.where(Entry.action == search.action)
    if search.day is not None:
        begins, ends = day_starts(search.day), day_starts(search.day + timedelta(days=1))
        wanted = wanted.where(Entry.at >= begins, Entry.at < ends)
    if before is not None:
        wanted = wanted.where(Entry.id < before)
    lines = [Line(*row) for row in db.session.execute(wanted)]
    return lines[:PAGE], lines[PAGE - 1].id if len(lines) > PAGE else None
