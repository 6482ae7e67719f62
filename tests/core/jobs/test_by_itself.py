"""Each in a transaction of its own: one that fails keeps no other back, and is not hidden."""

import pytest

from core.db import db
from core.errors import Refused
from core.jobs.by_itself import complain, each_by_itself

pytestmark = pytest.mark.both_engines


@pytest.fixture
def people(make):
    return [make.person(name=f"村民{number}") for number in range(4)]


def names(people):
    db.session.rollback()
    db.session.expire_all()
    return [each.name for each in people]


def test_one_that_fails_keeps_no_other_back(people, at):
    first, refused, broken, last = (each.id for each in people)
    kind = type(people[0])

    def rename(person_id, seen, *, at):
        db.session.get_one(kind, person_id).name = f"{seen} {at:%H}"
        db.session.flush()
        if person_id == refused:
            raise Refused("somebody came before")
        if person_id == broken:
            raise OSError("the disk")

    failed = each_by_itself(
        rename, (each.id for each in people), look=lambda who, **_at: f"看过{who}", at=at
    )
    assert names(people) == [f"看过{first} 02", "村民1", "村民2", f"看过{last} 02"]
    assert failed == [("rename", broken)]
    with pytest.raises(RuntimeError, match=f"people who stay.*{broken}"):
        complain("people who stay", failed)


def test_where_all_went_well_nobody_complains(people, at):
    ids = [each.id for each in people]
    assert each_by_itself(lambda _who, **_at: None, ids, at=at) == []
    complain("people who stay", [])
