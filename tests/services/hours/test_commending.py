"""Commendations have the ledger's figures, and are answered by the branch above."""

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from core.clock import village_day
from core.db import db, writing
from core.errors import Refused
from core.notices.models import Notice
from services.hours.models import Commendation, CommendationStatus, Confirmed
from services.hours.operations import commending
from services.hours.queries import proposals
from tests.services.hours.world import DAY

pytestmark = pytest.mark.both_engines
C = Confirmed


@pytest.fixture
def propose(world, do, li, at):
    def hand(by=None, **kw):
        today = village_day(at)
        said = {"first": today - 10 * DAY, "last": today, "words": "修渠三天", **kw}
        return do(commending.propose, world.branch, li.id, **said, by=by or world.officer)

    return hand


def test_a_proposal_has_the_ledgers_figures(world, served, propose, do, li):
    made = propose()
    assert (made.minutes, made.served) == (210, 3)
    (waits,) = proposals.list_to_answer({world.above.id})
    assert waits.id == made.id
    assert [(b, c) for b, c, _s in proposals.count_to_answer({world.above.id}, 0)] == [
        (world.above.id, 1)
    ]
    do(commending.answer, made, agreed=True, words="", by=world.upper)
    db.session.expire_all()
    assert made.status is CommendationStatus.AGREED
    assert [each.id for each in proposals.list_commendations_of(li.id)] == [made.id]
    told = db.session.scalar(select(Notice).where(Notice.event == "hours.commended"))
    assert told.person_id == li.id
    with pytest.raises(Refused):
        do(commending.answer, made, agreed=False, words="再想想", by=world.upper)


def test_one_may_be_returned_with_why(world, served, propose, do, li):
    made = propose()
    with pytest.raises(Refused, match="为什么退回"):
        do(commending.answer, made, agreed=False, words="", by=world.upper)
    with pytest.raises(Refused, match="还没有答复"):
        propose()
    do(commending.answer, made, agreed=False, words="写具体些", by=world.upper)
    db.session.expire_all()
    assert made.status is CommendationStatus.RETURNED
    assert proposals.list_commendations_of(li.id) == []
    propose(words="修渠三天，带了两个年轻人")


def test_nobody_is_commended_for_nothing_or_by_themselves(world, li, served, propose, make, at):
    with pytest.raises(Refused, match="没有确认过的时长"):
        propose(first=village_day(at), last=village_day(at))
    with pytest.raises(Refused, match="已经过去"):
        propose(last=village_day(at) + DAY)
    make.officer(world.branch, person=li, role="publicity")
    with pytest.raises(Refused, match="给自己"):
        propose(by=li)


def test_who_proposes_does_not_answer(world, served, propose, make, do):
    make.officer(world.above, person=world.officer, role="publicity")
    made = propose()
    with pytest.raises(Refused, match="自己提的"):
        do(commending.answer, made, agreed=True, words="", by=world.officer)
    assert db.session.scalar(select(func.count()).select_from(Commendation)) == 1


def test_at_the_root_nobody_answers(world, wang, li, confirmed, do, at):
    confirmed(C.SERVED, wang, world.ended(li, task=world.task(served=wang, branch=world.above)))
    period = {"first": village_day(at), "last": village_day(at)}
    with pytest.raises(Refused, match="上面没有支部"):
        do(commending.propose, world.above, li.id, **period, words="好", by=world.upper)


def test_the_database_knows_one_proposal_that_is_open(world, served, propose):
    made = propose()
    copied = {c.key: getattr(made, c.key) for c in Commendation.__table__.columns if c.key != "id"}
    with pytest.raises(IntegrityError), writing():
        db.session.add(Commendation(**copied))
