"""An office is named in the language of whoever reads of it, whoever wrote it."""

from datetime import date

import pytest
from sqlalchemy import select

from core.branches import operations
from core.branches.models import OfficeRole
from core.branches.rules import ROLES, STAND_INS
from core.db import db, writing
from core.notices import papers
from core.notices.models import Notice
from core.words import speaking

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize("writer", ["zh", "en"])
@pytest.mark.parametrize(
    ("reader", "title"),
    [("zh", "代理书记"), ("en", "Acting secretary")],
)
def test_a_title_is_said_in_the_readers_language(village, at, writer, reader, title):
    with speaking(writer), writing():
        operations.stand_in(
            village.term(village.secretary),
            village.member,
            since=TODAY,
            until=TODAY,
            by=village.actor(village.secretary),
            at=at,
        )
    told = select(Notice).where(
        Notice.person_id == village.member.id, Notice.event == "branches.office_given"
    )
    with speaking(reader):
        assert title in papers.title_of(db.session.scalars(told).one())


def test_each_office_has_its_titles():
    assert set(ROLES) == set(STAND_INS) == set(OfficeRole)
