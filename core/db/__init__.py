"""The database: one session, one base class, one place that commits."""

import enum
import logging
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import datetime
from typing import Any

from flask import Flask, g, has_app_context
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Enum, MetaData
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import DeclarativeBase

from core.db import postgres, sqlite
from core.db.types import MoneyInFen, UtcDateTime
from core.money import Money

NAMES = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
log = logging.getLogger(__name__)


class Base(DeclarativeBase):
    """Every table of every area."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map = {
        datetime: UtcDateTime,
        Money: MoneyInFen,
        # Store an enum by its value, as text; the default would store the member's name.
        enum.Enum: Enum(
            enum.Enum,
            values_callable=lambda kind: [each.value for each in kind],
            native_enum=False,
            length=32,
        ),
    }


db = SQLAlchemy(metadata=Base.metadata)


def set_up(app: Flask) -> None:
    """Give the application its database, and asides their moment."""
    db.init_app(app)
    with app.app_context():
        if db.engine.dialect.name == "sqlite":
            sqlite.be_strict(db.engine)
        else:
            postgres.be_strict(db.engine)
    app.teardown_appcontext(write_asides)  # the last registered runs first: before the session goes


@contextmanager
def writing() -> Iterator[None]:
    """Store all of what happens inside, or none of it; nothing else commits.

    Enter late: input is checked and slow work (hashing, pictures) done before. Rows read before
    are read again inside, so that no decision rests on what has changed meanwhile. What was put
    off by `after_commit` runs once the commit stands.
    """
    session = db.session()
    if session.new or session.dirty or session.deleted:
        raise RuntimeError("changes belong inside writing()")
    if is_writing():
        raise RuntimeError("writing() is open already")
    session.rollback()
    later: list[Callable[[], None]] = []
    last: dict[str, Callable[[], None]] = {}
    session.info.update(later=later, last=last)
    try:
        session.connection(execution_options={"write": True})
        with watched():
            yield
        session.flush()
        for call in last.values():
            call()
        session.commit()
        note_commit()
    except BaseException:
        session.rollback()
        raise
    finally:
        for name in ("later", "last", "repeats"):
            session.info.pop(name, None)
    for call in later:
        try:
            call()
        except Exception:  # the commit stands; a sweep finds what a nudge has missed
            log.exception("a call after the commit failed")


def watch(watcher: Callable[[], AbstractContextManager[None]]) -> None:
    """Let each transaction of this request stand inside what `watcher` returns; asides do not.

    It may look at the database before anything is written, write something of its own at the end,
    and let nothing be stored by raising.
    """
    g.watcher = watcher


def watched() -> AbstractContextManager[None]:
    """Return what the transaction that begins now stands in."""
    if has_app_context() and "watcher" in g:
        found: AbstractContextManager[None] = g.watcher()
        return found
    return nullcontext()


def note_repeat() -> None:
    """Say that the open transaction changes nothing: what it was for stands there already."""
    db.session().info["repeats"] = True


def is_repeat() -> bool:
    """Tell whether somebody has said so."""
    return bool(db.session().info.get("repeats"))


def note_commit() -> None:
    """Remember in this request that something was stored, so that it is not done again."""
    if has_app_context():
        g.committed = True


def is_writing() -> bool:
    """Tell whether a transaction that writes is open in this session."""
    session = db.session()
    if not session.in_transaction():
        return False
    return bool(session.connection().get_execution_options().get("write"))


def after_commit(call: Callable[[], None]) -> None:
    """Run this once the transaction has been stored, and never when it was not."""
    db.session().info["later"].append(call)


def before_commit(name: str, call: Callable[[], None]) -> None:
    """Run this as one of the last statements of the transaction, once however often it is asked.

    A row that all transactions touch is locked last, or two of them would wait for each other.
    """
    db.session().info["last"][name] = call


def aside(write: Callable[[], None]) -> None:
    """Queue a small fact that must outlive a refusal: a try that counts, a denied access."""
    g.setdefault("asides", []).append(write)


def write_asides(_error: BaseException | None = None) -> None:
    """Store the queued facts, once the request with its own transaction is over.

    The answer is made by now: a busy database costs a line of the log, not the answer.
    """
    if has_app_context() and (asides := g.pop("asides", None)):
        db.session.rollback()  # whatever a broken request left lying about
        g.pop("watcher", None)
        try:
            with writing():
                for write in asides:
                    write()
        except DBAPIError as error:
            if not is_busy(error):
                raise
            log.warning("%s asides were lost: the database is busy", len(asides))


def insert_or(table: type[Base]) -> Any:
    """Return an INSERT that knows `on_conflict_do_nothing` and `..._do_update` on both engines."""
    insert = postgresql_insert if db.engine.dialect.name == "postgresql" else sqlite_insert
    return insert(table)


# deadlock, serialisation failure, lock not available
WORTH_ANOTHER_TRY = {"40P01", "40001", "55P03"}


def is_worth_another_try(error: DBAPIError) -> bool:
    """Tell whether the same work may well succeed when it is done again from its beginning."""
    return getattr(error.orig, "sqlstate", None) in WORTH_ANOTHER_TRY


def is_busy(error: DBAPIError) -> bool:
    """Tell whether the database was only busy: the answer is 503, come back soon."""
    text = str(error.orig)
    states = WORTH_ANOTHER_TRY | {"57014", "53300", "57P03"}  # cancelled, too many, starting up
    return getattr(error.orig, "sqlstate", None) in states or "locked" in text or "full" in text
