"""Farms and branches for every test here, and two who do a thing at the same instant."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from core.db import db
from core.errors import Refused
from tests.core.sponsorship.world import areas, farms, land

__all__ = ["areas", "farms", "land"]


@pytest.fixture
def at_once(app):
    """Let two do a thing at the same instant, each for itself; return how both fared."""

    def run(do):
        gate = threading.Barrier(2)

        def one(number):
            with app.app_context():
                gate.wait(20)
                try:
                    do(number)
                except Refused:
                    return "refused"
                return "done"

        db.session.rollback()
        with ThreadPoolExecutor(2) as pool:
            return sorted(pool.map(one, range(2)))

    return run
