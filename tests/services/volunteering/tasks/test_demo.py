"""The demo world's tasks and volunteers: filled once, by the operations, true to the rules."""

import pytest
from sqlalchemy import func, select

from core.area import CORE
from core.cli.invariants import broken
from core.clock import now
from core.db import db, writing
from core.notices.models import Notice
from services.area import AREA
from services.volunteering.models import Licence, Source, Task, Volunteer
from services.volunteering.queries.listing import list_page
from services.volunteering.rules.wishes import Wish


@pytest.mark.both_engines
def test_it_is_filled_once_and_whole(app):
    at = now()
    for _ in range(2):
        with writing():
            CORE.demo(at)
            AREA.demo(at)
    made = db.session.scalars(select(Task.id).where(Task.source == Source.BRANCH)).all()
    lines = [each for each in list_page(Wish(), at=at).lines if each.id in made]
    assert len(lines) == len(made) == 6
    assert {each.branch for each in lines} >= {"桃源村党支部", "清泉村党支部", "桃源镇党委"}
    assert any(each.dangerous for each in lines)
    assert any(each.shifts > 1 for each in lines)
    assert db.session.scalar(select(func.count()).select_from(Volunteer)) == 4
    assert db.session.scalar(select(func.count()).select_from(Licence)) == 2
    assert broken(at=at) == {}
    unsent = select(Notice.id).where(Notice.channel.is_not(None), Notice.sent_at.is_(None))
    assert db.session.scalars(unsent).all() == []
