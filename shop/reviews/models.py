"""What buyers say about goods they received, and the producer's one answer."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.accounts.models import Person
from core.db import Base
from core.db.guards import keep
from core.storage.models import StoredFile
from shop.catalog.models import Product
from shop.orders.models import OrderLine


class Review(Base):
    """One review of one line; nobody deletes it (E-commerce law 39).

    The operator hides what the law forbids, with a reason that is shown in its place.
    """

    __tablename__ = "shop_review"
    __table_args__ = (
        CheckConstraint("stars BETWEEN 1 AND 5", name="stars_within"),
        CheckConstraint("(answer = '') = (answered_at IS NULL)", name="answered_when"),
        CheckConstraint("(hidden_why = '') = (hidden_at IS NULL)", name="hidden_why"),
        Index(None, "product_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    product_id: Mapped[int] = mapped_column(ForeignKey("shop_product.id"))
    line_id: Mapped[int] = mapped_column(ForeignKey("shop_order_line.id"), unique=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    stars: Mapped[int]
    text: Mapped[str] = mapped_column(String(500), default="")
    made_at: Mapped[datetime]
    answer: Mapped[str] = mapped_column(String(500), default="")
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    hidden_at: Mapped[datetime | None]
    hidden_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    hidden_why: Mapped[str] = mapped_column(String(200), default="")

    product: Mapped[Product] = relationship()
    line: Mapped[OrderLine] = relationship()
    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    pictures: Mapped[list["ReviewPicture"]] = relationship(order_by="ReviewPicture.id")

    @property
    def responsible_id(self) -> int:
        return self.product.responsible_id


class ReviewPicture(Base):
    """A picture of what came out of the parcel."""

    __tablename__ = "shop_review_picture"
    __table_args__ = (UniqueConstraint("review_id", "file_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    review_id: Mapped[int] = mapped_column(ForeignKey("shop_review.id"))
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"))

    file: Mapped[StoredFile] = relationship()


keep(Review.__table__)  # type: ignore[arg-type]
