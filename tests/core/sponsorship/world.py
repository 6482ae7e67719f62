"""Farms below two branches, and the people who ask, go, and decide."""

from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest
from sqlalchemy import false, literal, select, union_all

from core.branches.models import BranchKind, OfficeRole
from core.clock import village_day
from core.db import db, writing
from core.errors import Refused
from core.hooks import Listing, Place
from core.house import Area
from core.notices.models import Notice
from core.sponsorship import operations, queries
from core.sponsorship.models import Kinship, Seen, Sponsorship
from core.sponsorship.rules import Findings
from wsgi import AREAS

CHECKLIST = {"name": "姓名和证件一致", "papers": "证照齐全", "place": "地方是真的"}
ALL_SEEN = dict.fromkeys(CHECKLIST, (Seen.YES, ""))


@dataclass
class Farms:
    """A kind of place that can be verified, kept in memory; notes what it is told."""

    kind: str = "orchard"
    title: str = "农场"
    sells: bool = True
    checklist: dict = field(default_factory=lambda: dict(CHECKLIST))
    places: dict = field(default_factory=dict)
    goods: dict = field(default_factory=dict)  # by place: listings
    heard: list = field(default_factory=list)

    def find(self, refs):
        return {ref: self.places[ref] for ref in refs if ref in self.places}

    def signs(self):
        rows = [
            select(*map(literal, (ref, each.title, each.address, each.url)))
            for ref, each in self.places.items()
        ]
        empty = select(literal(0), literal(""), literal(""), literal("")).where(false())
        kept = union_all(empty, *rows).subquery()
        return select(*kept.c)

    def of(self, person_id):
        return [each for each in self.places.values() if person_id in each.owners]

    def listings(self, ref):
        return self.goods.get(ref, [])

    def waiting(self, refs):
        found = {}
        for ref in refs:
            since = [g.since for g in self.listings(ref) if g.sponsorship_id is None or g.changed]
            if since:
                found[ref] = (len(since), min(since))
        return found

    def put_under(self, ref, listing, sponsorship_id, *, seen, by, at):
        self._change(ref, listing, sponsorship_id=sponsorship_id, since=at, changed=False)

    def take_out(self, ref, listing, *, by, at):
        self._change(ref, listing, sponsorship_id=None, since=at)

    def carry_over(self, ref, *, old, new, at):
        self.goods[ref] = [
            replace(each, sponsorship_id=new if each.sponsorship_id == old else each.sponsorship_id)
            for each in self.listings(ref)
        ]

    def changed(self, ref, *, at):
        self.heard.append(ref)

    def _change(self, ref, listing, **facts):
        if listing not in {each.ref for each in self.listings(ref)}:
            raise Refused("没有这一样")
        self.goods[ref] = [
            replace(each, **facts) if each.ref == listing else each for each in self.goods[ref]
        ]

    def offer(self, ref, *titles, at):
        start = len(self.goods.get(ref, ()))
        self.goods.setdefault(ref, []).extend(
            Listing(
                ref=ref * 100 + number,
                title=title,
                url=f"/farms/{ref}/{number}",
                sponsorship_id=None,
                since=at,
            )
            for number, title in enumerate(titles, start + 1)
        )


class Land:
    """Who is who; each hand takes a verification a step further."""

    def __init__(self, make, farms, at):
        self.make, self.farms, self.at = make, farms, at
        self.township = make.branch("桃源镇党委", kind=BranchKind.TOWNSHIP)
        self.branch = make.branch("桃源村党支部", parent=self.township)
        self.unit = make.unit(self.branch, name="桃源村")
        self.upper = make.officer(self.township, person=make.person(name="赵明远"))
        self.secretary = make.officer(self.branch, person=make.person(name="周建国"))
        self.deputy = make.officer(
            self.branch, OfficeRole.DEPUTY, person=make.person(name="李秀英")
        )
        self.steward = make.person(name="欧阳小满")
        make.member(self.branch, self.steward)
        self.owner = make.person(name="陈大田")

    def place(self, ref=1, **kw):
        made = {
            "ref": ref,
            "title": f"陈家果园{ref}",
            "url": f"/farms/{ref}",
            "address": "桃源村 3 组",
            "unit_id": self.unit.id,
            "owners": frozenset({self.owner.id}),
            **kw,
        }
        self.farms.places[ref] = Place(**made)
        return self.farms.places[ref]

    def actor(self, person):
        return self.make.actor(person)

    def ask(self, ref=1, *, by=None, at=None, **kw):
        if ref not in self.farms.places:
            self.place(ref, **kw)
        with writing():
            return operations.ask(
                "orchard", ref, note="周末在家", by=self.actor(by or self.owner), at=at or self.at
            )

    def assign(self, sponsorship, steward=None, *, by=None, at=None):
        with writing():
            operations.assign(
                sponsorship,
                steward or self.steward,
                by=self.actor(by or self.secretary),
                at=at or self.at,
            )
        return sponsorship

    def findings(self, **kw):
        made = {"day": village_day(self.at), "checks": ALL_SEEN, "note": "果园在山脚下。", **kw}
        return Findings(**made)

    def save(self, sponsorship, *, by=None, version=0, form_key="page-one", at=None, **kw):
        with writing():
            return operations.save_draft(
                sponsorship,
                self.findings(**kw),
                version=version,
                form_key=form_key,
                by=self.actor(by or self.steward),
                at=at or self.at,
            )

    def hand_in(self, sponsorship, *, by=None, version=0, kinship=Kinship.NONE, at=None, **kw):
        with writing():
            return operations.hand_in(
                sponsorship,
                self.findings(**kw),
                kinship=kinship,
                version=version,
                form_key="page-one",
                by=self.actor(by or self.steward),
                at=at or self.at,
            )

    def decide(self, sponsorship, *, by=None, verified=True, at=None, **kw):
        at = at or self.at
        made = {
            "valid_until": village_day(at) + timedelta(days=300) if verified else None,
            "kinship": Kinship.NONE,
            "reason": "" if verified else "证照过期了",
            **kw,
        }
        with writing():
            operations.decide(
                sponsorship, verified=verified, by=self.actor(by or self.secretary), at=at, **made
            )
        return sponsorship

    def handed_in(self, ref=1, *, at=None, **kw):
        sponsorship = self.assign(self.ask(ref, at=at, **kw), at=at)
        when = at or self.at
        self.hand_in(sponsorship, at=when, day=village_day(when))
        return sponsorship

    def verified(self, ref=1, *, at=None, until=None, **kw):
        decision = {"valid_until": until} if until else {}
        return self.decide(self.handed_in(ref, at=at, **kw), at=at, **decision)

    def told(self, person):
        """Return the events that this person was told of, in their order."""
        query = select(Notice.event).where(Notice.person_id == person.id).order_by(Notice.id)
        return [name for name in db.session.scalars(query) if not name.startswith("branches.")]

    def again(self, sponsorship) -> Sponsorship:
        found = queries.find_sponsorship(sponsorship.id)
        db.session.refresh(found)
        return found


def run(do, one, land, person=None, **kw):
    """Let somebody, the secretary if nobody is named, do this with a verification."""
    with writing():
        do(one, by=land.actor(person or land.secretary), at=land.at, **kw)


@pytest.fixture
def farms():
    return Farms()


@pytest.fixture
def areas(farms):
    return (*AREAS, Area(name="farms", sponsorable=(farms,)))


@pytest.fixture
def land(make, farms, at):
    return Land(make, farms, at)
