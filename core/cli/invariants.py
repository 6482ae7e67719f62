"""What must never be in the database, asked without changing anything."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, bindparam, func, inspect, select, text

from core.clock import village_day
from core.db import Base, db
from core.db.types import UtcDateTime
from core.house import HOUSE

A_WHILE = timedelta(minutes=15)
# What a house has before anybody lives in it.
OF_THE_HOUSE = {"job_run", "house_version", "throttle"}
MOST_ROWS = 1000


def broken(
    *, at: datetime, lasting: bool = False, only: Collection[str] = ()
) -> dict[str, list[Any]]:
    """Return the rows that each broken invariant has found; of SQLite also what it says itself.

    `lasting` leaves out what only time has broken: after a restore, much is overdue. With `only`
    none but these is asked, and SQLite is not.
    """
    found: dict[str, list[Any]] = {}
    with db.engine.connect() as connection:
        sqlite = connection.dialect.name == "sqlite"
        connection.exec_driver_sql(
            "PRAGMA query_only=ON" if sqlite else "SET TRANSACTION READ ONLY"
        )
        try:
            for name, sql in HOUSE.invariants.items():
                if not (lasting and ":now" in sql) and (not only or name in only):
                    found[name] = ask(connection, sql, at)
            if sqlite and not only:
                found["sqlite.integrity"] = [
                    row for row in rows_of(connection, "PRAGMA integrity_check") if row != ("ok",)
                ]
                found["sqlite.foreign_keys"] = rows_of(connection, "PRAGMA foreign_key_check")
        finally:
            connection.rollback()
            if sqlite:
                connection.exec_driver_sql("PRAGMA query_only=OFF")
                connection.rollback()
    return {name: rows for name, rows in found.items() if rows}


def ask(connection: Connection, sql: str, at: datetime) -> list[Any]:
    """Return what one invariant finds; it may name `:now`, `:now_minus_15min` and `:today`."""
    given = {"now": at, "now_minus_15min": at - A_WHILE, "today": village_day(at)}
    statement = text(sql)
    wanted = [name for name in given if name in statement.compile().params]
    statement = statement.bindparams(
        *(
            bindparam(name, given[name], None if name == "today" else UtcDateTime())
            for name in wanted
        )
    )
    return [tuple(row) for row in connection.execute(statement).fetchmany(MOST_ROWS)]


def rows_of(connection: Connection, sql: str) -> list[Any]:
    return [tuple(row) for row in connection.exec_driver_sql(sql).fetchmany(MOST_ROWS)]


def is_empty() -> bool:
    """Tell whether nobody lives here yet: no rows in any table but the house's own."""
    there = set(inspect(db.engine).get_table_names())
    with db.engine.connect() as connection:
        for table in Base.metadata.sorted_tables:
            if table.name in OF_THE_HOUSE or table.name not in there:
                continue
            if connection.scalar(select(func.count()).select_from(table)):
                return False
    return True
