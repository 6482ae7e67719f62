"""The demo world's county: branches, units, people, offices, as `demo/county.toml` tells them."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

from sqlalchemy import select

from core.access import Actor
from core.accounts import operations as accounts
from core.accounts.demo import find_demo_person
from core.accounts.models import GrantKind, Person
from core.accounts.queries import list_grants
from core.branches import operations
from core.branches.actors import find_actor
from core.branches.models import Branch, BranchKind, OfficeRole, Unit, UnitKind
from core.clock import village_day
from core.db import db

COUNTY = Path(__file__).parent / "demo" / "county.toml"
FIRST_NUMBER = 13900010000
HELD_FOR = 760  # days that a secretary has been in office
CONSENT = "在村里当面同意"


@dataclass
class World:
    """What has been made so far, by name."""

    at: datetime
    admin: Actor
    branches: dict[str, Branch] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    numbers: Iterator[int] = field(default_factory=lambda: count(FIRST_NUMBER))

    def actor(self, name: str) -> Actor:
        """Return the person with the offices held by now."""
        found = find_actor(self.people[name].id, at=self.at)
        if found is None:
            raise LookupError(name)
        return found

    def days(self, number: int) -> datetime:
        return self.at + timedelta(days=number)


def fill(at: datetime) -> None:
    """Fill an empty house inside the open `writing()`; one that has its branches stays as it is."""
    told = tomllib.loads(COUNTY.read_text("utf-8"))["branch"]
    if db.session.scalar(select(Branch.id).where(Branch.name == told[0]["name"])):
        return
    admin = find_actor(list_grants(GrantKind.ADMIN)[0].person_id, at=at)
    if admin is None:
        raise LookupError("the demo world has no administrator")
    world = World(at, admin)
    for facts in told:
        found(facts, world)
    for facts in told:
        furnish(facts, world)


def found(facts: Mapping[str, Any], world: World) -> None:
    """Found the branch and give it its secretary."""
    parent = world.branches.get(facts.get("parent", ""))
    branch = operations.found_branch(
        name=facts["name"],
        kind=BranchKind(facts["kind"]),
        parent=parent,
        by=world.admin,
        at=world.days(-HELD_FOR),
        phone=facts["phone"],
        address=facts["address"],
        hours=facts["hours"],
        district=facts.get("district", ""),
    )
    world.branches[branch.name] = branch
    secretary = person_of({"name": facts["secretary"], "phone": True}, world, by=world.admin)
    until = facts.get("secretary_until")
    operations.appoint(
        branch,
        secretary,
        OfficeRole.SECRETARY,
        since=village_day(world.days(-HELD_FOR)),
        until=village_day(world.days(until)) if until else None,
        by=world.admin,
        at=world.at,
    )


def furnish(facts: Mapping[str, Any], world: World) -> None:
    """Let the secretary enter what the branch covers, who lives there and who belongs to it."""
    branch, secretary = world.branches[facts["name"]], world.actor(facts["secretary"])
    units = [
        operations.add_unit(
            branch,
            kind=UnitKind(each["kind"]),
            name=each["name"],
            registration=each.get("registration", ""),
            by=secretary,
            at=world.at,
        )
        for each in facts.get("units", ())
    ]
    village = next((unit for unit in units if unit.kind is UnitKind.VILLAGE), None)
    for each in facts.get("people", ()):
        person = person_of(each, world, by=secretary)
        if village is not None:
            moment = world.days(-each.get("days_ago", 90))
            operations.settle(person, village, each["household"], by=secretary, at=moment)
    join(facts, branch, secretary, world)
    represent(facts, units, secretary, world)


def join(facts: Mapping[str, Any], branch: Branch, secretary: Actor, world: World) -> None:
    """Confirm the members, give the other offices, and leave one request to answer."""
    if branch.parent_id:
        asked = operations.ask_membership(branch, by=secretary, at=world.days(-100))
        keeper = find_actor(asked.keeper_id or 0, at=world.at)
        operations.confirm_member(asked, by=keeper or world.admin, at=world.days(-99))
    officers = facts.get("officers", ())
    for name in (*(each["name"] for each in officers), *facts.get("members", ())):
        ago = world.days(-3 if name == "王小满" else -98)
        operations.add_member(branch, world.people[name], by=secretary, at=ago)
    for each in officers:
        operations.appoint(
            branch,
            world.people[each["name"]],
            OfficeRole(each["role"]),
            since=village_day(world.days(each["since"])),
            until=village_day(world.days(each["until"])),
            by=secretary,
            at=world.at,
        )
    if asks := facts.get("asks"):
        operations.ask_membership(branch, by=world.actor(asks), at=world.days(-2))


def represent(facts: Mapping[str, Any], units: list[Unit], secretary: Actor, world: World) -> None:
    """Note who stands for each unit by law."""
    for unit, each in zip(units, facts.get("units", ()), strict=True):
        if name := each.get("representative"):
            operations.edit_unit(
                unit,
                version=unit.version,
                name=unit.name,
                registration=unit.registration,
                representative=world.people[name],
                by=secretary,
                at=world.at,
            )


def person_of(facts: Mapping[str, Any], world: World, *, by: Actor) -> Person:
    """Return the demo person of this name, or enter one, once."""
    name = facts["name"]
    if name not in world.people:
        world.people[name] = find_demo_person(name) or accounts.enter_person(
            name=name,
            phone=str(next(world.numbers)) if facts.get("phone") else None,
            consent_note=facts.get("consent", CONSENT),
            by=by,
            at=world.days(-facts.get("days_ago", 90)),
        )
    return world.people[name]
