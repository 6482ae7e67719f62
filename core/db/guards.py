"""What only the database itself can promise: rows that are never changed, or never deleted."""

from collections.abc import Callable

from sqlalchemy import DDL, Table, event

SQLITE = """
CREATE TRIGGER {table}_no_{verb} BEFORE {VERB} ON {table}
BEGIN SELECT RAISE(ABORT, '{table} is only ever added to'); END
"""
KEPT_POSTGRESQL = """
CREATE TRIGGER {table}_kept BEFORE DELETE OR TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION only_added_to()
"""
POSTGRESQL_FUNCTION = """
CREATE OR REPLACE FUNCTION only_added_to() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '% is only ever added to', TG_TABLE_NAME USING ERRCODE = 'check_violation';
END $$
"""
POSTGRESQL = """
CREATE TRIGGER {table}_only_added_to BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION only_added_to()
"""

APPEND_ONLY: set[str] = set()
KEPT: set[str] = set()


def only_added_to(table: str, dialect: str) -> list[str]:
    """Return the statements that make UPDATE and DELETE fail on this table (also REPLACE)."""
    if dialect == "sqlite":
        return [
            SQLITE.format(table=table, verb=verb, VERB=verb.upper())
            for verb in ("update", "delete")
        ]
    return [POSTGRESQL_FUNCTION, POSTGRESQL.format(table=table)]


def guard(table: Table) -> None:
    """Make the table append-only wherever it is created from the models."""
    APPEND_ONLY.add(table.name)
    watch(table, only_added_to)


def never_deleted(table: str, dialect: str) -> list[str]:
    """Return the statements that make DELETE fail on this table."""
    if dialect == "sqlite":
        return [SQLITE.format(table=table, verb="delete", VERB="DELETE")]
    return [POSTGRESQL_FUNCTION, KEPT_POSTGRESQL.format(table=table)]


def keep(table: Table) -> None:
    """Let the rows of this table change, but never go (E-commerce law 31)."""
    KEPT.add(table.name)
    watch(table, never_deleted)


def watch(table: Table, statements: Callable[[str, str], list[str]]) -> None:
    for dialect in ("sqlite", "postgresql"):
        for statement in statements(table.name, dialect):
            ddl = DDL(statement.replace("%", "%%"))  # type: ignore[no-untyped-call]
            event.listen(table, "after_create", ddl.execute_if(dialect=dialect))
