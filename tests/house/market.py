"""The market of a furnished house: in each village a farm, what it sells, and what is said of it.

What is for some eyes only holds a canary of its own: `canary-` and what it is of, then the village.
"""

from datetime import timedelta

from core.complaints.models import Complaint, ComplaintStatus, ComplaintStep, Voice
from core.db import db, writing
from core.sponsorship.models import (
    Kinship,
    SponsorshipStatus,
    Visit,
    Visitor,
    VisitPicture,
)
from core.storage.operations import keep, lay_picture
from shop.catalog.models import CertificateKind, ProductCertificate, StockMove, StockReason
from shop.producers.models import Producer
from shop.questions.models import Question
from shop.reports.models import ListingReport, ReportReason, ReportStatus
from tests.make_shop import LAST_DAY, LONG_AGO, MakeShop

C = ComplaintStatus


class Market:
    """Puts a market into the villages of a furnished house; each has the same things."""

    def __init__(self, house, picture):
        self.house, self.make, self.at = house, house.make, house.at
        self.picture, self.shop = picture, MakeShop(house.make)

    def fill(self, where, owner):
        """Let this person run a farm in the village, verified by its branch."""
        village = self.house.villages[where]
        things = village.things
        things["owner"] = owner
        self.files(where)
        self.farm(where)
        self.goods(where)
        self.visits(where)
        self.talk(where)
        things["qualification"] = self.shop.qualification(
            owner, branch=village.branch, number=f"canary-qual{where}"
        )

    def files(self, where):
        """Lay two pictures: one for everybody, one for whoever may see what it is of."""
        things = self.house.villages[where].things
        by = self.make.actor(things["owner"])
        for name, is_public in (("shown", True), ("scan", False)):
            laid = lay_picture(f"canary-{name}{where}.png", self.picture, by=by)
            with writing():
                things[name] = keep(laid, is_public=is_public, by=by, at=self.at)

    def farm(self, where):
        shop, things = self.shop, self.house.villages[where].things
        owner, unit = things["owner"], things["unit"]
        # What stands in a public page is nobody's secret; the files of papers are.
        for name in ("producer", "quiet"):
            things[name] = shop.producer(owner, unit, name=f"{where}农场{name}", classes="fresh")
        producer = things["producer"]
        with writing():
            db.session.get(Producer, producer.id).delivers = True
        things["paper"] = shop.paper(producer, file_id=things["scan"].id)
        things["farm_picture"] = shop.picture_of(producer, file_id=things["shown"].id)
        shop.zone(producer)
        things["zone"] = shop.zone(producer, "42")
        things["point"] = shop.point(producer)

    def goods(self, where):
        """Put in what is on sale, what waits for the steward, what is off and what is blocked."""
        shop, things = self.shop, self.house.villages[where].things
        producer, steward = things["producer"], things["steward"]
        things["active"] = active = shop.sponsorship(producer, steward_id=steward.id)
        things["product"] = product = shop.product(producer, active, title=f"{where}蜜橘")
        things["pack"] = shop.pack(product)
        shop.pack(product, name="10 斤装", fen=4500, net_grams=5000, position=1)
        self.make.add(
            StockMove(
                pack_id=things["pack"].id,
                delta=10,
                reason=StockReason.HARVEST,
                note=f"canary-stock{where}",
                by=things["owner"].id,
                at=LONG_AGO,
            )
        )
        things["product_picture"] = shop.product_picture(product, file_id=things["shown"].id)
        things["certificate"] = self.certificate(product, things["shown"])
        things["waiting"] = shop.product(producer, title=f"{where}脐橙")
        things["off"] = shop.product(
            producer, active, title=f"{where}柚子", is_on=False, text=f"canary-off{where}"
        )
        things["blocked"] = shop.product(
            producer, active, title=f"{where}柠檬", blocked_at=LONG_AGO, blocked_why="举报属实"
        )
        for each in ("waiting", "off", "blocked"):
            shop.pack(things[each])

    def certificate(self, product, file):
        return self.make.add(
            ProductCertificate(
                product_id=product.id,
                kind=CertificateKind.GREEN,
                number=f"LB-{product.id}",
                issuer="绿色食品发展中心",
                valid_until=LAST_DAY,
                file_id=file.id,
            )
        )

    def visits(self, where):
        """Put in a verification in each state that something can be done in."""
        shop, things = self.shop, self.house.villages[where].things
        unit, steward = things["unit"], things["steward"]
        neighbour = self.make.resident(unit, self.make.person(name=f"邻居{where}"))
        farms = [shop.producer(neighbour, unit, name=f"{where}邻家{n}") for n in range(3)]
        kept = {"steward_id": steward.id}
        asked, visiting = SponsorshipStatus.ASKED, SponsorshipStatus.VISITING
        things["asked_visit"] = shop.sponsorship(
            things["quiet"], status=asked, note=f"canary-note{where}"
        )
        things["visiting"] = going = shop.sponsorship(farms[0], status=visiting, **kept)
        things["visited"] = went = shop.sponsorship(farms[1], status=visiting, **kept)
        things["suspended"] = shop.sponsorship(
            farms[2], status=SponsorshipStatus.SUSPENDED, reason=f"canary-reason{where}", **kept
        )
        shop.visit(went, day=(self.at - timedelta(days=2)).date(), note=f"canary-draft{where}")
        self.declared(things["active"], steward)
        things["visit_picture"] = self.draft(going, where)

    def declared(self, sponsorship, person):
        """Note that somebody has decided, too."""
        visit = db.session.scalar(db.select(Visit).filter_by(sponsorship_id=sponsorship.id))
        row = Visitor(visit_id=visit.id, person_id=person.id, decided=True, kinship=Kinship.NONE)
        row.declared_at = LONG_AGO
        self.make.add(row)

    def draft(self, sponsorship, where):
        visit = self.make.add(
            Visit(
                sponsorship_id=sponsorship.id,
                day=self.at.date(),
                note=f"canary-draft{where}",
                saved_at=self.at,
            )
        )
        file = self.house.villages[where].things["scan"]
        return self.make.add(VisitPicture(visit_id=visit.id, file_id=file.id, alt="田", position=0))

    def talk(self, where):
        """Let others ask, report and complain."""
        things = self.house.villages[where].things
        stranger = self.make.person(name=f"canary-stranger{where}")
        product = things["product"]
        things["question"] = self.question(product, stranger)
        self.question(product, stranger, answer="能放一个月", answered_at=self.at)
        self.question(product, stranger, text=f"canary-hidden{where}", hidden_at=self.at)
        things["report"] = self.report(product, stranger, where)
        things["upheld"] = self.report(
            things["blocked"],
            stranger,
            where,
            status=ReportStatus.UPHELD,
            decided_at=self.at,
            decision="已下架",
        )
        # `person` has something to settle with the farm in the other village.
        complains = self.house.people["person"] if where == "other" else stranger
        for level in (C.WITH_STEWARD, C.WITH_UPPER, C.WITH_OPERATOR, C.ANSWERED):
            things[level.value] = self.complaint(where, complains, level)

    def question(self, product, person, **kw):
        made = {"text": "橘子甜不甜？", "asked_at": self.at - timedelta(days=1), **kw}
        return self.make.add(Question(product_id=product.id, person_id=person.id, **made))

    def report(self, product, person, where, **kw):
        made = {"reason": ReportReason.FALSE, "made_at": self.at, **kw}
        text = f"canary-report{where}"
        row = ListingReport(product_id=product.id, person_id=person.id, text=text, **made)
        return self.make.add(row)

    def complaint(self, where, person, status, mark=""):
        """Return a complaint about the village's farm that lies with this level."""
        village = self.house.villages[where]
        own, upper = village.branch.id, village.branch.parent_id or village.branch.id
        level = C.WITH_STEWARD if status is C.ANSWERED else status
        branches = {C.WITH_STEWARD: own, C.WITH_UPPER: upper, C.WITH_OPERATOR: None}
        word = status.value.removeprefix("with_")
        made = self.make.add(
            Complaint(
                ref=f"complaint{mark}-of-{where}-{word}".ljust(30, "x"),
                sponsorship_id=village.things["active"].id,
                about=f"{where}农场",
                about_url=f"/market/farms/{village.things['producer'].id}",
                person_id=person.id,
                text=f"canary-complaint{word}{where}",
                status=status,
                level=level,
                branch_id=branches[level],
                keeper_id=village.things["steward"].id,
                made_at=self.at,
                due_at=self.at + timedelta(days=3),
            )
        )
        self.step(made, Voice.COMPLAINER, "made", own)
        if level is not C.WITH_STEWARD:
            self.step(made, Voice.HOUSE, "climbed", branches[level])
        if status is C.ANSWERED:
            self.step(made, Voice.STEWARD, "answered", own, text="去看过了")
        return made

    def step(self, complaint, voice, what, branch_id, **kw):
        row = ComplaintStep(complaint_id=complaint.id, at=self.at, voice=voice, what=what, **kw)
        row.branch_id = branch_id
        self.make.add(row)

    def belongings(self, role, person):
        """Return what one has said in the market oneself, of the farm in another village."""
        where = "own" if role == "other" else "other"
        product = self.house.villages[where].things["product"]
        return {"question": self.question(product, person, text="还有吗？")}
