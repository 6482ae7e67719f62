"""Reads about the operator and its rules."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select

from core.cache.operations import house_version
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

_known: tuple[str, int, Mapping[str, str]] | None = None


def facts() -> Mapping[str, str]:
    """Return the operator's facts; read again only when the house version has moved."""
    global _known  # noqa: PLW0603
    version, database = house_version(), str(db.engine.url)
    if _known is None or _known[:2] != (database, version) or version == 0:
        rows = {row.name: row.value for row in db.session.scalars(select(Fact))}
        _known = (database, version, {**DEFAULTS, **rows})
    return _known[2]


def find_sheet(kind: SheetKind, *, at: datetime) -> Sheet | None:
    """Return the version in force at this moment, or None before the first."""
    in_force = (
        select(Sheet)
        .where(Sheet.kind == kind, Sheet.effective_at <= at)
        .order_by(Sheet.effective_at.desc(), Sheet.number.desc())
        .limit(1)
    )
    return db.session.scalar(in_force)
