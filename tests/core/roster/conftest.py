"""A village with a secretary, and hands to bring its roster in."""

import pytest

from core.branches.models import Unit
from core.clock import now
from core.db import db, writing
from core.roster import jobs, operations
from core.roster.models import RosterImport
from core.roster.papers import read_roster
from tests.core.roster.sheets import xlsx


@pytest.fixture
def branch(make):
    return make.branch(name="桃源村党支部")


@pytest.fixture
def unit(make, branch):
    return make.unit(branch, name="桃源村")


@pytest.fixture
def secretary(make, branch):
    return make.officer(branch)


class Roster:
    """Reads, checks in and applies sheets as the secretary does."""

    def __init__(self, make, unit, secretary):
        self.make, self.unit_id, self.secretary = make, unit.id, secretary

    @property
    def unit(self):
        return db.session.get(Unit, self.unit_id)

    def check(self, *rows, name="花名册.xlsx", data=None):
        """Return the import that was read and judged."""
        by, unit = self.make.actor(self.secretary), self.unit
        sheet, verdicts = read_roster(data or xlsx(*rows), name, unit=unit, officer=by.person)
        db.session.rollback()
        with writing():
            return operations.check_in(unit, sheet, verdicts, file_name=name, by=by, at=now())

    def start(self, roster, note="入户告知，口头同意"):
        """Say that it shall be applied; the worker has not begun."""
        with writing():
            by = self.make.actor(self.secretary)
            operations.apply(roster, consent_note=note, by=by, at=now())

    def bring_in(self, *rows, **kw):
        """Return the import after it was applied to its end."""
        roster = self.check(*rows, **kw)
        self.start(roster)
        jobs.apply(roster.id)
        return db.session.get(RosterImport, roster.id)


@pytest.fixture
def roster(make, unit, secretary):
    return Roster(make, unit, secretary)
