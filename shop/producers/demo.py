"""The demo world's producers, their papers and the branches' visits, from the files in `demo/`."""

import tomllib
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import select

from core.access import Actor
from core.accounts.models import Person
from core.branches.actors import find_actor
from core.branches.models import Branch, OfficeTerm, Unit, UnitKind
from core.clock import village_day
from core.db import db, writing
from core.qualifications import operations as qualifications
from core.qualifications.models import QualificationKind
from core.sponsorship import operations as sponsorship
from core.sponsorship.models import Kinship, Seen, Sponsorship
from core.sponsorship.queries import find_kind, find_standing, find_under_way
from core.sponsorship.rules import Findings
from core.storage.operations import Laid, lay_picture
from shop.producers import operations
from shop.producers.models import (
    PaperKind,
    Producer,
    ProducerKind,
    ProducerPicture,
    ProductClass,
)
from shop.producers.queries.producers import find_village
from shop.producers.rules import KIND

FILES = Path(__file__).parent / "demo"
ASKED_BEFORE = 4  # days before a visit
Steps = Iterator[tuple[datetime, Callable[[], None]]]  # what was done, and when


def steps(at: datetime) -> Steps:
    """Yield what producers and branches did, and when; nothing where somebody sells already."""
    if db.session.scalar(select(Producer.id).limit(1)):
        return
    for facts in told("producers.toml")["producer"]:
        yield at + days(facts["applied"]), partial(register, facts, at)
        if "away" in facts:
            yield at + days(facts["away"]["from"]), partial(send_away, facts, at)
    for facts in told("visits.toml")["visit"]:
        yield from steps_of_visit(facts, at)


def steps_of_visit(facts: Mapping[str, Any], at: datetime) -> Steps:
    """Yield how the producer asks, the steward goes, and the branch decides, as far as told."""
    begun = at + days(facts.get("asked", facts.get("visited", 0) - ASKED_BEFORE))
    yield begun, partial(ask, facts, begun)
    if "by" in facts:
        yield begun + days(1), partial(assign, facts, begun + days(1))
    if "visited" in facts:
        yield at + days(facts["visited"]), partial(write_down, facts, at)
        yield at + days(facts["visited"] + 1), partial(decide, facts, at)
    if "suspended" in facts:
        yield at + days(facts["suspended"]), partial(suspend, facts, at)


def hang(at: datetime) -> None:
    """Show the pictures of the farms; a picture is drawn anew outside any transaction."""
    if db.session.scalar(select(ProducerPicture.id).limit(1)):
        return
    for facts in told("producers.toml")["producer"]:
        for picture in facts.get("pictures", ()):
            by = find_somebody(facts["responsible"], at)
            laid = lay(FILES, picture["file"], by=by)
            with writing():
                producer = find_named(facts["name"])
                operations.add_picture(producer, laid, alt=picture["alt"], by=by, at=at)


def lay(folder: Path, name: str, *, by: Actor) -> Laid:
    """Store one of the pictures that lie in a room's demo folder."""
    path = folder / "pictures" / f"{name}.webp"
    return lay_picture(path.name, path.read_bytes(), by=by)


def told(name: str) -> dict[str, Any]:
    """Return what one of the room's demo files tells."""
    return tomllib.loads((FILES / name).read_text("utf-8"))


def days(number: int) -> timedelta:
    return timedelta(days=number)


def find_somebody(name: str, at: datetime) -> Actor:
    """Return the demo person of this name with the offices held by now; LookupError without."""
    person_id = db.session.scalars(select(Person.id).where(Person.name == name)).one()
    actor = find_actor(person_id, at=at)
    if actor is None:
        raise LookupError(name)
    return actor


def find_named(name: str) -> Producer:
    """Return the demo world's producer of this name."""
    return db.session.scalars(select(Producer).where(Producer.name == name)).one()


def register(facts: Mapping[str, Any], at: datetime) -> None:
    """Register a producer, enter its papers and tell its story."""
    responsible, then = find_somebody(facts["responsible"], at), at + days(facts["applied"])
    village = select(Unit.id).where(Unit.kind == UnitKind.VILLAGE, Unit.name == facts["unit"])
    unit_id = db.session.scalars(village).one()
    producer = operations.register(
        operations.Facts(
            kind=ProducerKind(facts["kind"]),
            name=facts["name"],
            unit_id=unit_id,
            address=facts["address"],
            phone=facts["phone"],
            credit_code=facts.get("credit_code", ""),
            classes=tuple(ProductClass(each) for each in facts["classes"]),
        ),
        by=responsible,
        at=then,
    )
    story = facts["story"].strip()
    operations.write_story(producer, story, version=producer.version, by=responsible, at=then)
    for paper in facts.get("papers", ()):
        operations.enter_paper(
            producer,
            kind=PaperKind(paper["kind"]),
            number=paper["number"],
            issuer=paper["issuer"],
            valid_from=day_of(paper, "since", at),
            valid_until=day_of(paper, "until", at),
            by=responsible,
            at=then,
        )
    if "qualification" in facts:
        qualify(responsible, unit_id, facts["qualification"], at=at, then=then)


