"""Brings the tables up to date and fills an empty demo house, in one process."""

import logging
import os
import socket
import sys

from flask_migrate import upgrade

from core.house import HOUSE
from wsgi import create_app


def is_free(host: str, port: int) -> bool:
    """Return whether a server could listen there."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as sock:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            sock.bind((host, port))
        except OSError:
            return False
    return True


def main() -> int:
    host, port = os.environ.get("HOST", "127.0.0.1"), int(os.environ.get("PORT", "8000"))
    if not is_free(host, port):
        print(f"{host}:{port} cannot be listened at. Another port: make run PORT={port + 1}")
        return 1
    app = create_app()
    logging.getLogger("alembic").setLevel(logging.WARNING)
    with app.app_context():
        upgrade()
    if not HOUSE.settings.demo:
        return 0
    with app.app_context():
        result = app.test_cli_runner().invoke(args=["demo"], catch_exceptions=False)
    print(result.output, end="")
    return result.exit_code


if __name__ == "__main__":
    sys.exit(main())
