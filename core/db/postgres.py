"""How PostgreSQL is told not to wait for ever."""

from sqlalchemy import Engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection

LIMITS = {
    "lock_timeout": "3s",
    "statement_timeout": "10s",
    "idle_in_transaction_session_timeout": "15s",
    "timezone": "UTC",
}


def be_strict(engine: Engine) -> None:
    """Give every new connection its limits."""

    @event.listens_for(engine, "connect")
    def connect(connection: DBAPIConnection, _record: object) -> None:
        cursor = connection.cursor()
        for name, value in LIMITS.items():
            cursor.execute(f"SET {name} = '{value}'")
        cursor.close()
        connection.commit()
