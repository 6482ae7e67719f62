"""A township with a village below it, and the people who lead them."""

from dataclasses import dataclass
from datetime import date

import pytest

from core.access import Actor
from core.accounts.models import Person
from core.branches.models import Branch, BranchKind, OfficeRole, OfficeTerm, Unit
from core.db import db


@dataclass
class Village:
    """Who is who; actors are made anew, with the offices held by now."""

    make: object
    township: Branch
    branch: Branch
    unit: Unit
    upper: Person
    secretary: Person
    deputy: Person
    member: Person
    administrator: Person

    def actor(self, person) -> Actor:
        return self.make.actor(person)

    def term(self, person) -> OfficeTerm:
        return db.session.query(OfficeTerm).filter_by(person_id=person.id, ended_at=None).one()


@pytest.fixture
def village(make):
    township = make.branch("桃源镇党委", kind=BranchKind.TOWNSHIP)
    branch = make.branch("桃源村党支部", parent=township)
    unit = make.unit(branch, name="桃源村")
    people = {
        "upper": make.officer(township, person=make.person(name="赵明远")),
        "secretary": make.officer(branch, person=make.person(name="周建国")),
        "deputy": make.officer(
            branch,
            OfficeRole.DEPUTY,
            person=make.person(name="李秀英"),
            until=date(2027, 6, 30),
        ),
        "member": make.person(name="王小满"),
        "administrator": make.admin(),
    }
    for name in ("secretary", "deputy", "member"):
        make.member(branch, people[name])
    return Village(make=make, township=township, branch=branch, unit=unit, **people)
