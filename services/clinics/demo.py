"""Where one can ask for legal aid or talk to somebody in the demo world, from `demo/`."""

import tomllib
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import select

from core.access import Actor
from core.accounts import operations as accounts
from core.accounts.demo import find_demo_person
from core.accounts.models import Person
from core.branches.actors import find_actor
from core.branches.models import Branch, Unit, UnitKind
from core.clock import day_starts, village_day
from core.db import db
from core.sponsorship import operations as sponsorship
from core.sponsorship.models import Kinship, Seen, Sponsorship
from core.sponsorship.queries import find_under_way
from core.sponsorship.rules import Findings
from services.clinics.models import (
    Appointment,
    Clinic,
    ClinicKind,
    Practitioner,
    PractitionerKind,
    Service,
    Session,
)
from services.clinics.operations import booking, groups, hours, practising, setting_up
from services.clinics.operations.verified import CLINICS
from services.clinics.operations.waiting import KIND
from services.clinics.queries.appointments import find_open_service
from services.clinics.queries.slots import plan_of
from services.clinics.rules.hours import spans_in
from services.clinics.rules.setting_up import Paper, Said
from services.clinics.rules.terms import Terms

TOLD = Path(__file__).parent / "demo" / "clinics.toml"
FIRST_NUMBER = 13900020001  # of who gives advice
CONSENT = "在支部当面同意"
# How many days before the demo is filled in.
SEEN, OPENED, ASKED, SENT, VISITED, DECIDED, BEGUN = 26, 25, 24, 23, 22, 21, 20
Steps = Iterator[tuple[datetime, Callable[[], None]]]  # what was done, and when
Facts = Mapping[str, Any]
A_DAY, AN_HOUR = timedelta(days=1), timedelta(hours=1)


def steps(at: datetime) -> Steps:
    """Yield when branches set it up and people booked; nothing where there is a clinic."""
    if db.session.scalar(select(Clinic.id).limit(1)):
        return
    told = tomllib.loads(TOLD.read_text("utf-8"))
    for number, facts in enumerate(told["practitioner"]):
        then = at - SEEN * A_DAY + timedelta(minutes=number)
        yield then, partial(see, told["branch"], facts, FIRST_NUMBER + number, at, then)
    for facts in told["clinic"]:
        yield at - OPENED * A_DAY, partial(set_up, told, facts, at - OPENED * A_DAY)
        yield from verifying(facts, at)
    for facts in told["service"]:
        yield at - BEGUN * A_DAY, partial(offer, facts, at - BEGUN * A_DAY)
    for facts in told["session"]:
        begun = at - 3 * A_DAY
        yield begun, partial(open_session, facts, _day(at, facts), begun)
        for guest in facts["guests"]:
            yield begun + AN_HOUR, partial(join, facts, guest, begun + AN_HOUR)
    for facts in told["booked"]:
        made = at - facts["made"] * AN_HOUR
        yield made, partial(book, facts, _day(at, facts), made)
        if "done" in facts:  # what was booked is over by now: say so when it was
            yield at - 5 * A_DAY, partial(finish, facts, at - 5 * A_DAY)


def verifying(facts: Facts, at: datetime) -> Steps:
    """Yield how somebody asks, the steward goes, and the branch decides."""
    yield at - ASKED * A_DAY, partial(ask, facts, at - ASKED * A_DAY)
    yield at - SENT * A_DAY, partial(send, facts, at - SENT * A_DAY)
    yield at - VISITED * A_DAY, partial(visit, facts, at - VISITED * A_DAY)
    yield at - DECIDED * A_DAY, partial(decide, facts, at, at - DECIDED * A_DAY)


def see(branch: str, facts: Facts, number: int, at: datetime, then: datetime) -> None:
    """Enter somebody from outside the village, and let an officer see the licence."""
    by = find_somebody(facts["by"], then)
    person = find_demo_person(facts["name"]) or accounts.enter_person(
        name=facts["name"], phone=str(number), consent_note=CONSENT, by=by, at=then
    )
    guide = practitioner_of(facts["guide"]) if "guide" in facts else None
    until = village_day(at) + facts["days"] * A_DAY if "days" in facts else None
    paper = Paper(
        kind=PractitionerKind(facts["kind"]),
        licence=facts.get("licence", ""),
        until=until,
        languages=tuple(facts["languages"]),
        words=facts["words"],
    )
    setting_up.see(find_branch(branch), person, paper, guide=guide, by=by, at=then)


def set_up(told: Facts, facts: Facts, then: datetime) -> None:
    """Let an officer put the clinic down, and another name the contact clerk."""
    village = select(Unit.id).where(Unit.kind == UnitKind.VILLAGE, Unit.name == told["village"])
    said = Said(
        title=facts["title"],
        address=facts["address"],
        ways=tuple(facts["ways"]),
        unit_id=db.session.scalars(village).one(),
        phone=facts["phone"],
        words=facts["words"],
    )
    by, kind = find_somebody(facts["by"], then), ClinicKind(facts["kind"])
    clinic = setting_up.open_clinic(find_branch(told["branch"]), kind, said, by=by, at=then)
    if contact := facts.get("contact"):
        person = db.session.get_one(Person, find_somebody(contact["name"], then).id)
        officer = find_somebody(contact["by"], then)
        setting_up.name_contact(clinic, person, has_undertaken=True, by=officer, at=then)


def ask(facts: Facts, then: datetime) -> None:
    """Let who set it up ask a branch to come."""
    by = find_somebody(facts["by"], then)
    sponsorship.ask(KIND, clinic_of(facts["title"]).id, note="", by=by, at=then)


