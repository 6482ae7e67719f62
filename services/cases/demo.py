"""What people of the demo world have said in confidence, from `demo/`."""

import tomllib
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import select

from core.access import Actor
from core.accounts.models import Person
from core.branches.actors import find_actor
from core.db import db
from services.cases.models import Case
from services.cases.operations import safekeeping
from services.cases.operations.handling import begin as begin_case
from services.cases.operations.handling import submit
from services.clinics.models import Appointment, AppointmentStatus, Practitioner

TOLD = Path(__file__).parent / "demo" / "cases.toml"
Steps = Iterator[tuple[datetime, Callable[[], None]]]  # what was done, and when


def steps(at: datetime) -> Steps:
    """Yield when somebody wrote something down; nothing where somebody has."""
    if db.session.scalar(select(Case.id).limit(1)):
        return
    for facts in tomllib.loads(TOLD.read_text("utf-8"))["case"]:
        then = at - timedelta(hours=facts["begun"])
        yield then, partial(hand_in, facts, then)


def hand_in(facts: Mapping[str, Any], then: datetime) -> None:
    """Begin, say it, and hand it to whom one has booked."""
    client = find_somebody(facts["client"], then)
    appointment = booked(client, facts["practitioner"])
    said = facts.get("said") or {"call": facts["call"]}
    case = begin_case(appointment.service.clinic, consents="call" in facts, by=client, at=then)
    safekeeping.save_intake(case, said, by=client, at=then)
    submit(case, appointment=appointment, by=client, at=then)


def booked(client: Actor, practitioner: str) -> Appointment:
    """Return the time that this person has with the practitioner; LookupError without."""
    query = (
        select(Appointment)
        .join(Practitioner, Practitioner.id == Appointment.practitioner_id)
        .join(Person, Person.id == Practitioner.person_id)
        .where(Appointment.person_id == client.person, Person.name == practitioner)
        .where(Appointment.status == AppointmentStatus.BOOKED, Appointment.session_id.is_(None))
    )
    found = db.session.scalar(query)
    if found is None:
        raise LookupError(practitioner)
    return found


def find_somebody(name: str, at: datetime) -> Actor:
    """Return the demo person of this name; LookupError without."""
    person_id = db.session.scalars(select(Person.id).where(Person.name == name)).one()
    actor = find_actor(person_id, at=at)
    if actor is None:
        raise LookupError(name)
    return actor
