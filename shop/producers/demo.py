"""The demo world's producers, their papers and the branches' visits, from the files in `demo/`."""

import tomllib
from collections.abc import Mapping
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
from core.db import after_commit, db, writing
from core.qualifications import operations as qualifications
from core.qualifications.models import QualificationKind
from core.sponsorship import operations as sponsorship
from core.sponsorship.models import Kinship, Seen, Sponsorship, SponsorshipStatus
from core.sponsorship.queries import find_kind, find_standing
from core.sponsorship.rules import Findings
from core.storage.operations import Laid, lay_picture
from shop.producers import operations
from shop.producers.models import PaperKind, Producer, ProducerKind, ProductClass
from shop.producers.queries.producers import find_village
from shop.producers.rules import KIND

FILES = Path(__file__).parent / "demo"
ASKED_BEFORE = 4  # days before a visit


def fill(at: datetime) -> None:
    """Register who sells and let the branches visit, inside the open `writing()`, once."""
    if db.session.scalar(select(Producer.id).limit(1)):
        return
    for facts in told("producers.toml")["producer"]:
        register(facts, at)
    for facts in told("visits.toml")["visit"]:
        visit(facts, at)
    after_commit(partial(hang, at))


def hang(at: datetime) -> None:
    """Show the pictures of the farms; a picture is drawn anew outside any transaction."""
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


def suspend(at: datetime) -> None:
    """Let rest what a branch wants to look at anew; its goods stand under it by now."""
    for facts in told("visits.toml")["visit"]:
        standing = find_standing(KIND, find_named(facts["producer"]).id)
        if "suspended" in facts and standing and standing.status is SponsorshipStatus.ACTIVE:
            leader, then = find_somebody(facts["decides"], at), at + days(facts["suspended"])
            sponsorship.suspend(standing, reason=facts["reason"], by=leader, at=then)


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
    """Register a producer, enter its papers, tell its story, and send it on holiday."""
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
    if "away" in facts:
        begins, ends = (village_day(at + days(facts["away"][end])) for end in ("from", "until"))
        note = facts["away"]["note"]
        operations.go_away(producer, begins=begins, ends=ends, note=note, by=responsible, at=at)


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


def visit(facts: Mapping[str, Any], at: datetime) -> None:
    """Let the producer ask, the steward go, and the branch decide, as far as the file says."""
    producer = find_named(facts["producer"])
    owner = find_somebody(producer.responsible.name, at)
    begun = at + days(facts.get("asked", facts.get("visited", 0) - ASKED_BEFORE))
    asked = sponsorship.ask(KIND, producer.id, note=facts.get("ask", ""), by=owner, at=begun)
    if "by" not in facts:
        return
    steward, leader = find_somebody(facts["by"], at), secretary_of(asked.branch, at)
    person = db.session.get_one(Person, steward.id)
    sponsorship.assign(asked, person, by=leader, at=begun + days(1))
    if "visited" in facts:
        write_down(asked, facts, steward, at=at)
        sponsorship.decide(
            asked,
            verified=True,
            valid_until=day_of(facts, "until", at),
            kinship=Kinship.NONE,
            reason="",
            by=find_somebody(facts["decides"], at),
            at=at + days(facts["visited"] + 1),
        )


def write_down(asked: Sponsorship, facts: Mapping[str, Any], by: Actor, *, at: datetime) -> None:
    """Hand in the form of the visit."""
    then, said, hook = at + days(facts["visited"]), facts.get("checks", {}), find_kind(KIND)
    checks = {code: said.get(code, {}) for code in (hook.checklist if hook else ())}
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
        by=by,
        at=then,
    )