def send(facts: Facts, then: datetime) -> None:
    """Let who leads the branch ask the steward to go."""
    leader, steward = (find_somebody(facts["visit"][who], then) for who in ("decides", "by"))
    person = db.session.get_one(Person, steward.id)
    sponsorship.assign(under_way(facts), person, by=leader, at=then)


def visit(facts: Facts, then: datetime) -> None:
    """Let the steward hand in the form of the visit; a point not named was as it should be."""
    said = facts["visit"].get("checks", {})
    checks = {code: said.get(code, {}) for code in CLINICS.checklist}
    asked = under_way(facts)
    sponsorship.hand_in(
        asked,
        Findings(
            day=village_day(then),
            checks={
                code: (Seen(each.get("seen", "yes")), each.get("remark", ""))
                for code, each in checks.items()
            },
            note=facts["visit"]["note"].strip(),
        ),
        kinship=Kinship.NONE,
        version=0,
        form_key=f"demo:{KIND}:{asked.ref}",
        by=find_somebody(facts["visit"]["by"], then),
        at=then,
    )


def decide(facts: Facts, at: datetime, then: datetime) -> None:
    """Let who leads the branch decide."""
    sponsorship.decide(
        under_way(facts),
        verified=True,
        valid_until=village_day(at) + facts["visit"]["until"] * A_DAY,
        kinship=Kinship.NONE,
        reason="",
        by=find_somebody(facts["visit"]["decides"], then),
        at=then,
    )


def offer(facts: Facts, then: datetime) -> None:
    """Let somebody be booked at the clinic, at the hours of the week."""
    clinic, practitioner = clinic_of(facts["clinic"]), practitioner_of(facts["practitioner"])
    names = Terms.__dataclass_fields__.keys() & facts.keys() - {"ways"}
    terms = Terms(ways=tuple(facts["ways"]), **{name: facts[name] for name in names})
    by = find_somebody(clinic_officer(clinic), then)
    made = setting_up.offer_service(clinic, practitioner, terms, by=by, at=then)
    if written := facts.get("week"):
        week = {int(day): spans_in(said) or [] for day, said in written.items()}
        hours.set_whole_week(made, week, by=by, at=then)


def open_session(facts: Facts, day: datetime, then: datetime) -> None:
    """Set a group's hour."""
    practitioner = practitioner_of(facts["practitioner"])
    talks = select(Service).where(Service.practitioner_id == practitioner.id, Service.seats > 1)
    service = db.session.scalars(talks).one()
    by = find_somebody(facts["by"], then)
    start = day + facts["from"] * AN_HOUR
    groups.open_session(service, facts["title"], start, by=by, at=then)


def join(facts: Facts, guest: str, then: datetime) -> None:
    """Let somebody take a seat."""
    session = db.session.scalars(select(Session).where(Session.title == facts["title"])).one()
    groups.join(session, by=find_somebody(guest, then), at=then)


def book(facts: Facts, day: datetime, then: datetime) -> None:
    """Let somebody book the first free time from that day on."""
    practitioner = practitioner_of(facts["practitioner"])
    alone = select(Service.id).where(Service.practitioner_id == practitioner.id, Service.seats == 1)
    service = find_open_service(db.session.scalars(alone).one(), at=then)
    if service is None:
        raise LookupError(facts["practitioner"])
    by, first = find_somebody(facts["guest"], then), village_day(day)
    days = [first + number * A_DAY for number in range(14)]
    plan = plan_of([service], days[0], days[-1])
    start = next(start for each in days for start in plan.free(service, each, at=then))
    held = booking.hold(service, start, service.ways.split(",")[0], by=by, at=then)
    booking.want(held, by=by, at=then)


def finish(facts: Facts, then: datetime) -> None:
    """Let the practitioner say that it was held."""
    guest = find_somebody(facts["guest"], then)
    mine = select(Appointment).where(
        Appointment.person_id == guest.person, Appointment.session_id.is_(None)
    )
    by = find_somebody(facts["practitioner"], then)
    practising.finish(db.session.scalars(mine).one(), by=by, at=then)


def find_branch(name: str) -> Branch:
    return db.session.scalars(select(Branch).where(Branch.name == name)).one()


def clinic_of(title: str) -> Clinic:
    return db.session.scalars(select(Clinic).where(Clinic.title == title)).one()


def clinic_officer(clinic: Clinic) -> str:
    """Return the name of who set the clinic up."""
    return db.session.scalars(select(Person.name).where(Person.id == clinic.made_by)).one()


def practitioner_of(name: str) -> Practitioner:
    mine = select(Practitioner).join(Practitioner.person).where(Person.name == name)
    return db.session.scalars(mine).one()


def under_way(facts: Facts) -> Sponsorship:
    """Return the verification that was asked for."""
    found = find_under_way(KIND, clinic_of(facts["title"]).id)
    if found is None:
        raise LookupError(facts["title"])
    return found


def find_somebody(name: str, at: datetime) -> Actor:
    """Return the demo person of this name with the offices held by now; LookupError without."""
    person_id = db.session.scalars(select(Person.id).where(Person.name == name)).one()
    actor = find_actor(person_id, at=at)
    if actor is None:
        raise LookupError(name)
    return actor


def _day(at: datetime, facts: Facts) -> datetime:
    """Return the beginning of a day, counted from the one the demo is filled on."""
    return day_starts(village_day(at) + facts["in"] * A_DAY)
