"""Runs the migrations with the app's own engine; whole or not at all on both engines."""

from alembic import context
from flask import current_app

migrate = current_app.extensions["migrate"]


def run() -> None:
    engine = migrate.db.engine
    with engine.connect().execution_options(write=True) as connection:
        if engine.dialect.name == "postgresql":
            # Bringing many rows over may take longer than a page may.
            connection.exec_driver_sql("SET statement_timeout = 0")
            connection.commit()
        context.configure(
            connection=connection,
            target_metadata=migrate.db.metadata,
            **migrate.configure_args,
        )
        with context.begin_transaction():
            context.run_migrations()


if context.is_offline_mode():
    raise SystemExit("migrations run against a database, not offline")
run()
