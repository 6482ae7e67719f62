"""Brings the tables up to date and fills an empty demo house, in one process."""

import logging
import os

from flask_migrate import upgrade

from wsgi import create_app


def main() -> None:
    app = create_app()
    logging.getLogger("alembic").setLevel(logging.WARNING)
    with app.app_context():
        upgrade()
    if os.environ.get("XINGCUN_MODE") == "demo":
        result = app.test_cli_runner().invoke(args=["demo"], catch_exceptions=False)
        print(result.output, end="")
        if result.exit_code:
            raise SystemExit(result.exit_code)


if __name__ == "__main__":
    main()
