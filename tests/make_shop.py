"""Rows of the market with whatever a test does not care about filled in."""

from datetime import UTC, date, datetime

from core.branches.models import OfficeRole
from core.db import db, writing
from core.qualifications.models import Qualification, QualificationKind, Source
from core.sponsorship.models import (
    Kinship,
    Seen,
    Sponsorship,
    SponsorshipStatus,
    Visit,
    VisitCheck,
    Visitor,
)
from core.storage.models import StoredFile
from shop.catalog.models import (
    Pack,
    Product,
    ProductPicture,
    ReturnPolicy,
    StockMove,
    StockReason,
)
from shop.freight.models import FreightProvince, FreightZone, PickupPoint
from shop.producers.models import (
    ClassRule,
    Paper,
    PaperKind,
    Producer,
    ProducerKind,
    ProducerPicture,
    ProductClass,
)

LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)
FIRST_DAY, LAST_DAY = date(2026, 1, 2), date(2035, 12, 31)
CREDIT_CODE = "93000000DEM0000000"


class MakeShop:
    """Puts rows of the market into the house; `make` makes the people and branches."""

    def __init__(self, make):
        self.make = make

    def producer(self, responsible=None, unit=None, **kw):
        """Return an open household whose papers are in order for fresh produce."""
        made = {
            "kind": ProducerKind.HOUSEHOLD,
            "name": f"李家果园{self.make.number()}",
            "address": "桃源村三组 12 号",
            "phone": "13800138000",
            "applied_at": LONG_AGO,
            **kw,
        }
        person = responsible or self.make.person()
        unit_id = (unit or self.make.unit()).id
        return self.make.add(Producer(responsible_id=person.id, unit_id=unit_id, **made))

    def paper(self, producer, kind=PaperKind.BUSINESS, **kw):
        made = {
            "number": f"92000000-{self.make.number()}",
            "issuer": "云溪县市场监督管理局",
            "valid_from": FIRST_DAY,
            "valid_until": LAST_DAY,
            "entered_by": producer.responsible_id,
            "entered_at": LONG_AGO,
            **kw,
        }
        return self.make.add(Paper(producer_id=producer.id, kind=kind, **made))

    def sponsorship(self, producer, branch=None, status=SponsorshipStatus.ACTIVE, **kw):
        """Return the verification of a producer with the visit behind it, active unless said."""
        branch_id = branch.id if branch else producer.unit.branch_id
        steward_id = kw.pop("steward_id", None) or self.make.person(name="赵安").id
        verified = status.value in {"active", "suspended", "ended", "lapsed"}
        made = {
            "kind": "producer",
            "ref": producer.id,
            "asked_by": producer.responsible_id,
            "asked_at": LONG_AGO,
            "status_at": LONG_AGO,
            "decided_at": LONG_AGO if verified else None,
            "valid_from": FIRST_DAY if verified else None,
            "valid_until": LAST_DAY if verified else None,
            **kw,
        }
        row = Sponsorship(branch_id=branch_id, steward_id=steward_id, status=status, **made)
        self.make.add(row)
        if verified:
            self.visit(row)
        return row

    def visit(self, sponsorship, **kw):
        """Return what was seen on the visit, with two points looked at."""
        made = {"day": FIRST_DAY, "note": "果园在山坡上，看了身份证和地块。", **kw}
        made = {"saved_at": LONG_AGO, "handed_in_at": LONG_AGO, **made}
        visit = self.make.add(Visit(sponsorship_id=sponsorship.id, **made))
        for code in ("name", "place"):
            self.make.add(VisitCheck(visit_id=visit.id, code=code, seen=Seen.YES))
        self.make.add(
            Visitor(
                visit_id=visit.id,
                person_id=sponsorship.steward_id,
                decided=False,
                role=OfficeRole.ORGANISATION,
                kinship=Kinship.NONE,
                declared_at=LONG_AGO,
            )
        )
        return visit

    def qualification(self, person, kind=QualificationKind.FOOD_SELLER, branch=None, **kw):
        made = {
            "valid_from": FIRST_DAY,
            "valid_until": LAST_DAY,
            "source": Source.PAPER,
            "number": f"结业-{self.make.number()}",
            "issuer": "云溪县供销合作社",
            "recorded_at": LONG_AGO,
            **kw,
        }
        branch_id = (branch or self.make.branch()).id
        return self.make.add(
            Qualification(person_id=person.id, kind=kind, branch_id=branch_id, **made)
        )

    def class_rule(self, product_class, qualification=""):
        return self.make.add(ClassRule(product_class=product_class, qualification=qualification))

    def product(self, producer=None, sponsorship=None, **kw):
        """Return fresh fruit that is switched on; under the verification when one is given."""
        producer = producer or self.producer()
        made = {
            "category": "citrus",
            "product_class": ProductClass.FRESH,
            "title": f"高山蜜橘{self.make.number()}",
            "months": 0b110000000001,
            "return_policy": ReturnPolicy.FRESH_NONE,
            "is_on": True,
            "listed_at": LONG_AGO,
            "created_at": LONG_AGO,
            "changed_at": LONG_AGO,
            "sponsorship_id": sponsorship.id if sponsorship else None,
            "put_under_at": LONG_AGO if sponsorship else None,
            **kw,
        }
        return self.make.add(Product(producer_id=producer.id, **made))

    def pack(self, product, **kw):
        """Return a pack of 2.5 kg for 25 yuan, ten of them, and tell the product."""
        made = {"name": "5 斤装", "net_grams": 2500, "fen": 2500, "stock": 10, "position": 0, **kw}
        pack = self.make.add(Pack(product_id=product.id, **made))
        if pack.stock:
            move = {"delta": pack.stock, "reason": StockReason.HARVEST, "at": LONG_AGO}
            self.make.add(StockMove(pack_id=pack.id, **move))
        with writing():
            row = db.session.get(Product, product.id)
            row.least_fen = min(row.least_fen or pack.fen, pack.fen)
            row.sells = row.sells or pack.stock > 0
        return pack

    def on_sale(self, producer=None, sponsorship=None, **kw):
        """Return a product that anybody can buy: verified producer, one pack in stock."""
        producer = producer or self.producer()
        sponsorship = sponsorship or self.sponsorship(producer)
        product = self.product(producer, sponsorship, **kw)
        self.pack(product)
        return product

    def file(self, owner=None, **kw):
        """Return the row of a public picture; no bytes lie behind it."""
        number = self.make.number()
        made = {
            "ref": f"{number:032x}",
            "name": "照片.jpg",
            "media_type": "image/webp",
            "size": 1000,
            "sha256": f"{number:064x}",
            "small_sha256": f"{number:064x}",
            "width": 800,
            "height": 600,
            "owner_id": owner.id if owner else None,
            "is_public": True,
            "created_at": LONG_AGO,
            **kw,
        }
        return self.make.add(StoredFile(**made))

    def picture_of(self, producer, **kw):
        made = {"alt": "山坡上的橘园", "position": self.make.number(), **kw}
        made.setdefault("file_id", self.file().id)
        return self.make.add(ProducerPicture(producer_id=producer.id, **made))

    def product_picture(self, product, **kw):
        made = {"alt": "一筐橘子", "position": self.make.number(), **kw}
        made.setdefault("file_id", self.file().id)
        return self.make.add(ProductPicture(product_id=product.id, **made))

    def zone(self, producer, *codes, **kw):
        """Return a zone for these provinces, for all others without: 1 kg 8 yuan, then 3 each."""
        made = {"first_fen": 800, "further_fen": 300, "position": self.make.number(), **kw}
        zone = self.make.add(FreightZone(producer_id=producer.id, **made))
        for code in codes:
            self.make.add(FreightProvince(zone_id=zone.id, producer_id=producer.id, code=code))
        return zone

    def point(self, producer, **kw):
        made = {"name": "村口小卖部", "address": "桃源村 1 号", "hours": "每天 8:00–18:00", **kw}
        return self.make.add(PickupPoint(producer_id=producer.id, **made))
