"""The last administrator stays, also when two are ended at once."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import func, select

from core.access import SYSTEM
from core.accounts import grants
from core.accounts.models import Grant, GrantKind, Person
from core.clock import now
from core.db import db, writing
from core.errors import Refused


@pytest.mark.both_engines
def test_two_ended_at_once_leave_one(app, make):
    ids = [make.admin().id for _each in range(2)]
    gate = Barrier(2)
    db.session.rollback()

    def end(person_id):
        with app.app_context():
            person = db.session.get(Person, person_id)
            db.session.rollback()
            gate.wait(10)
            try:
                with writing():
                    grants.end_grant(person, GrantKind.ADMIN, by=SYSTEM, at=now())
            except Refused:
                return "stays"
            return "ended"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(end, ids)) == ["ended", "stays"]
    assert db.session.scalar(select(func.count()).where(Grant.ended_at.is_(None))) == 1
