"""What is stored beside the session's own transaction, or may fail inside it without harm."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from core.db import db


@contextmanager
def apart() -> Iterator[Connection]:
    """Yield a connection of its own; what is done on it is stored at the end, or not at all.

    For what can be made anew from the rest, as a search index can; nothing else is stored so.
    """
    with db.engine.connect() as connection, connection.begin():
        yield connection


@contextmanager
def forgiven() -> Iterator[Session]:
    """Yield the session; a statement that fails inside takes nothing with it but itself."""
    session = db.session()
    with session.begin_nested():
        yield session
