"""How many questions a page asks of the database."""

from sqlalchemy import event

from core.db import db


def queries_in(visit):
    """Make the visit and return how many statements it took, the BEGIN among them."""
    seen = []

    def watch(_connection, _cursor, statement, *_more):
        seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", watch)
    try:
        visit()
    finally:
        event.remove(db.engine, "before_cursor_execute", watch)
    return len(seen)
