"""Two roles on PostgreSQL: the owner migrates, the app reads and writes rows and nothing more."""

from sqlalchemy import text

from core.db import db, writing
from core.db.guards import APPEND_ONLY


def limit(role: str) -> list[str]:
    """Return the statements that give this role rows, no tables, and history only to add to.

    Run them as the owner after each migration; raise ValueError for a name that is no identifier.
    """
    if not role.isidentifier():
        raise ValueError("a role is named with letters, digits and underscores")
    app, schema = f'"{role}"', "SCHEMA public"
    return [
        f"REVOKE CREATE ON {schema} FROM PUBLIC",
        f"REVOKE ALL ON ALL TABLES IN {schema} FROM {app}",
        f"GRANT USAGE ON {schema} TO {app}",
        f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN {schema} TO {app}",
        f"GRANT USAGE, SELECT ON ALL SEQUENCES IN {schema} TO {app}",
        *(
            f"REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM {app}"
            for table in sorted(APPEND_ONLY)
        ),
    ]


def limit_role(role: str) -> None:
    """Do it, as the owner that this process is connected as."""
    with writing():
        for statement in limit(role):
            db.session.execute(text(statement))


def powers() -> list[str]:
    """Return what the connected role can do that an app must not; empty is good."""
    if db.engine.dialect.name != "postgresql":
        return []
    found = []
    asked = "SELECT rolsuper FROM pg_roles WHERE rolname = current_user"
    if db.session.scalar(text(asked)):
        found.append("superuser")
    if db.session.scalar(text("SELECT has_schema_privilege(current_user, 'public', 'CREATE')")):
        found.append("create tables")
    for table in sorted(APPEND_ONLY):
        allowed = f"SELECT has_table_privilege(current_user, '{table}', 'UPDATE, DELETE, TRUNCATE')"
        if db.session.scalar(text(allowed)):
            found.append(f"change {table}")
    return found