def send_away(facts: Mapping[str, Any], at: datetime) -> None:
    """Send a producer on holiday."""
    away, by = facts["away"], find_somebody(facts["responsible"], at)
    begins, ends = day_of(away, "from", at), day_of(away, "until", at)
    if begins is None or ends is None:
        raise LookupError(facts["name"])
    producer, then = find_named(facts["name"]), at + days(away["from"])
    operations.go_away(producer, begins=begins, ends=ends, note=away["note"], by=by, at=then)


def day_of(facts: Mapping[str, Any], name: str, at: datetime) -> date | None:
    """Return the day that the file counts from the day the demo is filled in, or None."""
    return village_day(at + days(facts[name])) if name in facts else None


def qualify(
    holder: Actor, unit_id: int, facts: Mapping[str, Any], *, at: datetime, then: datetime
) -> None:
    """Let the secretary of the village put down the paper that lets somebody sell food."""
    village = find_village(unit_id)
    begins = day_of(facts, "since", at)
    if village is None or begins is None:
        raise LookupError(facts["number"])
    qualifications.record(
        village.branch,
        db.session.get_one(Person, holder.id),
        qualifications.Certificate(
            kind=QualificationKind.FOOD_SELLER,
            number=facts["number"],
            issuer=facts["issuer"],
            valid_from=begins,
            valid_until=day_of(facts, "until", at),
        ),
        by=secretary_of(village.branch, at),
        at=then,
    )


def secretary_of(branch: Branch, at: datetime) -> Actor:
    """Return who leads the branch."""
    terms = select(OfficeTerm.person_id).where(OfficeTerm.branch_id == branch.id)
    actors = [find_actor(each, at=at) for each in db.session.scalars(terms)]
    leads = (each for each in actors if each and branch.id in each.branches_as("secretary"))
    return next(leads)


def ask(facts: Mapping[str, Any], then: datetime) -> None:
    """Let the producer ask a branch to come."""
    producer = find_named(facts["producer"])
    owner = find_somebody(producer.responsible.name, then)
    sponsorship.ask(KIND, producer.id, note=facts.get("ask", ""), by=owner, at=then)


def assign(facts: Mapping[str, Any], then: datetime) -> None:
    """Let the secretary ask the steward to go."""
    asked, steward = under_way(facts), find_somebody(facts["by"], then)
    person = db.session.get_one(Person, steward.id)
    sponsorship.assign(asked, person, by=secretary_of(asked.branch, then), at=then)


def write_down(facts: Mapping[str, Any], at: datetime) -> None:
    """Let the steward hand in the form of the visit."""
    then, said, hook = at + days(facts["visited"]), facts.get("checks", {}), find_kind(KIND)
    checks = {code: said.get(code, {}) for code in (hook.checklist if hook else ())}
    asked = under_way(facts)
    sponsorship.hand_in(
        asked,
        Findings(
            day=village_day(then),
            checks={
                code: (Seen(each.get("seen", "yes")), each.get("remark", ""))
                for code, each in checks.items()
            },
            note=facts["note"].strip(),
        ),
        kinship=Kinship.NONE,
        version=0,
        form_key=f"demo:{asked.ref}",
        by=find_somebody(facts["by"], at),
        at=then,
    )


def decide(facts: Mapping[str, Any], at: datetime) -> None:
    """Let who leads the branch decide."""
    sponsorship.decide(
        under_way(facts),
        verified=True,
        valid_until=day_of(facts, "until", at),
        kinship=Kinship.NONE,
        reason="",
        by=find_somebody(facts["decides"], at),
        at=at + days(facts["visited"] + 1),
    )


def suspend(facts: Mapping[str, Any], at: datetime) -> None:
    """Let rest what a branch wants to look at anew."""
    standing = find_standing(KIND, find_named(facts["producer"]).id)
    if standing is None:
        raise LookupError(facts["producer"])
    leader, then = find_somebody(facts["decides"], at), at + days(facts["suspended"])
    sponsorship.suspend(standing, reason=facts["reason"], by=leader, at=then)


def under_way(facts: Mapping[str, Any]) -> Sponsorship:
    """Return the verification that the producer has asked for."""
    found = find_under_way(KIND, find_named(facts["producer"]).id)
    if found is None:
        raise LookupError(facts["producer"])
    return found
