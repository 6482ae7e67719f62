"""The shape of a check."""

from collections.abc import Callable
from dataclasses import dataclass

from core.db import db


def always() -> bool:
    return True


def on_sqlite() -> bool:
    return db.engine.dialect.name == "sqlite"


def on_postgresql() -> bool:
    return db.engine.dialect.name == "postgresql"


@dataclass(frozen=True, kw_only=True)
class Check:
    """One thing to look at; `why_not` returns what to do, or None when all is well."""

    title: str
    why_not: Callable[[], str | None]
    production: bool = False
    applies: Callable[[], bool] = always
