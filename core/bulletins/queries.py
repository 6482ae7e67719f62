"""Reads about sheets on boards."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import defer

from core.accounts.models import Person
from core.branches.models import Resident, Unit
from core.bulletins.models import Bulletin
from core.bulletins.rules import RUNS_OUT_SOON
from core.clock import village_day
from core.db import db
from core.notices.models import Notice

POSTED = "bulletins.posted"
WAYS_IN = (Person.password_hash, Person.email_confirmed_at, Person.phone_confirmed_at)
WITHOUT_TEXT = defer(Bulletin.text)  # lists show titles
PAGE = 50
OLD_SHOWN = 50  # sheets that ran out or were taken down, on the desk


def find_bulletin(bulletin_id: int) -> Bulletin | None:
    return db.session.get(Bulletin, bulletin_id)


def find_on_board(branch_id: int, bulletin_id: int) -> Bulletin | None:
    """Return the sheet if it is this branch's and was not taken down, else None."""
    bulletin = find_bulletin(bulletin_id)
    if bulletin is None or bulletin.branch_id != branch_id or bulletin.taken_down_at:
        return None
    return None if bulletin.branch.closed_at else bulletin


def list_hanging(
    branch_id: int, *, at: datetime, after: Bulletin | None = None, limit: int = PAGE + 1
) -> Sequence[Bulletin]:
    """Return what hangs on the branch's board, the newest first, without the texts.

    `after` is the last line of the page before.
    """
    query = (
        select(Bulletin)
        .where(Bulletin.branch_id == branch_id, _hangs(village_day(at)))
        .order_by(Bulletin.posted_at.desc(), Bulletin.id.desc())
        .options(WITHOUT_TEXT)
        .limit(limit)
    )
    if after is not None:
        together = (Bulletin.posted_at == after.posted_at) & (Bulletin.id < after.id)
        query = query.where(or_(Bulletin.posted_at < after.posted_at, together))
    return db.session.scalars(query).all()


def count_hanging(branch_id: int, *, at: datetime) -> int:
    """Count what hangs on the branch's board."""
    hanging = select(func.count()).where(Bulletin.branch_id == branch_id, _hangs(village_day(at)))
    return db.session.scalar(hanging) or 0


def find_line(branch_id: int, bulletin_id: int) -> Bulletin | None:
    """Return the sheet that a page of the board ended with, though it may hang no more."""
    bulletin = find_bulletin(bulletin_id)
    return bulletin if bulletin is not None and bulletin.branch_id == branch_id else None


def list_old(branch_id: int, *, at: datetime) -> Sequence[Bulletin]:
    """Return what hung there last and hangs no more, the newest first."""
    return db.session.scalars(
        select(Bulletin)
        .where(Bulletin.branch_id == branch_id, ~_hangs(village_day(at)))
        .order_by(Bulletin.posted_at.desc(), Bulletin.id.desc())
        .options(WITHOUT_TEXT)
        .limit(OLD_SHOWN)
    ).all()


def list_running_out(
    branch_ids: Collection[int], *, at: datetime, limit: int = PAGE
) -> Sequence[Bulletin]:
    """Return what will hang on these boards for a few days only, the soonest first."""
    return db.session.scalars(
        select(Bulletin)
        .where(Bulletin.branch_id.in_(branch_ids), _runs_out(village_day(at)))
        .order_by(Bulletin.until, Bulletin.id)
        .options(WITHOUT_TEXT)
        .limit(limit)
    ).all()


def count_running_out(branch_ids: Collection[int], *, at: datetime) -> dict[int, int]:
    """Count, for each of these boards, what will hang there for a few days only."""
    query = (
        select(Bulletin.branch_id, func.count())
        .where(Bulletin.branch_id.in_(branch_ids), _runs_out(village_day(at)))
        .group_by(Bulletin.branch_id)
        .order_by(Bulletin.branch_id)
    )
    return {row[0]: row[1] for row in db.session.execute(query)}


def list_to_tell(at: datetime) -> Sequence[int]:
    """Return the ids of sheets that villagers still have to be told of."""
    return db.session.scalars(
        select(Bulletin.id)
        .where(Bulletin.tell, Bulletin.told_at.is_(None), _hangs(village_day(at)))
        .order_by(Bulletin.id)
    ).all()


def list_untold(bulletin: Bulletin, *, limit: int) -> Sequence[int]:
    """Return some of the residents who can sign in and were not told of the sheet yet.

    Whoever has a confirmed number or mail address may set a password at any time.
    """
    told = exists().where(
        Notice.about == about(bulletin),
        Notice.event == POSTED,
        Notice.person_id == Resident.person_id,
    )
    return db.session.scalars(
        select(Resident.person_id)
        .join(Unit, Unit.id == Resident.unit_id)
        .join(Person, Person.id == Resident.person_id)
        .where(Unit.branch_id == bulletin.branch_id, ~told)
        .where(or_(*(column.is_not(None) for column in WAYS_IN)))
        .where(Person.disabled_at.is_(None), Person.closed_at.is_(None))
        .order_by(Resident.person_id)
        .limit(limit)
    ).all()


def about(bulletin: Bulletin) -> str:
    """Return how notices name the sheet."""
    return f"{Bulletin.__tablename__}:{bulletin.id}"


def _runs_out(today: date) -> ColumnElement[bool]:
    return and_(_hangs(today), Bulletin.until <= today + RUNS_OUT_SOON)


def _hangs(today: date) -> ColumnElement[bool]:
    return and_(Bulletin.taken_down_at.is_(None), Bulletin.until >= today)
