"""Questions about a product and their answers, for everybody to read."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.accounts.models import Person
from core.db import Base
from shop.catalog.models import Product


class Question(Base):
    """One question; taken back by who asked, or hidden by the operator, it is shown no more."""

    __tablename__ = "shop_question"
    __table_args__ = (
        CheckConstraint("(answer = '') = (answered_at IS NULL)", name="answered_when"),
        Index(None, "product_id", "id"),
        Index(None, "person_id", "asked_at"),
        Index(
            "ix_shop_question_open",
            "product_id",
            sqlite_where=text("answered_at IS NULL AND hidden_at IS NULL"),
            postgresql_where=text("answered_at IS NULL AND hidden_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    product_id: Mapped[int] = mapped_column(ForeignKey("shop_product.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    text: Mapped[str] = mapped_column(String(300))
    asked_at: Mapped[datetime]
    answer: Mapped[str] = mapped_column(String(500), default="")
    answered_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    answered_at: Mapped[datetime | None]
    hidden_at: Mapped[datetime | None]
    hidden_by: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    version: Mapped[int] = mapped_column(default=1)

    product: Mapped[Product] = relationship()
    person: Mapped[Person] = relationship(foreign_keys=[person_id])

    @property
    def responsible_id(self) -> int:
        return self.product.responsible_id
