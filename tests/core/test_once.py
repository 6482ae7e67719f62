"""Keys of forms are kept for seven days."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from core.db import db, writing
from core.errors import Refused
from core.once.jobs import forget_old
from core.once.models import Once
from core.once.operations import once


@pytest.mark.both_engines
def test_a_key_is_forgotten_after_seven_days(make, at):
    actor = make.actor()
    for days in (6, 8):
        with writing():
            once(f"form-{days}", "hash", lambda: "/done", by=actor, at=at - timedelta(days=days))
    forget_old(at)
    assert db.session.scalars(select(Once.key)).all() == ["form-6"]


@pytest.mark.both_engines
def test_a_key_belongs_to_whoever_sent_it(make, at):
    actor, other = make.actor(), make.actor()
    with writing():
        assert once("form", "hash", lambda: "/done", by=actor, at=at) == "/done"
    with pytest.raises(Refused), writing():
        once("form", "hash", lambda: "/mine", by=other, at=at)
