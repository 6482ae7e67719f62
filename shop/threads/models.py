"""What buyer and producer say to each other about an order."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Base
from core.db.guards import guard
from core.storage.models import StoredFile
from shop.orders.models import Order


class Message(Base):
    """One thing said in an order; what was said stays."""

    __tablename__ = "shop_message"
    __table_args__ = (CheckConstraint("length(text) > 0", name="has_text"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("shop_order.id"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    by_seller: Mapped[bool]
    text: Mapped[str] = mapped_column(String(500))
    at: Mapped[datetime]

    order: Mapped[Order] = relationship()
    pictures: Mapped[list["MessagePicture"]] = relationship(order_by="MessagePicture.id")


class MessagePicture(Base):
    """A picture sent along with a message; only the two sides see it."""

    __tablename__ = "shop_message_picture"
    __table_args__ = (UniqueConstraint("message_id", "file_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    message_id: Mapped[int] = mapped_column(ForeignKey("shop_message.id"))
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"))

    file: Mapped[StoredFile] = relationship()


guard(Message.__table__)  # type: ignore[arg-type]
