"""Reads about the operator and its rules."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from threading import Lock

from flask import g, has_request_context
from sqlalchemy import select

from core.branches.models import Branch, Unit
from core.bulletins.models import Bulletin
from core.cache.operations import house_version
from core.clock import village_day
from core.db import db
from core.site.models import Fact, Sheet, SheetKind

# What the operator says about itself and the county, and what each is when nothing was said yet.
DEFAULTS: Mapping[str, str] = {
    "site_name": "兴村",
    "county": "",
    "name": "",
    "credit_code": "",
    "address": "",
    "phone": "",
    "email": "",
    "licence_ref": "",
    "no_registration": "",
    "filing": "",
}


@dataclass(frozen=True)
class SheetLine:
    """A version in a list."""

    number: int
    summary: str
    published_at: datetime
    effective_at: datetime


@dataclass(frozen=True)
class BulletinLine:
    """A sheet on a branch's board, as a line of the home page."""

    id: int
    title: str
    posted_at: datetime
    branch_id: int
    branch_name: str


_known: tuple[str, int, Mapping[str, str]] | None = None
_putting = Lock()


def facts() -> Mapping[str, str]:
    """Return the operator's facts; read again only when the house version has moved.

    A request that began before it moved is given what it reads, and leaves what is newer alone.
    """
    global _known  # noqa: PLW0603
    version, database = version_now(), str(db.engine.url)
    known = _known  # another thread may put something else there at any time
    if known is not None and known[:2] == (database, version) and version != 0:
        return known[2]
    read = stored_facts()
    with _putting:
        if _known is None or _known[0] != database or _known[1] <= version:
            _known = (database, version, read)
    return read


def version_now() -> int:
    """Return the house version as it was when this request first asked."""
    if not has_request_context():
        return house_version()
    if "house_version" not in g:
        g.house_version = house_version()
    return int(g.house_version)


def stored_facts() -> Mapping[str, str]:
    """Return the operator's facts as they stand in the database now."""
    return {**DEFAULTS, **{row.name: row.value for row in db.session.scalars(select(Fact))}}


def find_sheet(kind: SheetKind, *, at: datetime) -> Sheet | None:
    """Return the version in force at this moment, or None before the first."""
    in_force = (
        select(Sheet)
        .where(Sheet.kind == kind, Sheet.effective_at <= at)
        .order_by(Sheet.effective_at.desc(), Sheet.number.desc())
        .limit(1)
    )
    return db.session.scalar(in_force)


def newest_sheet(kind: SheetKind) -> Sheet | None:
    """Return the version published last, in force or not yet."""
    newest = select(Sheet).where(Sheet.kind == kind).order_by(Sheet.number.desc()).limit(1)
    return db.session.scalar(newest)


def list_sheets(kind: SheetKind) -> list[SheetLine]:
    """Return all versions without their texts, the newest first."""
    columns = (Sheet.number, Sheet.summary, Sheet.published_at, Sheet.effective_at)
    rows = db.session.execute(
        select(*columns).where(Sheet.kind == kind).order_by(Sheet.number.desc())
    )
    return [SheetLine(*row) for row in rows]


def find_numbered(kind: SheetKind, number: int) -> Sheet | None:
    """Return one version, or None."""
    return db.session.scalar(select(Sheet).where(Sheet.kind == kind, Sheet.number == number))


def list_newest_bulletins(
    *, at: datetime, limit: int, unit_id: int | None = None
) -> list[BulletinLine]:
    """Return what was put up last and still hangs: on all boards, or on that of one village."""
    hanging = (
        select(Bulletin.id, Bulletin.title, Bulletin.posted_at, Branch.id, Branch.name)
        .join(Branch, Branch.id == Bulletin.branch_id)
        .where(Bulletin.taken_down_at.is_(None), Bulletin.until >= village_day(at))
        .where(Branch.closed_at.is_(None))
        .order_by(Bulletin.posted_at.desc(), Bulletin.id.desc())
        .limit(limit)
    )
    if unit_id is not None:
        covers = select(Unit.branch_id).where(Unit.id == unit_id).scalar_subquery()
        hanging = hanging.where(Branch.id == covers)
    return [BulletinLine(*row) for row in db.session.execute(hanging)]
