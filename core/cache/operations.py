"""Saying that public pages may look different now."""

from core.cache.models import HouseVersion
from core.db import before_commit, db, insert_or

READ = f"SELECT version FROM {HouseVersion.__tablename__}"  # noqa: S608 - a name of ours


def house_version() -> int:
    """Return the version of what the public sees; read once a request, by the shortest way."""
    found = db.session.connection().exec_driver_sql(READ).scalar()
    return int(found or 0)


def bump() -> None:
    """Make all cached public pages stale, in every worker, when this transaction is stored."""
    before_commit("house_version", raise_version)


def raise_version() -> None:
    first = insert_or(HouseVersion).values(id=1, version=1)
    db.session.execute(
        first.on_conflict_do_update(
            index_elements=[HouseVersion.id], set_={"version": HouseVersion.version + 1}
        )
    )
