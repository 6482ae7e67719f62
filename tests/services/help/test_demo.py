"""The demo world's requests and paid work: filled once, by the operations, true to the rules."""

import pytest
from sqlalchemy import select

from core.area import CORE
from core.cli.invariants import broken
from core.clock import now
from core.db import db, writing
from core.notices.models import Notice
from services.help.models import HelpRequest, HelpStatus
from services.help.queries.facts import facts_of
from services.help.rules.stages import Stage, stage_of
from services.hours.models import HoursEntry
from services.paid_work.models import Deal, DealStatus
from wsgi import AREAS


@pytest.fixture
def whole():
    """Here all invariants are asked."""


@pytest.mark.both_engines
def test_it_is_filled_once_and_whole(app):
    at = now()
    for _time in range(2):
        with writing():
            for area in (CORE, *AREAS):
                if area.demo:
                    area.demo(at)
    requests = db.session.scalars(select(HelpRequest).order_by(HelpRequest.asked_at)).all()
    facts = facts_of([each.id for each in requests], at=at)
    assert [stage_of(each.status, facts[each.id]) for each in requests] == [
        Stage.CONFIRMED, Stage.DONE, Stage.COMING, Stage.RECEIVED,
    ]  # fmt: skip
    assert (requests[0].status, requests[0].mark) == (HelpStatus.DONE, 3)
    assert db.session.scalars(select(HoursEntry.minutes)).all() == [95]
    deals = db.session.scalars(select(Deal.status).order_by(Deal.id)).all()
    assert deals == [DealStatus.AGREED, DealStatus.ASKED]
    assert broken(at=at) == {}
    unsent = select(Notice.id).where(Notice.channel.is_not(None), Notice.sent_at.is_(None))
    assert db.session.scalars(unsent).all() == []
