"""A revocation that was a mistake, whose second has gone, or whose branch is closed by now."""

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from core.branches.models import Branch, OfficeRole, OfficeTerm
from core.certificates import operations, queries
from core.certificates.models import Revocation
from core.db import db, writing
from core.errors import Refused
from core.notices.models import Notice
from tests.core.certificates.conftest import get
from tests.core.certificates.test_operations import broken, told, waits

pytestmark = pytest.mark.both_engines


def test_a_mistake_is_taken_back_by_who_made_it(
    do, make, certificate, secretary, officer, holder, asked, at
):
    with pytest.raises(Refused, match="谁提出的"):
        do(operations.take_back_revocation, asked, by=make.actor(officer))
    assert len(waits(make, officer, at)) == 1
    do(operations.take_back_revocation, asked, by=make.actor(secretary))
    assert waits(make, officer, at) == []
    row = get(asked)
    assert (row.is_taken_back, row.answered_by, row.confirmed) == (True, None, False)
    assert get(certificate).revoked_at is None
    assert told(holder) == ["certificates.issued"]
    for step in (operations.take_back_revocation, operations.confirm_revocation):
        with pytest.raises(Refused):
            do(step, asked, by=make.actor(secretary))
    assert do(operations.ask_revocation, certificate, reason="真错了", by=make.actor(secretary)).id
    assert broken() == set()


def test_who_may_say_the_second_word_is_told(do, make, certificate, secretary, officer, upper):
    third = make.officer(certificate.branch, role=OfficeRole.DEPUTY, person=make.person())
    do(operations.ask_revocation, certificate, reason="时长算错了", by=make.actor(secretary))
    for person in (officer, third):
        assert told(person) == ["certificates.asked"]
    assert told(secretary) == told(upper) == []
    (notice,) = db.session.scalars(select(Notice).where(Notice.person_id == officer.id))
    assert notice.url == f"/desk/{certificate.branch_id}/certificates/{certificate.id}"
    assert "时长算错了" not in str(notice.facts)


def test_no_second_is_left_in_office(do, make, certificate, officer, asked, upper, at):
    assert waits(make, upper, at) == []
    with writing():
        db.session.execute(
            update(OfficeTerm).where(OfficeTerm.person_id == officer.id).values(ended_at=at)
        )
    assert len(waits(make, upper, at)) == 1
    do(operations.confirm_revocation, asked, by=make.actor(upper))
    assert get(certificate).revoked_at == at


@pytest.fixture
def closed(do, branch, township, secretary, certificate, at):
    """The branch that has issued it is no more; its offices have ended."""
    with writing():
        ended = update(OfficeTerm).where(OfficeTerm.branch_id == branch.id)
        db.session.execute(ended.values(ended_at=at))
        db.session.get_one(Branch, branch.id).closed_at = at
    return certificate


def test_what_a_closed_branch_has_issued_is_left_to_the_one_above(
    do, make, closed, upper, township, at
):
    second = make.officer(township, role=OfficeRole.DEPUTY, person=make.person())
    assert queries.find_at_desk(closed.branch_id, closed.id, at=at) is None
    assert queries.find_at_desk(township.id, closed.id, at=at).branch_id == township.id
    assert [each.id for each in queries.list_issued(township.id)] == [closed.id]
    asked = do(operations.ask_revocation, closed, reason="错了", by=make.actor(upper))
    url = f"/desk/{township.id}/certificates/{closed.id}"
    assert waits(make, second, at) == [url]
    assert told(second) == ["certificates.asked"]
    assert waits(make, upper, at) == []
    assert waits(make, make.officer(make.branch(), person=make.person()), at) == []
    do(operations.confirm_revocation, asked, by=make.actor(second))
    assert get(closed).revoked_at == at
    assert broken() == set()


def test_where_the_one_above_is_closed_too_it_is_left_to_the_next(make, closed, township, at):
    county = make.branch(name="县委")
    with writing():
        for row in db.session.scalars(select(Branch).where(Branch.path.startswith(township.path))):
            row.path = f"{county.path}{row.path.removeprefix('/')}"
        here = db.session.get_one(Branch, township.id)
        here.parent_id, here.closed_at = county.id, at
    assert queries.find_at_desk(township.id, closed.id, at=at) is None
    assert queries.find_at_desk(county.id, closed.id, at=at) is not None
    assert [each.id for each in queries.list_issued(county.id)] == [closed.id]
    with writing():
        here.closed_at = None
    assert queries.list_issued(county.id) == []


def test_the_database_knows_one_word_that_revokes(do, make, asked, certificate, officer, at):
    do(operations.confirm_revocation, asked, by=make.actor(officer))
    again = {"certificate_id": certificate.id, "reason": "x", "asked_by": officer.id}
    again |= {"asked_at": at, "answered_at": at, "confirmed": True}
    with pytest.raises(IntegrityError), writing():
        db.session.add(Revocation(**again))
