"""The demo world's boards hang, read like a village's, and are filled once."""

import re

from sqlalchemy import func, select

from core.area import CORE
from core.branches.models import Branch
from core.bulletins import demo, queries
from core.bulletins.models import Bulletin
from core.clock import now
from core.db import db, writing
from core.web.prose import prose


def test_four_villages_have_their_boards(app):
    at = now()
    with writing():
        CORE.demo(at)
    with writing():
        demo.fill(at)
    hanging = db.session.scalars(select(Bulletin)).all()
    assert len(hanging) >= 12
    boards = db.session.scalars(select(func.count(Bulletin.id)).group_by(Bulletin.branch_id)).all()
    assert len(boards) == 4
    for each in hanging:
        assert each in queries.list_hanging(each.branch_id, at=at)
        assert len(each.title) <= 60
        assert not re.search(r"[{}]|担保|推荐|推介", each.title + each.text)
        assert "<p>" in prose(each.text, breaks=True)
    mine = db.session.scalars(select(Branch.id).where(Branch.name == "桃源村党支部")).one()
    assert queries.list_running_out([mine], at=at)
    assert queries.list_to_tell(at)
