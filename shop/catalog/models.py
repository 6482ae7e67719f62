"""Products, packs, and each move of the stock."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Base
from core.db.guards import guard, keep
from core.money import Money
from core.storage.models import StoredFile
from shop.producers.models import Producer, ProductClass

GRAMS_OF_JIN = 500
GRAMS_OF_KILO = 1000
ALL_YEAR = 2**12 - 1


class Storage(StrEnum):
    """常温, 冷藏, 冷冻."""

    ROOM, COOL, FROZEN = "room", "cool", "frozen"


class ReturnPolicy(StrEnum):
    """Whether a buyer may send back within seven days without a reason (消费者权益保护法 25)."""

    SEVEN_DAYS, FRESH_NONE = "seven_days", "fresh_none"


REST = "blocked_at IS NULL AND removed_at IS NULL AND sponsorship_id IS NOT NULL"
# Each engine uses a partial index only where the query says the same in its own words.
LISTED_SQLITE, LISTED_POSTGRESQL = text(f"is_on = 1 AND {REST}"), text(f"is_on AND {REST}")


class Product(Base):
    """What a producer offers, under a verification once the steward has put it there.

    It begins as a picture: title and category may be empty until it is switched on.
    `months` has a bit for each month of its season (bit 0 is January); all twelve: all the year.
    `least_fen` and `sells` (some pack can be bought) follow the packs, moved with them.
    """

    __tablename__ = "shop_product"
    __table_args__ = (
        CheckConstraint("(length(title) > 0 AND length(category) > 0) OR NOT is_on", name="named"),
        CheckConstraint("months BETWEEN 1 AND 4095", name="months_of_year"),
        CheckConstraint(
            "shelf_life_days IS NULL OR shelf_life_days > 0", name="shelf_life_positive"
        ),
        CheckConstraint("least_fen IS NULL OR least_fen > 0", name="least_fen_positive"),
        CheckConstraint("(sponsorship_id IS NULL) = (put_under_at IS NULL)", name="put_under_when"),
        Index(None, "producer_id", "id"),
        Index(None, "sponsorship_id"),
        *(
            Index(name, *columns, sqlite_where=LISTED_SQLITE, postgresql_where=LISTED_POSTGRESQL)
            for name, columns in (
                ("ix_shop_product_newest", ("listed_at", "id")),
                ("ix_shop_product_cheapest", ("least_fen", "id")),
                ("ix_shop_product_category_newest", ("category", "listed_at", "id")),
                ("ix_shop_product_category_cheapest", ("category", "least_fen", "id")),
            )
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    producer_id: Mapped[int] = mapped_column(ForeignKey("shop_producer.id"))
    category: Mapped[str] = mapped_column(String(30), default="")  # code of the second level
    product_class: Mapped[ProductClass] = mapped_column(default=ProductClass.FRESH)
    title: Mapped[str] = mapped_column(String(60), default="")
    text: Mapped[str] = mapped_column(Text, default="")  # Markdown
    origin: Mapped[str] = mapped_column(String(6), default="")  # GB/T 2260 code
    origin_note: Mapped[str] = mapped_column(String(60), default="")  # village, slope, pond
    months: Mapped[int] = mapped_column(default=ALL_YEAR)
    storage: Mapped[Storage] = mapped_column(default=Storage.ROOM)
    storage_note: Mapped[str] = mapped_column(String(80), default="")
    shelf_life_days: Mapped[int | None]
    return_policy: Mapped[ReturnPolicy] = mapped_column(default=ReturnPolicy.FRESH_NONE)
    is_on: Mapped[bool] = mapped_column(default=False)  # the producer's own switch
    listed_at: Mapped[datetime]  # when it was last switched on; the order of the market
    sponsorship_id: Mapped[int | None] = mapped_column(ForeignKey("sponsorship.id"))
    put_under_at: Mapped[datetime | None]
    put_under_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    blocked_at: Mapped[datetime | None]  # the operator took it from the market
    blocked_why: Mapped[str] = mapped_column(String(200), default="")
    least_fen: Mapped[int | None] = mapped_column(BigInteger)
    sells: Mapped[bool] = mapped_column(default=False)
    views: Mapped[int] = mapped_column(default=0)
    reviews: Mapped[int] = mapped_column(default=0, server_default="0")  # those that are shown
    stars: Mapped[int] = mapped_column(default=0, server_default="0")  # the sum of theirs
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    producer: Mapped[Producer] = relationship()
    packs: Mapped[list["Pack"]] = relationship(order_by="Pack.position", back_populates="product")

    @property
    def responsible_id(self) -> int:
        return self.producer.responsible_id

    @property
    def is_new(self) -> bool:
        """Tell whether it was never switched on yet."""
        return not self.is_on and self.listed_at == self.created_at

    @property
    def season(self) -> list[int]:
        """Return the months of the season, 1 to 12."""
        return [month for month in range(1, 13) if self.months >> (month - 1) & 1]


class ProductPicture(Base):
    """A picture of a product; the first one stands in lists."""

    __tablename__ = "shop_product_picture"
    __table_args__ = (UniqueConstraint("product_id", "file_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    product_id: Mapped[int] = mapped_column(ForeignKey("shop_product.id"), index=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"))
    alt: Mapped[str] = mapped_column(String(80), default="")
    position: Mapped[int]

    file: Mapped[StoredFile] = relationship()
    product: Mapped[Product] = relationship()

    @property
    def responsible_id(self) -> int:
        return self.product.responsible_id


class CertificateKind(StrEnum):
    """承诺达标合格证, 绿色食品, 有机产品, 良好农业规范, 其他."""

    CONFORMITY, GREEN, ORGANIC = "conformity", "green", "organic"
    GAP, OTHER = "gap", "other"


class ProductCertificate(Base):
    """A certificate of a product; its badge goes the day after `valid_until`."""

    __tablename__ = "shop_product_certificate"
    __table_args__ = (CheckConstraint("length(number) > 0", name="has_number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    product_id: Mapped[int] = mapped_column(ForeignKey("shop_product.id"), index=True)
    kind: Mapped[CertificateKind]
    name: Mapped[str] = mapped_column(String(30), default="")  # what another one is called
    number: Mapped[str] = mapped_column(String(40))
    issuer: Mapped[str] = mapped_column(String(60))
    valid_until: Mapped[date]
    file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    removed_at: Mapped[datetime | None]

    file: Mapped[StoredFile | None] = relationship()
    product: Mapped[Product] = relationship()

    @property
    def responsible_id(self) -> int:
        return self.product.responsible_id


class Pack(Base):
    """A size in which a product is sold: net grams (0: by the piece), price in fen, packs left.

    With `ship_by` it is sold ahead of the harvest: `cap` packs in all, of which `stock` are left,
    sent by that day; else it leaves `ships_in_days` days after the order.
    """

    __tablename__ = "shop_pack"
    __table_args__ = (
        CheckConstraint("length(name) > 0", name="has_name"),
        CheckConstraint("net_grams >= 0", name="grams_not_negative"),
        CheckConstraint("fen > 0", name="fen_positive"),
        CheckConstraint("stock >= 0", name="stock_not_negative"),
        CheckConstraint("(ship_by IS NULL) = (cap IS NULL)", name="ahead_whole"),
        CheckConstraint("cap IS NULL OR cap > 0", name="cap_positive"),
        CheckConstraint("ships_in_days BETWEEN 0 AND 30", name="ships_soon"),
        Index(None, "product_id", "position"),
        Index(
            "ix_shop_pack_ahead",
            "ship_by",
            sqlite_where=text("ship_by IS NOT NULL"),
            postgresql_where=text("ship_by IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    product_id: Mapped[int] = mapped_column(ForeignKey("shop_product.id"))
    name: Mapped[str] = mapped_column(String(30))
    net_grams: Mapped[int]
    fen: Mapped[int] = mapped_column(BigInteger)
    stock: Mapped[int] = mapped_column(default=0)
    ships_in_days: Mapped[int] = mapped_column(default=2)
    ship_by: Mapped[date | None]
    cap: Mapped[int | None]
    position: Mapped[int]
    is_on: Mapped[bool] = mapped_column(default=True)
    removed_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    product: Mapped[Product] = relationship(back_populates="packs")

    @property
    def price(self) -> Money:
        return Money(self.fen)

    @property
    def responsible_id(self) -> int:
        return self.product.responsible_id


class StockReason(StrEnum):
    """Why the stock of a pack moved; later rooms add what orders do."""

    HARVEST, COUNTED, SPOILED = "harvest", "counted", "spoiled"
    SOLD_ELSEWHERE, OWN_USE = "sold_elsewhere", "own_use"
    AGAIN, PLANNED = "again", "planned"  # a new season of the product; sold ahead of the harvest
    UNDELIVERED = "undelivered"  # ordered, but not there when it should have been sent


class StockMove(Base):
    """One change of a pack's stock, as a difference; only ever added. Their sum is the stock."""

    __tablename__ = "shop_stock_move"
    __table_args__ = (CheckConstraint("delta <> 0", name="delta_not_nothing"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    pack_id: Mapped[int] = mapped_column(ForeignKey("shop_pack.id"), index=True)
    delta: Mapped[int]
    reason: Mapped[StockReason]
    note: Mapped[str] = mapped_column(String(80), default="")
    by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]


class HoldStatus(StrEnum):
    """Whether packs are kept for an order that is not paid yet, taken by it, or given back."""

    HELD, COMMITTED, RELEASED = "held", "committed", "released"


class Hold(Base):
    """So many packs that an order line has taken from the stock.

    It follows the order, whose move is the lock and stands in history.
    """

    __tablename__ = "shop_hold"
    __table_args__ = (CheckConstraint("packs > 0", name="packs_positive"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    pack_id: Mapped[int] = mapped_column(ForeignKey("shop_pack.id"), index=True)
    line_id: Mapped[int] = mapped_column(ForeignKey("shop_order_line.id"), unique=True)
    packs: Mapped[int]
    state: Mapped[HoldStatus]
    at: Mapped[datetime]


keep(Hold.__table__)  # type: ignore[arg-type]
guard(StockMove.__table__)  # type: ignore[arg-type]
