"""A verified farm, somebody who bought there, and those with whom a complaint lies."""

from datetime import timedelta

import pytest

from core.complaints import operations, queries
from core.db import db, writing
from tests.core.sponsorship.conftest import at_once
from tests.core.sponsorship.world import areas, farms, land

__all__ = ["areas", "at_once", "farms", "land"]

DAY = timedelta(days=1)


class Court:
    """Each hand takes a complaint a step further."""

    def __init__(self, land, make):
        self.land, self.at = land, land.at
        self.buyer = make.person(name="买主")
        self.clerk = make.clerk()
        self.sponsorship = land.verified()

    def make(self, text="箱子里一半是烂的", *, by=None, at=None, listing=None):
        with writing():
            return operations.make(
                "orchard",
                1,
                listing=listing,
                text=text,
                by=self.land.actor(by or self.buyer),
                at=at or self.at,
            )

    def case(self, complaint):
        db.session.rollback()
        return queries.find_case(complaint.ref)

    def do(self, what, complaint, by, *, at=None, **kw):
        case = self.case(complaint)
        with writing():
            getattr(operations, what)(case, by=self.land.actor(by), at=at or self.at, **kw)
        return complaint

    def answer(self, complaint, by=None, *, at=None):
        return self.do("answer", complaint, by or self.land.steward, at=at, text="去看过了，补一箱")


@pytest.fixture
def court(land, make):
    return Court(land, make)
