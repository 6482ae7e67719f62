"""Letting a sheet's people into the house, so many at a time, each batch whole or not at all."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, insert, select, update

from core.access import SYSTEM, Actor
from core.accounts.models import Person
from core.accounts.rules import name_key
from core.accounts.telling import tell
from core.branches.models import Household, Membership, MembershipStatus, Resident, Unit
from core.branches.telling import tell_added, tell_settled
from core.cache.operations import bump
from core.db import db, insert_or
from core.history.models import Entry
from core.roster.columns import Line
from core.roster.events import DONE
from core.roster.models import ImportStatus, RosterImport, RosterRow, RowKind
from core.roster.operations import line_of
from core.roster.queries import lines_by_person, list_undone, village_of
from core.roster.rules import ROSTER, Verdict, consent_of, judge, only_once
from core.transition import move

BATCH = 200


@dataclass(frozen=True)
class Arrival:
    """A line about to come true: its row, what it says, whom it means."""

    row_id: int
    line: Line
    verdict: Verdict


def apply_some(import_id: int, *, at: datetime) -> bool:
    """Apply the next batch of an import under way; return whether there may be more.

    The import and its village are locked, so that two workers never let the same people in.
    """
    roster = db.session.get(RosterImport, import_id, with_for_update=True)
    if roster is None or roster.status is not ImportStatus.APPLYING:
        return False
    db.session.scalar(select(Unit.id).where(Unit.id == roster.unit_id).with_for_update())
    rows = list_undone(roster, limit=BATCH)
    if not rows:
        finish(roster, at=at)
        return False
    arrivals = judged_again(roster, rows)
    officer = Actor(id=roster.applied_by or 0, person=roster.applied_by or 0, name="")
    people = {each.row_id: each.verdict.person for each in arrivals}
    ids = {row_id: person.person_id for row_id, person in people.items() if person}
    ids |= enter([each for each in arrivals if each.row_id not in ids], roster, officer, at=at)
    give_numbers(arrivals, officer, at=at)
    settle(arrivals, ids, roster, officer, at=at)
    own = {p.person_id for p in people.values() if p and p.has_password}  # accounts of their own
    new = {p.person_id for p in people.values() if p and p.unit_id is None}
    if own & new:
        tell_settled(own & new, roster.unit, at=at)
    members = [ids[each.row_id] for each in arrivals if each.line.member]
    join(members, roster, officer, own=own, at=at)
    if ids:
        marks = [{"id": row_id, "person_id": person_id} for row_id, person_id in ids.items()]
        db.session.execute(update(RosterRow), marks)
    roster.rows_done += len(ids)
    return True


def judged_again(roster: RosterImport, rows: Sequence[RosterRow]) -> list[Arrival]:
    """Judge the rows by what the house knows now; note those that cannot come in any more."""
    lines = {row.id: line_of(row) for row in rows}
    village = village_of(
        branch_id=roster.branch_id,
        unit_id=roster.unit_id,
        officer=roster.applied_by or 0,
        phones=[line.phone for line in lines.values()],
        names=[line.name for line in lines.values()],
    )
    verdicts = {row.id: judge(lines[row.id], village) for row in rows}
    seen = lines_by_person(roster, [v.person.person_id for v in verdicts.values() if v.person])
    arrivals = []
    for row in rows:
        verdict = only_once(lines[row.id], verdicts[row.id], seen)
        if verdict.kind is RowKind.BAD:
            row.kind, row.problems = verdict.kind, [list(each) for each in verdict.problems]
            roster.rows_bad += 1
        else:
            arrivals.append(Arrival(row.id, lines[row.id], verdict))
    return arrivals


def enter(
    new: Sequence[Arrival], roster: RosterImport, by: Actor, *, at: datetime
) -> dict[int, int]:
    """Enter whom the house does not know; return the new person of each row."""
    if not new:
        return {}
    rows: list[dict[str, Any]] = [
        {
            "name": each.line.name,
            "name_key": name_key(each.line.name),
            "phone": each.line.phone or None,
            "created_at": at,
            "entered_by": by.id or None,
            "consent_note": consent_of(roster.consent_note, each.line.note),
        }
        for each in new
    ]
    entered = insert(Person).returning(Person.id, sort_by_parameter_order=True)
    ids = db.session.scalars(entered, rows).all()
    notes = [row["consent_note"] for row in rows]
    write_down("enter", "person", dict(zip(ids, notes, strict=True)), by, at=at)
    return {each.row_id: person_id for each, person_id in zip(new, ids, strict=True)}


def give_numbers(arrivals: Iterable[Arrival], by: Actor, *, at: datetime) -> None:
    """Write the numbers of known people who had none, or an unconfirmed one."""
    numbers: list[dict[str, Any]] = [
        {"person": person.person_id, "number": each.line.phone}
        for each in arrivals
        if (person := each.verdict.person) and each.line.phone not in {"", person.phone}
    ]
    if numbers:
        given = update(Person.__table__).where(Person.__table__.c.id == bindparam("person"))  # type: ignore[arg-type]
        changed = {"phone": bindparam("number"), "version": Person.__table__.c.version + 1}
        db.session.connection().execute(given.values(changed), numbers)
        said = {each["person"]: None for each in numbers}
        write_down("give_number", "person", said, by, at=at)


def settle(
    arrivals: Iterable[Arrival],
    ids: Mapping[int, int],
    roster: RosterImport,
    by: Actor,
    *,
    at: datetime,
) -> None:
    """Let them live in the village; a household that the line leaves out stays as it is."""
    moving = [
        each
        for each in arrivals
        if (person := each.verdict.person) is None
        or person.unit_id is None
        or each.line.household not in {"", person.household or ""}
    ]
    if not moving:
        return
    households = households_of(roster.unit_id, {each.line.household for each in moving})
    rows: list[dict[str, Any]] = [
        {
            "person_id": ids[each.row_id],
            "unit_id": roster.unit_id,
            "household_id": households.get(each.line.household),
            "entered_at": at,
        }
        for each in moving
    ]
    lives = insert_or(Resident)
    kept = {name: lives.excluded[name] for name in ("unit_id", "household_id")}
    here = lives.on_conflict_do_update(index_elements=[Resident.person_id], set_=kept)
    db.session.execute(here, rows)
    said = {row["person_id"]: f"{roster.unit_id}/{row['household_id'] or ''}" for row in rows}
    write_down("settle", Resident.__tablename__, said, by, at=at)


def households_of(unit_id: int, numbers: set[str]) -> dict[str, int]:
    """Return the ids of the village's households by number, made where they are new."""
    given = sorted(numbers - {""})
    if not given:
        return {}
    rows = [{"unit_id": unit_id, "number": number} for number in given]
    new = insert_or(Household).on_conflict_do_nothing(index_elements=["unit_id", "number"])
    db.session.execute(new, rows)
    query = select(Household.number, Household.id)
    here = query.where(Household.unit_id == unit_id, Household.number.in_(given))
    return dict(db.session.execute(here).all())


