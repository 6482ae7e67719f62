"""What the index does not know yet."""

from datetime import datetime

from sqlalchemy import BigInteger, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base


class SearchDue(Base):
    """A thing whose document must be written anew or taken out; gone when that is done.

    `marks` counts up with each change, so that a change made while the worker writes is not lost.
    """

    __tablename__ = "search_due"
    __table_args__ = (UniqueConstraint("kind", "ref"), Index(None, "since"))

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    ref: Mapped[int] = mapped_column(BigInteger)
    marks: Mapped[int] = mapped_column(default=1)
    since: Mapped[datetime]
