"""What a person who is signed in has put in the basket; a visitor's stands in a cookie."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base


class CartLine(Base):
    """So many of a thing, named as the `lines` hook names it: kind and ref."""

    __tablename__ = "shop_cart_line"
    __table_args__ = (
        UniqueConstraint("person_id", "kind", "ref"),
        CheckConstraint("count BETWEEN 1 AND 99", name="count_within"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[str] = mapped_column(String(20))
    ref: Mapped[int]
    count: Mapped[int]
    put_at: Mapped[datetime]