def join(
    people: Sequence[int], roster: RosterImport, by: Actor, *, own: Collection[int], at: datetime
) -> None:
    """Confirm these people as members of the branch, and tell them; `own` have an account."""
    if not people:
        return
    live = select(Membership.person_id, Membership.id, Membership.status).where(
        Membership.person_id.in_(people),
        Membership.status.in_([MembershipStatus.ASKED, MembershipStatus.CONFIRMED]),
    )
    known = {person: (key, status) for person, key, status in db.session.execute(live)}
    asked = [key for key, status in known.values() if status is MembershipStatus.ASKED]
    if asked:
        confirmed = {"status": MembershipStatus.CONFIRMED, "answered_at": at}
        db.session.execute(update(Membership).where(Membership.id.in_(asked)).values(confirmed))
        said: dict[int, Any] = dict.fromkeys(asked, MembershipStatus.CONFIRMED.value)
        was = MembershipStatus.ASKED.value
        write_down("confirm_member", Membership.__tablename__, said, by, at=at, was=was)
    new = [person for person in people if person not in known]
    if new:
        rows = [
            {
                "branch_id": roster.branch_id,
                "person_id": person,
                "status": MembershipStatus.CONFIRMED,
                "asked_at": at,
                "answered_at": at,
                "keeper_id": by.person or None,
            }
            for person in new
        ]
        keys = db.session.scalars(insert(Membership).returning(Membership.id), rows).all()
        said = dict.fromkeys(keys, MembershipStatus.CONFIRMED.value)
        write_down("add_member", Membership.__tablename__, said, by, at=at)
    unasked = [person for person in new if person in own]
    if unasked:
        tell_added(unasked, roster.branch, at=at)
    wished = [person for person, (key, _status) in known.items() if key in set(asked)]
    fresh = {*new, *wished} - {*unasked}
    about, facts = f"{RosterImport.__tablename__}:{roster.id}", {"branch": roster.branch.name}
    tell(fresh, "branches.member_confirmed", about=about, url="/me/branch", facts=facts, at=at)


def finish(roster: RosterImport, *, at: datetime) -> None:
    """Note that all is in, and tell the officer."""
    move(roster, ROSTER, "finish", by=SYSTEM, at=at)
    roster.done_at = at
    bump()
    tell(
        [roster.applied_by or roster.made_by],
        DONE,
        about=f"{RosterImport.__tablename__}:{roster.id}",
        url=f"/desk/{roster.branch_id}/roster/{roster.id}",
        facts={
            "unit": roster.unit.name,
            "done": str(roster.rows_done),
            "bad": str(roster.rows_bad),
        },
        at=at,
    )


def write_down(
    action: str,
    about: str,
    became: Mapping[int, str | None],
    by: Actor,
    *,
    at: datetime,
    was: str | None = None,
) -> None:
    """Write a line of history for each of these rows."""
    shared = {"action": action, "about": about, "at": at, "was": was}
    who = {"by_id": by.id or None, "person_id": by.person or None}
    lines = [{**shared, **who, "about_id": key, "became": said} for key, said in became.items()]
    db.session.execute(insert(Entry), lines)
