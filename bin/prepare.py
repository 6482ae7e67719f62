"""Brings the tables up to date and fills an empty demo house, in one process."""

import logging
import sys

from flask_migrate import upgrade

from core.house import HOUSE
from wsgi import create_app


def main() -> int:
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
